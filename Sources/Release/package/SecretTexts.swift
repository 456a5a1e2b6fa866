/// Strings that must not appear in a package, and a search for the places where they do.
///
/// A string of eight bytes or more is found anywhere. A shorter one, such as `P12`, also appears in
/// other words by chance: it is looked for as a separate word, and only if it has both letters and
/// digits. A short name or number alone is an ordinary word; callers that have cells can look for
/// it as a whole cell. Letter case, of ASCII, makes no difference.
struct SecretTexts: Sendable {
  static let shortest = 8
  /// Words with letters and digits that packages hold by themselves.
  private static let ownWords: Set<String> = [
    "ci95", "h1", "h2", "h3", "log10", "sha256", "utf8", "wp216", "psychds1",
  ]

  private let long: [UInt64: [[UInt8]]]
  private let mayContain: [Bool]
  /// Short texts by their first run of letters and digits.
  private let short: [UInt64: [[UInt8]]]
  /// Short texts that are ordinary words or numbers.
  let ordinary: Set<String>

  init(_ texts: some Sequence<String>) {
    var long: [UInt64: [[UInt8]]] = [:]
    var short: [UInt64: [[UInt8]]] = [:]
    var mayContain = [Bool](repeating: false, count: 1 << 16)
    var ordinary: Set<String> = []
    for text in texts {
      let bytes = text.utf8.map(\.lowercased)
      if bytes.count >= Self.shortest {
        let key = Self.key(bytes.prefix(8))
        long[key, default: []].append(bytes)
        mayContain[Self.bucket(key)] = true
        continue
      }
      let word = Array(bytes.trimmingPunctuation)
      guard !word.isEmpty else { continue }
      if word.contains(where: { (48...57).contains($0) }),
        word.contains(where: { $0.isWordByte && !(48...57).contains($0) }),
        !Self.ownWords.contains(text.lowercased())
      {
        short[Self.key(word.prefix(while: \.isWordByte)), default: []].append(word)
      } else {
        ordinary.insert(text)
      }
    }
    self.long = long
    self.short = short
    self.mayContain = mayContain
    self.ordinary = ordinary
  }

  /// Whether any of the texts appears in the bytes.
  func stand(in bytes: [UInt8]) -> Bool {
    var found = false
    search(bytes) { _ in
      found = true
      return false
    }
    return found
  }

  /// The ranges of the texts, in order of their ends; ranges may overlap.
  func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    search(bytes) {
      found.append($0)
      return true
    }
    return found
  }

  /// - Parameter take: says whether to go on.
  private func search(_ bytes: [UInt8], _ take: (Range<Int>) -> Bool) {
    guard !long.isEmpty || !short.isEmpty else { return }
    bytes.withUnsafeBufferPointer { bytes in
      mayContain.withUnsafeBufferPointer { mayContain in
        var key: UInt64 = 0
        var runStart: Int?
        for place in 0...bytes.count {
          if place < bytes.count, bytes[place].isWordByte {
            runStart = runStart ?? place
          } else if let start = runStart {
            runStart = nil
            if place - start < Self.shortest,
              let candidates = short[Self.key(bytes[start..<place].lazy.map(\.lowercased))]
            {
              for word in candidates
              where Self.stands(word, at: start, in: bytes)
                && !(start + word.count < bytes.count && bytes[start + word.count].isWordByte)
              {
                guard take(start..<(start + word.count)) else { return }
              }
            }
          }
          guard place < bytes.count else { return }
          key = key << 8 | UInt64(bytes[place].lowercased)
          guard place >= 7, mayContain[Self.bucket(key)], let candidates = long[key] else {
            continue
          }
          for secret in candidates where Self.stands(secret, at: place - 7, in: bytes) {
            guard take((place - 7)..<(place - 7 + secret.count)) else { return }
          }
        }
      }
    }
  }

  private static func stands(
    _ secret: [UInt8], at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    start + secret.count <= bytes.count
      && secret.indices.allSatisfy { bytes[start + $0].lowercased == secret[$0] }
  }

  private static func key(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }

  private static func bucket(_ key: UInt64) -> Int {
    Int((key &* 0x9E37_79B9_7F4A_7C15) >> 48)
  }
}

extension UInt8 {
  /// The byte of the small letter, of a capital in ASCII.
  fileprivate var lowercased: UInt8 { (65...90).contains(self) ? self + 32 : self }

  /// Whether the byte is of a letter or a digit; every byte of a character beyond ASCII is.
  fileprivate var isWordByte: Bool {
    switch self {
    case 48...57, 65...90, 97...122, 128...255: true
    default: false
    }
  }
}

extension [UInt8] {
  fileprivate var trimmingPunctuation: ArraySlice<UInt8> {
    let start = drop { !$0.isWordByte }
    return start.prefix(
      (start.lastIndex(where: \.isWordByte) ?? start.startIndex - 1) + 1 - start.startIndex)
  }
}
