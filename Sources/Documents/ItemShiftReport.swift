package import Analysis
internal import Statistics
package import Study
internal import TextFormats

/// What `evoke judge --items` prints: the evoked answers of a run to single items beside people's.
package struct ItemShiftReport: Report {
  private typealias Row = (scale: ItemShifts, item: ItemShifts.Item)

  private let shifts: [ItemShifts]
  private let run: Provenance
  private let people: Provenance
  private let unusedColumns: [UnusedColumn]

  /// - Parameters:
  ///   - shifts: from people to the run.
  ///   - unusedColumns: of the run.
  package init(
    _ shifts: [ItemShifts], run: Provenance, people: Provenance, unusedColumns: [UnusedColumn]
  ) {
    self.shifts = shifts
    self.run = run
    self.people = people
    self.unusedColumns = unusedColumns
  }

  // MARK: Fields

  package static var entries: [FieldEntry] {
    list.flatMap(\.entries) + rowFields.map(\.inCSVAlone).flatMap(\.entries)
  }

  package var fields: [Field<Self>] { Self.list }

  package var csv: String {
    Self.rowFields.csv(shifts.flatMap { scale in scale.items.map { (scale: scale, item: $0) } })
  }

  private static let list: [Field<Self>] = [
    .source { $0.people },
    .group(
      "run", "",
      [
        .text("path", "the run's file", \.run.path),
        .text("sha256", "SHA-256 of the file; null for a database", \.run.sha256),
        .integer("columns", "repetitions of either measure in it", \.run.participants),
        .list("left_out", UnusedColumn.fields, \.unusedColumns),
      ], \.self
    ).inJSONAlone,
    .list("rows", ItemShifts.fields(.groups), \.shifts),
    .texts("readings", "the figures in sentences", separator: " ") { $0.readings.map(\.plain) }
      .inJSONAlone,
  ]

  private static let rowFields: [Field<Row>] =
    [
      .text("instrument", "the instrument's id", \.scale.instrument.name),
      .text("subscale", "the subscale's id", \.scale.subscale.name),
    ] + ItemShifts.counts(.groups).map { $0.of(\.scale) }
    + ItemShifts.Item.fields(.groups).map { $0.of(\.item) }

  // MARK: Document

  private var readings: [InlineText] {
    shifts.map { $0.reading("mean difference of the run from people") }
  }

  package var document: Document {
    let counts: [InlineText] = shifts.map { shifts in
      """
      \(shifts.title): \(people.counted(shifts.n.first)) and \
      \(counted(shifts.n.second, "repetition")) with every evoked answer, in the situations that both \
      have; \(shifts.excluded.first) and \(shifts.excluded.second) others do not count.
      """
    }
    return Document(
      tables: [
        shifts.table(
          title: "Evoked answers to single items, run against people",
          sides: ("People", "Run", "Diff."),
          notes: [
            """
            People and Run: $M$ of the evoked answers. $t$: Welch's test; repetitions are treated as \
            independent, like people, so their $p$ values tend to be too small.
            """
          ] + counts + unusedColumns.sentences)
      ], closing: ("In plain words", readings))
  }
}
