import Resources

/// A study that `evoke new` copies, as the binary carries it.
package struct TemplateStudy: StudyFiles {
  package enum Name: String, Sendable, CaseIterable {
    /// EmotionBench's design: negative situations alone.
    case emotionbench
    /// The same with a neutral situation for each factor, the contrast of both, and texts for
    /// participants that speak of both.
    case control
  }

  private static let folder = "studies/emotionbench/"
  private static let controlFolder = "studies/control/"

  private let name: Name

  package init(_ name: Name = .emotionbench) {
    self.name = name
  }

  package var paths: [String] { BundledFile.names(in: Self.folder) }

  package func text(of path: String) -> String? {
    guard let text = BundledFile.text(Self.folder + path) else { return nil }
    return switch (name, path) {
    case (.control, "study.yaml"):
      text + (BundledFile.text(Self.controlFolder + "contrasts.yaml") ?? "")
    case (.control, "situations.csv"): text + Self.neutralRows
    case (.control, _): BundledFile.text(Self.controlFolder + path) ?? text
    default: text
    }
  }

  /// The rows of the neutral situations, without the line that names the columns.
  private static var neutralRows: String {
    let csv = BundledFile.text("situations/neutral.csv") ?? ""
    return String(csv.drop { !$0.isNewline }.dropFirst())
  }

  package func displayName(of path: String) -> String {
    "Evoke's template \(path)"
  }
}
