/// Rendered HTML with places for what varies from person to person.
///
/// Rendering reflects on every value and is far too slow to do for each request.
struct PreparedPage: Sendable {
  enum Place: String, CaseIterable {
    case session, hidden, field, layout, items, summary, situation, code, address
    /// What recruiting put into the address, to be kept in a link.
    case recruiting
    /// The links for continuing on another device, shown to participants without a panel id.
    case later, resume

    /// A text that no study can contain, since control characters do not pass the file formats.
    var marker: String { "\u{2}\(rawValue)\u{3}" }
  }

  private enum Part: Sendable {
    case text(String)
    case place(Place)
  }

  private let parts: [Part]

  init(html: String) {
    var parts: [Part] = []
    var rest = Substring(html)
    while let start = rest.firstIndex(of: "\u{2}") {
      guard let end = rest[start...].firstIndex(of: "\u{3}"),
        let place = Place(rawValue: String(rest[rest.index(after: start)..<end]))
      else { break }
      parts.append(.text(String(rest[..<start])))
      parts.append(.place(place))
      rest = rest[rest.index(after: end)...]
    }
    parts.append(.text(String(rest)))
    self.parts = parts
  }

  /// The page with its places filled. Values are inserted as they are: escape text beforehand.
  func filled(_ values: [Place: String]) -> String {
    var html = ""
    for part in parts {
      switch part {
      case .text(let text): html += text
      case .place(let place): html += values[place] ?? ""
      }
    }
    return html
  }
}
