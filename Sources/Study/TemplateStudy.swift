import Resources

/// A study that `evoke new` copies, as the binary carries it.
package struct TemplateStudy: StudyFiles {
  package enum Name: String, Sendable, CaseIterable {
    /// EmotionBench's design: negative situations alone.
    case emotionbench
    /// The same with a neutral situation for each factor, and the contrast of both.
    case control
  }

  private static let folder = "studies/emotionbench/"

  private let name: Name

  package init(_ name: Name = .emotionbench) {
    self.name = name
  }

  package var paths: [String] { BundledFile.names(in: Self.folder) }

  package func text(of path: String) -> String? {
    guard let text = BundledFile.text(Self.folder + path) else { return nil }
    return switch (name, path) {
    case (.control, "study.yaml"):
      text + (BundledFile.text("studies/control/contrasts.yaml") ?? "")
    case (.control, "situations.csv"): text + Self.neutralRows
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
