import Resources
import TextFormats

/// A text of a package that the binary carries, with fields such as `@NAMES@` to fill in.
struct PackageTemplate {
  private let text: String

  init(_ name: String) {
    text = BundledFile.text("release/\(name)")!
  }

  /// The text with its fields filled in.
  func filled(_ fields: [String: String] = [:]) -> String {
    text.replacing(/@([A-Z]+)@/) { fields[String($0.1)]! }
  }

  /// The text as Markdown in lines of 88 columns. A block with a field that is nil is omitted.
  func markdown(_ fields: [String: String?]) -> String {
    let blocks = text.split(separator: "\n\n").compactMap { block -> String? in
      let names = block.matches(of: /@([A-Z]+)@/).map { String($0.1) }
      guard names.allSatisfy({ fields[$0]! != nil }) else { return nil }
      let filled = String(block.replacing(/@([A-Z]+)@/) { fields[String($0.1)]!! })
      return ["#", "- ", "| ", "```"].contains(where: filled.hasPrefix)
        ? filled : wrapped(filled, columns: 88, cutsWords: false).joined(separator: "\n")
    }
    return blocks.joined(separator: "\n\n")
  }
}
