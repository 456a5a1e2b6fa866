package import Analysis
internal import Statistics
package import Study
internal import TextFormats

/// What `evoke judge --against norms` prints: the default scores of runs beside published norms.
package struct NormReport: Report {
  package struct Run: Sendable {
    let name: String
    let path: String
    let sha256: String?
    let columns: Int
    let leftOut: [UnusedColumn]
    let norms: NormComparisons

    /// - Parameters:
    ///   - name: what people call the run.
    ///   - sha256: of its file; nil for a database.
    ///   - columns: how many of its columns count; respondents of a database.
    package init(
      name: String, path: String, sha256: String?, columns: Int, leftOut: [UnusedColumn],
      norms: NormComparisons
    ) {
      self.name = name
      self.path = path
      self.sha256 = sha256
      self.columns = columns
      self.leftOut = leftOut
      self.norms = norms
    }
  }

  private typealias Row = (path: String, comparison: NormComparison)

  private let runs: [Run]
  private let alpha: Double

  /// - Parameter alpha: the level of Welch's test.
  package init(_ runs: [Run], alpha: Double) {
    self.runs = runs
    self.alpha = alpha
  }

  private var rows: [Row] {
    runs.flatMap { run in run.norms.rows.map { (path: run.path, comparison: $0) } }
  }

  // MARK: Fields

  package static var entries: [FieldEntry] { fields(alpha: 0.01).flatMap(\.entries) }

  package var fields: [Field<Self>] { Self.fields(alpha: alpha) }

  package var csv: String { Self.rowFields(alpha: alpha).csv(rows) }

  private static func fields(alpha: Double) -> [Field<Self>] {
    [
      .number("alpha", "the level of Welch's test", \.alpha).inJSONAlone,
      .list(
        "runs",
        [
          .text("path", "the run's file", \.path),
          .text("sha256", "SHA-256 of the file; null for a database", \.sha256),
          .integer("columns", "repetitions used", \.columns),
          .list("left_out", UnusedColumn.fields, \.leftOut),
        ], \.runs),
      .list("rows", areInCSV: true, rowFields(alpha: alpha), \.rows),
    ]
  }

  private static func rowFields(alpha: Double) -> [Field<Row>] {
    [.text("run", "the run's file", \.path)]
      + NormComparison.fields(alpha: alpha).map { $0.of(\.comparison) }
  }

  // MARK: Document

  package var document: Document {
    let names = runs.map { shortened($0.name) }
    let whose = runs.count == 1 ? names[0] : counted(runs.count, "run")
    let excluded: [InlineText] = zip(names, runs).filter { !$1.leftOut.isEmpty }.map { name, run in
      "\(name): \(run.leftOut.sentences.joined(separator: " "))"
    }
    let independence: InlineText = """
      Repetitions are treated as independent, like people; $p$ says only whether this model's mean \
      differs from the norm's.
      """
    return Document(
      tables: zip(names, runs).map { name, run in
        (title: runs.count == 1 ? nil : name, norms: run.norms)
      }.tables(
        of: whose, alpha: alpha,
        note: ([independence] + excluded).joined(separator: " ")))
  }
}
