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
    fields(rows: rowFields(alpha: 0.01, power: 0.8, source: nil)).flatMap(\.entries)
  }

  package var fields: [Field<Self>] { Self.fields(rows: rowFields) }

  package var csv: String { rowFields.csv(change.rows) }

  private var rowFields: [Field<DetectableChange.Row>] {
    Self.rowFields(alpha: change.alpha, power: change.power, source: source)
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
    alpha: Double, power: Double, source: Provenance?
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
        .number("bound", "the narrowest bounds of equivalence at α = .05, in SDs", \.bound),
        .number("bound_points", "the same in points", \.boundPoints),
        .number("d_found", "*d_z* in the data", \.baseline.cohenDz?.d),
        .text("reading", "the row in a sentence") {
          reading($0, alpha: alpha, power: power, of: source).plain
        },
      ]
  }

  // MARK: Document

  package var document: Document {
    let detectable = change.rows.filter { levels.contains($0.baseline.position.depth) }
    let byRow = Dictionary(uniqueKeysWithValues: detectable.map { ($0.baseline.key, $0) })
    return Document(tables: [
      ReportTable(
        title: "What these participants can show, with power \(level(change.power))",
        columns: [
          .words(), "$n$", .words(), "$d_z$ found", "Smallest $d_z$", "Points", "Bounds", "Points",
        ],
        groups: baseline.groups(levels: levels) { row in
          let here = byRow[row.key]
          let change = here.flatMap { $0.isPossible($0.points) ? ($0.d, $0.points) : nil }
          let bound = here.flatMap {
            $0.isPossible($0.boundPoints) ? ($0.bound, $0.boundPoints) : nil
          }
          return [
            figure(row.cohenDz?.d, decimals: 2), figure(change?.0, decimals: 2),
            figure(change?.1, decimals: 1),
            bound?.0.map { "±" + figure($0, decimals: 2) } ?? "—",
            bound?.1.map { "±" + figure($0, decimals: 1) } ?? "—",
          ]
        },
        notes: baseline.labels.legend + [
          """
          Smallest $d_z$: the smallest change that a two-sided paired $t$ test at α = \
          \(level(change.alpha)) detects with this power, in $SD$s of the change and in points of \
          the scale. Bounds: the narrowest within which two one-sided tests at α = \
          \(level(EquivalenceTest.alpha)) show equivalence with this power, if there is no change. —: \
          $SD$s of the change have no meaning, or the scale allows no such change.
          """
        ]
          + detectable.filter { $0.baseline.position.level == .overall }
          .map { reading($0, alpha: change.alpha, power: change.power, of: source) })
    ])
  }
}

extension DetectableChange.Row {
  /// Whether a change of so many points can be: not if they are undefined or the scale is shorter.
  fileprivate func isPossible(_ points: Double?) -> Bool {
    points.map { $0 <= widest ?? .infinity } ?? false
  }
}

/// A row in one sentence.
///
/// - Parameter source: what the participants are; nil for people.
func reading(
  _ row: DetectableChange.Row, alpha: Double, power: Double, of source: Provenance? = nil
) -> InlineText {
  let name = row.baseline.title
  guard let d = row.d else { return "\(name): with one participant no change can be tested." }
  guard let points = row.points else {
    return """
      \(name): \(row.baseline.sameness), so $SD$s of the change have no meaning here.
      """
  }
  let participants =
    source?.counted(row.baseline.n) ?? counted(row.baseline.n, "participant")
  let share = percentage(power, decimals: power * 100 == (power * 100).rounded() ? 0 : 1)
  if let widest = row.widest, points > widest {
    return """
      \(name): with \(participants) the study had \(share) power to detect no change that the scale \
      allows (\(formatted(widest)) points), by a two-sided paired $t$ test at α = \(level(alpha)), at \
      the $SD$ of change in this sample.
      """
  }
  return """
    \(name): with \(participants) the study had \(share) power to detect a change of \
    \(figure(d, decimals: 2)) $SD$ (\(figure(points, decimals: 1)) points, at the $SD$ of \
    change in this sample) by a two-sided paired $t$ test at α = \(level(alpha)), and less power for \
    anything smaller.\(d > 3 ? " Changes so large are rare: so few people can show hardly any." : "")
    """
}
