internal import Analysis
internal import Statistics
internal import Study

extension Reliability.Row {
  static let scaleFields: [Field<Reliability.Row>] = [
    .integer("items", "items", \.items.count),
    .number("alpha", "Cronbach's α", \.consistency.alpha),
    .interval("alpha_ci95", "Feldt's 95% interval of α", \.consistency.alphaInterval),
    .number("alpha_standardized", "α of standardised items", \.consistency.standardizedAlpha),
    .number("omega_total", "ω total of one factor", \.consistency.omegaTotal),
    .number("lambda6", "Guttman's λ6", \.consistency.lambda6),
    .group(
      "split_half", prefix: "", "split-half reliability (Spearman-Brown)",
      [
        .number("odd_even", "odd and even items", \.oddEven),
        .number("first_last", "first and last half", \.firstLast),
      ], \.consistency.splitHalf),
  ]

  static let fields: [Field<Reliability.Row>] =
    [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.name),
      .text("occasion", "`default` or `evoked`", \.occasion.rawValue),
      .integer("n", "respondents with every answer", \.consistency.n),
    ] + scaleFields + [
      .list(
        "item_statistics",
        [
          .text("item", "the item's id", \.item.name),
          .number("mean", "its mean", \.statistics.mean),
          .number("sd", "its SD (n − 1)", \.statistics.sd),
          .number("r_drop", "its *r* with the sum of the others", \.statistics.rDrop),
          .number("alpha_if_dropped", "α without it", \.statistics.alphaIfDropped),
        ]
      ) { row in
        zip(row.items, row.consistency.items).map { (item: $0, statistics: $1) }
      },
      .texts("constant_items", "items that everyone answered alike", separator: " ") { row in
        row.consistency.constant.map { row.items[$0].name }
      },
      .group("missing", "", MissingAnswers.fields, \.missing),
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
    .integer("n", "respondents", \.scale.n), .number("alpha", "α", \.scale.alpha),
    .number("mean", "mean score", \.scores?.mean), .number("sd", "its SD", \.scores?.sd),
  ]
}

extension MissingAnswers {
  static let fields: [Field<MissingAnswers>] = [
    .integer("incomplete", "respondents with an answer missing", \.incomplete),
    .integer("prorated", "of these, with a score by the instrument's rule", \.prorated),
  ]
}

extension Reliability.Change {
  static let figures: [Field<Reliability.Change>] = [
    .number("sd_default", "SD of the scores before", \.sd.default),
    .number("sd_evoked", "SD of the scores after", \.sd.evoked),
    .number("sd_change", "SD of the changes", \.sd.change),
    .number("r", "*r* of the scores before and after", \.correlation),
    .number("alpha_default", "α before", \.alpha.default),
    .number("alpha_evoked", "α after", \.alpha.evoked),
    .number("reliability", "reliability of the difference score", \.reliability),
    .number("alpha_of_item_changes", "α of the items' changes", \.alphaOfItemChanges),
  ]

  static let fields: [Field<Reliability.Change>] =
    [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.name),
      .integer("n", "respondents with every answer on both occasions", \.n),
    ] + figures
}

extension Stability {
  static let fields: [Field<Stability>] = [
    .text("instrument", "the instrument's id", \.instrument.name),
    .text("subscale", "the subscale's id", \.subscale.name),
    .group(
      "default", "default score of the run",
      [
        .integer("n", "repetitions", \.n), .number("mean", "mean", \.mean),
        .number("sd", "SD (n − 1)", \.sd),
      ], \.default),
    .integer("item_orders", "item orders", \.orders),
    .group(
      "default_by_order", "whether default scores differ between orders", FTest.fields,
      \.defaultByOrder),
    .group("items", "agreement on items", IntraclassCorrelation.fields, \.items),
    .group("situations", "agreement on situations", IntraclassCorrelation.fields, \.situations),
    .number("sd_within_situations", "SD within a situation", \.sdWithinSituations),
    .group(
      "across_orders", "agreement of orders on situations", IntraclassCorrelation.fields,
      \.acrossOrders),
  ]

  /// The columns of CSV.
  static let columns: [Field<Stability>] = [
    .integer("item_orders", "item orders of the run", \.orders),
    .number("sd_within_situations", "SD within a situation", \.sdWithinSituations),
    .group(
      "icc_items", prefix: "icc_items", "agreement on items", IntraclassCorrelation.columns,
      \.items
    ),
    .group(
      "icc_situations", prefix: "icc_situations", "agreement on situations",
      IntraclassCorrelation.columns, \.situations),
    .group(
      "icc_across_orders", prefix: "icc_across_orders", "agreement of orders",
      IntraclassCorrelation.columns, \.acrossOrders),
  ]
}

extension IntraclassCorrelation {
  fileprivate static let fields: [Field<IntraclassCorrelation>] = [
    .text("form", "the form", \.form.rawValue),
    .integer("targets", "targets", \.targets), .number("k", "raters per target", \.k),
    .number("icc", "ICC of single ratings", \.single),
    .interval("icc_ci95", "its 95% interval", \.singleInterval),
    .text("average_form", "the form of the mean", \.form.average),
    .number("icc_average", "ICC of the mean of *k*", \.average),
    .interval("icc_average_ci95", "its 95% interval", \.averageInterval),
    .group("raters", "whether raters differ", FTest.fields, \.raters),
  ]

  fileprivate static let columns: [Field<IntraclassCorrelation>] = [
    .number("icc", column: "", "ICC of single ratings", \.single),
    Field<IntraclassCorrelation>.interval("ci95", "its 95% interval", \.singleInterval).withColumns(
      prefix: "_"),
    .number("average", column: "_average", "ICC of the mean of *k*", \.average),
  ]
}

extension IntraclassCorrelation.Form {
  /// The form of the mean of k measurements.
  fileprivate var average: String { self == .oneWay ? "ICC(1,k)" : "ICC(2,k)" }
}
