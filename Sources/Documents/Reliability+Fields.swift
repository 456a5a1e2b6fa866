internal import Analysis
internal import Statistics
internal import Study

extension Reliability.Row {
  static let scaleFields: [Field<Reliability.Row>] = [
    .integer("items", "items") { $0.items.count },
    .number("alpha", "Cronbach's α") { $0.consistency.alpha },
    .interval("alpha_ci95", "Feldt's 95% interval of α") { $0.consistency.alphaInterval },
    .number("alpha_standardized", "α of standardised items") { $0.consistency.standardizedAlpha },
    .number("omega_total", "ω total of one factor") { $0.consistency.omegaTotal },
    .number("lambda6", "Guttman's λ6") { $0.consistency.lambda6 },
    .group(
      "split_half", prefix: "", "split-half reliability (Spearman-Brown)",
      [
        .number("odd_even", "odd and even items") { $0.oddEven },
        .number("first_last", "first and last half") { $0.firstLast },
      ]
    ) { $0.consistency.splitHalf },
  ]

  static let fields: [Field<Reliability.Row>] =
    [
      .text("instrument", "the instrument's id") { $0.instrument.name },
      .text("subscale", "the subscale's id") { $0.subscale.name },
      .text("occasion", "`default` or `evoked`") { $0.occasion.rawValue },
      .integer("n", "respondents with every answer") { $0.consistency.n },
    ] + scaleFields + [
      .list(
        "item_statistics",
        [
          .text("item", "the item's id") { $0.item.name },
          .number("mean", "its mean") { $0.statistics.mean },
          .number("sd", "its SD (n − 1)") { $0.statistics.sd },
          .number("r_drop", "its *r* with the sum of the others") { $0.statistics.rDrop },
          .number("alpha_if_dropped", "α without it") { $0.statistics.alphaIfDropped },
        ]
      ) { row in
        zip(row.items, row.consistency.items).map { (item: $0, statistics: $1) }
      },
      .texts("constant_items", "items that everyone answered alike", separator: " ") { row in
        row.consistency.constant.map { row.items[$0].name }
      },
      .group(
        "missing", "",
        [
          .integer("incomplete", "respondents with an answer missing") { $0.incomplete },
          .integer("prorated", "of these, with a score by the instrument's rule") { $0.prorated },
        ]
      ) { $0.missing },
      .group(
        "sensitivity", "",
        [
          .group("complete", "of complete answers", sensitivity) {
            ($0.consistency, $0.missing.scores)
          },
          .group("with_prorated", "with the prorated", sensitivity) { row in
            row.missing.withProrated.map { ($0, row.missing.scoresWithProrated) }
          },
        ]
      ) { $0.missing.incomplete > 0 ? $0 : nil }.omittedIfNull,
    ]

  private static let sensitivity: [Field<(scale: InternalConsistency, scores: SampleSummary?)>] = [
    .integer("n", "respondents") { $0.scale.n }, .number("alpha", "α") { $0.scale.alpha },
    .number("mean", "mean score") { $0.scores?.mean }, .number("sd", "its SD") { $0.scores?.sd },
  ]
}

extension Reliability.Change {
  static let figures: [Field<Reliability.Change>] = [
    .number("sd_default", "SD of the scores before") { $0.sd.default },
    .number("sd_evoked", "SD of the scores after") { $0.sd.evoked },
    .number("sd_change", "SD of the changes") { $0.sd.change },
    .number("r", "*r* of the scores before and after") { $0.correlation },
    .number("alpha_default", "α before") { $0.alpha.default },
    .number("alpha_evoked", "α after") { $0.alpha.evoked },
    .number("reliability", "reliability of the difference score") { $0.reliability },
    .number("alpha_of_item_changes", "α of the items' changes") { $0.alphaOfItemChanges },
  ]

  static let fields: [Field<Reliability.Change>] =
    [
      .text("instrument", "the instrument's id") { $0.instrument.name },
      .text("subscale", "the subscale's id") { $0.subscale.name },
      .integer("n", "respondents with every answer on both occasions") { $0.n },
    ] + figures
}

extension Stability {
  static let fields: [Field<Stability>] = [
    .text("instrument", "the instrument's id") { $0.instrument.name },
    .text("subscale", "the subscale's id") { $0.subscale.name },
    .group(
      "default", "default score of the run",
      [
        .integer("n", "repetitions") { $0.n }, .number("mean", "mean") { $0.mean },
        .number("sd", "SD (n − 1)") { $0.sd },
      ]
    ) { $0.default },
    .integer("item_orders", "item orders") { $0.orders },
    .group("default_by_order", "whether default scores differ between orders", FTest.fields) {
      $0.defaultByOrder
    },
    .group("items", "agreement on items", IntraclassCorrelation.fields) { $0.items },
    .group("situations", "agreement on situations", IntraclassCorrelation.fields) {
      $0.situations
    },
    .number("sd_within_situations", "SD within a situation") { $0.sdWithinSituations },
    .group("across_orders", "agreement of orders on situations", IntraclassCorrelation.fields) {
      $0.acrossOrders
    },
  ]

  /// The columns of CSV.
  static let columns: [Field<Stability>] = [
    .integer("item_orders", "item orders of the run") { $0.orders },
    .number("sd_within_situations", "SD within a situation") { $0.sdWithinSituations },
    .group("icc_items", prefix: "icc_items", "agreement on items", IntraclassCorrelation.columns) {
      $0.items
    },
    .group(
      "icc_situations", prefix: "icc_situations", "agreement on situations",
      IntraclassCorrelation.columns
    ) { $0.situations },
    .group(
      "icc_across_orders", prefix: "icc_across_orders", "agreement of orders",
      IntraclassCorrelation.columns
    ) { $0.acrossOrders },
  ]
}

extension IntraclassCorrelation {
  fileprivate static let fields: [Field<IntraclassCorrelation>] = [
    .text("form", "the form") { $0.form.rawValue },
    .integer("targets", "targets") { $0.targets }, .number("k", "raters per target") { $0.k },
    .number("icc", "ICC of single ratings") { $0.single },
    .interval("icc_ci95", "its 95% interval") { $0.singleInterval },
    .text("average_form", "the form of the mean") { $0.form.average },
    .number("icc_average", "ICC of the mean of *k*") { $0.average },
    .interval("icc_average_ci95", "its 95% interval") { $0.averageInterval },
    .group("raters", "whether raters differ", FTest.fields) { $0.raters },
  ]

  fileprivate static let columns: [Field<IntraclassCorrelation>] = [
    .number("icc", column: "", "ICC of single ratings") { $0.single },
    Field<IntraclassCorrelation>.interval("ci95", "its 95% interval") { $0.singleInterval }
      .withColumns(prefix: "_"),
    .number("average", column: "_average", "ICC of the mean of *k*") { $0.average },
  ]
}

extension IntraclassCorrelation.Form {
  /// The form of the mean of k measurements.
  fileprivate var average: String { self == .oneWay ? "ICC(1,k)" : "ICC(2,k)" }
}
