/// The anchors (`&name`) of a YAML text and the aliases (`*name`) that stand for what they mark.
///
/// Aliases of parts that hold aliases make a few lines say more than any memory holds, and comparing two
/// keys made so takes longer than anybody waits. How much they can say at most is bounded before the
/// text is composed.
struct YAMLAliases {
  /// The place of the first alias, in bytes; nil if there is none.
  private(set) var first: Int?
  /// Whether the parts, put in the places of their aliases, can be too much to be compared.
  private(set) var isExcessive = false

  /// Nodes that are compared within a few seconds.
  private static let most = 1e8

  init(_ text: String) {
    let text = Array(text.utf8)
    let anchors = Set(Self.names(behind: UInt8(ascii: "&"), in: text).map(\.name))
    guard !anchors.isEmpty else { return }
    var counts: [ArraySlice<UInt8>: Int] = [:]
    for (name, place) in Self.names(behind: UInt8(ascii: "*"), in: text)
    where anchors.contains(name) {
      first = first ?? place
      counts[name, default: 0] += 1
    }
    // The worst case: each anchored part holds all aliases of another.
    let growth = counts.values.reduce(1) { $0 * Double($1) }
    isExcessive = growth * Double(text.count) > Self.most
  }

  /// The names that follow the mark.
  private static func names(
    behind mark: UInt8, in text: [UInt8]
  ) -> [(name: ArraySlice<UInt8>, place: Int)] {
    var names: [(name: ArraySlice<UInt8>, place: Int)] = []
    for place in text.indices where text[place] == mark {
      let start = place + 1
      let end = text[start...].firstIndex { !isOfName($0) } ?? text.endIndex
      if start < end { names.append((text[start..<end], place)) }
    }
    return names
  }

  /// Whether libyaml has the byte in names.
  private static func isOfName(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII
      && (character.isLetter || character.isNumber || "_-".contains(character))
  }
}
