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
}
