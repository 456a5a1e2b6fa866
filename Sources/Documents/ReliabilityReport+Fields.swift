internal import Analysis
internal import Statistics
internal import Study

extension ReliabilityReport: Report {
  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] {
    list.flatMap(\.entries)
      + (Line.columns + [Line.exclusions(""), Line.shift]).map(\.inCSVAlone).flatMap(\.entries)
  }

  package var fields: [Field<ReliabilityReport>] { Self.list }

  private static var list: [Field<ReliabilityReport>] {
    [
      .source { $0.source },
      Field<ReliabilityReport>.list("left_out", UnusedColumn.fields, \.leftOut)
        .present(if: \.isRun),
      Field<ReliabilityReport>.group("exclusions", "", Exclusion.fields, \.exclusion?.made)
        .omittedIfNull.inJSONAlone,
      .list("rows_without_exclusions", Reliability.Row.fields, \.exclusion?.everyone.rows)
        .omittedIfNull,
      .list("rows", Reliability.Row.fields, \.reliability.rows),
      .list("changes", Reliability.Change.fields, \.reliability.changes),
      .list("stability", Stability.fields, \.reliability.stability),
      .list("item_shifts", ItemShifts.fields(.occasions), \.shifts).omittedIfNull,
      .texts("readings", "the figures in sentences", separator: " ") { $0.readings.map(\.plain) }
        .inJSONAlone,
    ]
  }

  /// A row per subscale and occasion and one for each of its items, then a row per change, and for a
  /// run a row per stability, then a row per shift of an item; `row` says which. Cells that belong to other rows are empty.
  package var csv: String {
    let scales = reliability.rows.flatMap { row in
      [Line(row)] + row.items.indices.map { Line(row, item: $0) }
    }
    let exclusions = exclusion.map { [Line.exclusions($0.made.summary)] } ?? []
    let shiftLines = (shifts ?? []).flatMap { scale in scale.items.map { Line($0, of: scale) } }
    return (Line.columns + exclusions + (shifts == nil ? [] : [Line.shift])).csv(
      scales + reliability.changes.map { Line($0) } + reliability.stability.map { Line($0) }
        + shiftLines)
  }
}

/// A row of the CSV.
private struct Line {
  let kind: String
  let scale: ScoredSubscale
  let n: Int
  /// Of a scale or an item.
  var occasion: Occasion?
  /// Of a scale.
  var row: Reliability.Row?
  var item: (id: ItemID, isConstant: Bool, statistics: InternalConsistency.Item)?
  var change: Reliability.Change?
  var stability: Stability?
  var shift: ItemShifts.Item?

  init(_ row: Reliability.Row) {
    (kind, scale, n, occasion) = ("scale", row.scale, row.consistency.n, row.occasion)
    self.row = row
  }

  init(_ row: Reliability.Row, item index: Int) {
    (kind, scale, n, occasion) = ("item", row.scale, row.consistency.n, row.occasion)
    item = (
      row.items[index], row.consistency.constant.contains(index), row.consistency.items[index]
    )
  }

  init(_ change: Reliability.Change) {
    (kind, scale, n) = ("change", change.scale, change.n)
    self.change = change
  }

  init(_ stability: Stability) {
    (kind, scale, n) = ("stability", stability.scale, stability.default.n)
    self.stability = stability
  }

  init(_ shift: ItemShifts.Item, of shifts: ItemShifts) {
    (kind, scale, n) = ("shift", shifts.scale, shifts.n.first)
    self.shift = shift
  }

  static let shift = Field<Line>.group(
    "shift", "`--items`: in the rows `shift`", ItemShifts.Item.figures(.occasions), \.shift)

  static func exclusions(_ summary: String) -> Field<Line> {
    .text("exclusions", "`--exclude`: what each rule does, in sentences, in the rows `scale`") {
      $0.row == nil ? nil : summary
    }
  }

  static let columns: [Field<Line>] = [
    .text("row", "`scale`, `item`, `change`, `stability` or `shift`", \.kind),
    .text("instrument", "the instrument's id", \.scale.instrument.name),
    .text("subscale", "the subscale's id", \.scale.id.name),
    .text("occasion", "`default` or `evoked`", \.occasion?.rawValue),
    .text("item", "the item's id") { $0.item?.id.name ?? $0.shift?.id.name },
    .integer("n", "respondents with every answer", \.n),
    .group("scale", prefix: "", "", Reliability.Row.scaleFields, \.row),
    .integer("constant", "1 for an item that everyone answered alike") {
      $0.item.map { $0.isConstant ? 1 : 0 }
    },
    .group(
      "missing", prefix: "", "",
      MissingAnswers.fields + [
        .integer(
          "n_with_prorated", "respondents, the prorated ones among them", \.withProrated?.n),
        .number("alpha_with_prorated", "their alpha", \.withProrated?.alpha),
      ], \.row?.missing),
    .number("mean", "mean of the item, or of the run's default score") {
      $0.item?.statistics.mean ?? $0.stability?.default.mean
    },
    .number("sd", "its SD (n − 1)") { $0.item?.statistics.sd ?? $0.stability?.default.sd },
    .number("r_drop", "the item's *r* with the sum of the others", \.item?.statistics.rDrop),
    .number("alpha_if_dropped", "alpha without the item", \.item?.statistics.alphaIfDropped),
    .group("change", prefix: "", "", Reliability.Change.figures, \.change),
    .group("stability", prefix: "", "", Stability.columns, \.stability),
  ]
}
