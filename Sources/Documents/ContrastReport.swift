package import Analysis
package import Study
internal import TextFormats

/// What `evoke contrast` prints.
package struct ContrastReport: Report {
  package let contrasts: [Contrast]
  package let source: Provenance
  /// The level of all tests but those of equivalence.
  package let alpha: Double
  /// Who was excluded.
  package let exclusion: Exclusion?

  package init(
    _ contrasts: [Contrast], source: Provenance, alpha: Double, exclusion: Exclusion? = nil
  ) {
    self.contrasts = contrasts
    self.source = source
    self.alpha = alpha
    self.exclusion = exclusion
  }

  /// What the contrasts are called in tables: by the study's names, else by numbers.
  var labels: [String] {
    contrasts.enumerated().map { $1.name ?? "Contrast \($0 + 1)" }
  }

  // MARK: Fields

  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] { fields(alpha: 0.01).flatMap(\.entries) }

  package var fields: [Field<Self>] { Self.fields(alpha: alpha) }

  private static func fields(alpha: Double) -> [Field<Self>] {
    [
      .source { $0.source },
      .number("alpha", "the level of the tests", \.alpha).inJSONAlone,
      Field<Self>.group("exclusions", "", Exclusion.fields, \.exclusion).omittedIfNull.inJSONAlone,
      .list(
        "contrasts", areInCSV: true, Contrast.fields(alpha: alpha), \.contrasts),
    ]
  }

  /// A row per contrast and subscale.
  package var csv: String {
    Contrast.columns(alpha: alpha).csv(
      contrasts.flatMap { contrast in contrast.figures.map { (contrast, $0) } })
  }

  // MARK: Document

  package var document: Document {
    var document = Document(tables: tables, closing: ("In APA style", paragraphs))
    if let exclusion {
      document.sections.append(.init(heading: "Exclusions", paragraphs: exclusion.notes()))
    }
    return document
  }
}
