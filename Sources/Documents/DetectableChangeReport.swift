package import Analysis
internal import Statistics
package import Study
internal import TextFormats

/// What `evoke power --of` prints: the smallest change that a finished study could detect.
package struct DetectableChangeReport: Report {
  private let change: DetectableChange
  private let baseline: Baseline
  private let source: Provenance
  private let levels: Set<Design.Level>

  /// - Parameter levels: which rows the table shows.
  package init(
    _ change: DetectableChange, of baseline: Baseline, source: Provenance,
    levels: Set<Design.Level>
  ) {
    self.change = change
    self.baseline = baseline
    self.source = source
    self.levels = levels
  }

  // MARK: Fields

  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] {
    fields(rows: rowFields(alpha: 0.01, power: 0.8)).flatMap(\.entries)
  }

  package var fields: [Field<Self>] { Self.fields(rows: rowFields) }

  package var csv: String { rowFields.csv(change.rows) }

  private var rowFields: [Field<DetectableChange.Row>] {
    Self.rowFields(alpha: change.alpha, power: change.power)
  }

  private static func fields(rows: [Field<DetectableChange.Row>]) -> [Field<Self>] {
    [
      .source { $0.source },
      .number("alpha", "the level of the test", \.change.alpha).inJSONAlone,
      .number("power", "the power asked for", \.change.power).inJSONAlone,
      .list("rows", areInCSV: true, rows, \.change.rows),
    ]
  }

  private static func rowFields(
    alpha: Double, power: Double
  ) -> [Field<DetectableChange.Row>] {
    let position = Design.Position.fields + [Design.Position.situation]
    return [.text("test", "always `paired`") { _ in PowerPlan.Test.paired.rawValue }]
      + position.map { $0.of(\.baseline.position) }
      + [
        .text("subscale", "the subscale's id", \.baseline.subscale.name),
        .number("d", "the smallest *d_z* that has this power", \.d),
        .number("alpha", "the level of the test") { _ in alpha },
        .number("power", "the power asked for") { _ in power },
        .integer("n", "participants", \.baseline.n),
        .number("n_exact", "the same") { Double($0.baseline.n) },
        .number("points", "`d` in points of the scale", \.points),
        .number("bound", "the narrowest bounds of equivalence, in SDs", \.bound),
        .number("bound_points", "the same in points", \.boundPoints),
        .number("d_found", "*d_z* in the data", \.baseline.cohenDz?.d),
        .text("reading", "the row in a sentence") {
          reading($0, alpha: alpha, power: power).plain
        },
      ]
  }

  // MARK: Document

  package var document: Document {
    let detectable = change.rows.filter { levels.contains($0.baseline.position.level) }
    let byRow = Dictionary(uniqueKeysWithValues: detectable.map { ($0.baseline.key, $0) })
    return Document(tables: [
      ReportTable(
        title: "What these participants can show, with power \(level(change.power))",
        columns: [
          .words(), "$n$", .words(), "$d_z$ found", "Smallest $d_z$", "Points", "Bounds", "Points",
        ],
        groups: baseline.groups(levels: levels) { row in
          let here = byRow[row.key]
          return [
            figure(row.cohenDz?.d, decimals: 2), figure(here?.d, decimals: 2),
            figure(here?.points, decimals: 1),
            here?.bound.map { "∓" + figure($0, decimals: 2) } ?? "—",
            here?.boundPoints.map { "∓" + figure($0, decimals: 1) } ?? "—",
          ]
        },
        notes: baseline.labels.legend + [
          """
          Smallest $d_z$: the smallest change that a two-sided paired $t$ test at α = \
          \(level(change.alpha)) detects with this power, in $SD$s of the change and in points of \
          the scale. Bounds: the narrowest within which two one-sided tests show equivalence with \
          this power, if there is no change.
          """
        ]
          + detectable.filter { $0.baseline.position.level == .overall }
          .map { reading($0, alpha: change.alpha, power: change.power) })
    ])
  }
}

/// A row in one sentence.
func reading(_ row: DetectableChange.Row, alpha: Double, power: Double) -> InlineText {
  let name = row.baseline.title
  guard let d = row.d else { return "\(name): with one participant no change can be tested." }
  guard let points = row.points else {
    return """
      \(name): all participants changed by the same amount, so $SD$s of the change have no meaning \
      here.
      """
  }
  return """
    \(name): with \(counted(row.baseline.n, "participant")) the study had \
    \(percentage(power, decimals: power * 100 == (power * 100).rounded() ? 0 : 1)) power to detect a \
    change of \(figure(d, decimals: 2)) $SD$ (\(figure(points, decimals: 1)) points, at the $SD$ of \
    change in this sample) by a two-sided paired $t$ test at α = \(level(alpha)), and less power for \
    anything smaller.\(d > 3 ? " Changes so large are rare: so few people can show hardly any." : "")
    """
}
