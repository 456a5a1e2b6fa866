internal import Analysis
internal import Statistics
internal import Study

extension ReliabilityReport: Report {
  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] {
    list.flatMap(\.entries) + Line.columns.map(\.inCSVAlone).flatMap(\.entries)
  }

  package var fields: [Field<ReliabilityReport>] { Self.list }

  private static var list: [Field<ReliabilityReport>] {
    [
      .source { $0.source },
      Field<ReliabilityReport>.list(
        "left_out",
        [
          .text("column", "a run's column that cannot be used", \.column),
          .text("reason", "why", \.reason),
        ], \.leftOut
      ).present(if: \.isRun),
      Field<ReliabilityReport>.group("exclusions", "", Exclusion.fields, \.exclusion?.made)
        .omittedIfNull.inJSONAlone,
      .list("rows_without_exclusions", Reliability.Row.fields, \.exclusion?.everyone.rows)
        .omittedIfNull,
      .list("rows", Reliability.Row.fields, \.reliability.rows),
      .list("changes", Reliability.Change.fields, \.reliability.changes),
      .list("stability", Stability.fields, \.reliability.stability),
      .texts("readings", "the figures in sentences", separator: " ") { $0.readings.map(\.plain) }
        .inJSONAlone,
    ]
  }

  /// A row per subscale and occasion and one for each of its items, then a row per change, and for a
  /// run a row per stability; `row` says which. Cells that belong to other rows are empty.
  package var csv: String {
    Line.columns.csv(
      reliability.rows.flatMap { row in
        [.scale(row)] + row.items.indices.map { .item(row, $0) }
      } + reliability.changes.map { .change($0) } + reliability.stability.map { .stability($0) })
  }
}

/// A row of the CSV.
private enum Line {
  case scale(Reliability.Row)
  /// An item by its index.
  case item(Reliability.Row, Int)
  case change(Reliability.Change)
  case stability(Stability)

  static let columns: [Field<Line>] =
    [
      .text("row", "`scale`, `item`, `change` or `stability`", \.kind),
      .text("instrument", "the instrument's id", \.subscale.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.subscale.name),
      .text("occasion", "`default` or `evoked`", \.row?.occasion.rawValue),
      .text("item", "the item's id") { line in line.item.map { $0.row.items[$0.index].name } },
      .integer("n", "respondents with every answer", \.n),
      .group("scale", prefix: "", "", Reliability.Row.scaleFields, \.scale),
      .integer("constant", "1 for an item that everyone answered alike") { line in
        line.item.map { $0.row.consistency.constant.contains($0.index) ? 1 : 0 }
      },
      .group(
        "missing", prefix: "", "",
        [
          .integer("incomplete", "respondents with an answer missing", \.missing.incomplete),
          .integer(
            "prorated", "of these, with a score by the instrument's rule", \.missing.prorated),
          .integer(
            "n_with_prorated", "respondents, the prorated ones among them",
            \.missing.withProrated?.n),
          .number("alpha_with_prorated", "their alpha", \.missing.withProrated?.alpha),
        ], \.scale),
      .number("mean", "mean of the item, or of the run's default score", \.summary?.mean),
      .number("sd", "its SD (n − 1)", \.summary?.sd),
      .number("r_drop", "the item's *r* with the sum of the others") { line in
        line.item.flatMap { $0.row.consistency.items[$0.index].rDrop }
      },
      .number("alpha_if_dropped", "alpha without the item") { line in
        line.item.flatMap { $0.row.consistency.items[$0.index].alphaIfDropped }
      },
      .group("change", prefix: "", "", Reliability.Change.figures) {
        if case .change(let change) = $0 { change } else { nil }
      },
      .group("stability", prefix: "", "", Stability.columns) {
        if case .stability(let stability) = $0 { stability } else { nil }
      },
    ]

  private var kind: String {
    switch self {
    case .scale: "scale"
    case .item: "item"
    case .change: "change"
    case .stability: "stability"
    }
  }

  private var subscale: (instrument: InstrumentID, subscale: SubscaleID) {
    switch self {
    case .scale(let row), .item(let row, _): (row.instrument, row.subscale)
    case .change(let change): (change.instrument, change.subscale)
    case .stability(let stability): (stability.instrument, stability.subscale)
    }
  }

  private var row: Reliability.Row? {
    switch self {
    case .scale(let row), .item(let row, _): row
    case .change, .stability: nil
    }
  }

  private var scale: Reliability.Row? { if case .scale(let row) = self { row } else { nil } }

  private var item: (row: Reliability.Row, index: Int)? {
    if case .item(let row, let index) = self { (row, index) } else { nil }
  }

  private var n: Int {
    switch self {
    case .scale(let row), .item(let row, _): row.consistency.n
    case .change(let change): change.n
    case .stability(let stability): stability.default.n
    }
  }

  private var summary: (mean: Double?, sd: Double?)? {
    switch self {
    case .item(let row, let index):
      (row.consistency.items[index].mean, row.consistency.items[index].sd)
    case .stability(let stability): (stability.default.mean, stability.default.sd)
    case .scale, .change: nil
    }
  }
}
