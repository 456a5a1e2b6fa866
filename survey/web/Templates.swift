import Mustache
import Resources

/// The page templates that the binary carries.
struct Templates: Sendable {
  private let library: MustacheLibrary

  init() throws {
    var library = MustacheLibrary()
    let folder = "web/pages/"
    for name in BundledFile.names(in: folder) {
      let template = BundledFile.text(folder + name) ?? ""
      try library.register(template, named: String(name.prefix { $0 != "." }))
    }
    self.library = library
  }

  /// The page as HTML. Names are looked up in the content first, then in the frame.
  func render(_ name: String, _ content: Any, in frame: Frame? = nil) -> String {
    let values = Self.properties(frame).merging(Self.properties(content)) { _, inner in inner }
    guard let html = library.render(values, withTemplate: name) else {
      preconditionFailure("the binary carries no template `\(name)`")
    }
    return html
  }

  /// The stored properties that hold something, by name.
  private static func properties(_ model: Any?) -> [String: Any] {
    guard let model else { return [:] }
    var found: [String: Any] = [:]
    for (name, value) in Mirror(reflecting: model).children {
      guard let name else { continue }
      let mirror = Mirror(reflecting: value)
      if mirror.displayStyle == .optional {
        if let inside = mirror.children.first?.value { found[name] = inside }
      } else {
        found[name] = value
      }
    }
    return found
  }

  /// A page rendered once, cut where something of a person's own goes in.
  ///
  /// Rendering reflects on every value and is far too slow to do for each request.
  func prepare(_ name: String, _ content: Any, in frame: Frame?) -> PreparedPage {
    PreparedPage(html: render(name, content, in: frame))
  }
}

/// Rendered HTML with places for what varies from person to person.
struct PreparedPage: Sendable {
  enum Place: String, CaseIterable {
    case session, hidden, field, layout, items, summary, situation, code, address
    /// What recruiting put into the address, to be kept in a link.
    case recruiting
    /// The ways to go on elsewhere, and from elsewhere, for whom no panel leads back.
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
