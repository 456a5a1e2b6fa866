internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Contrast {
  /// A contrast with the figures of one subscale.
  typealias Row = (contrast: Contrast, figures: Figures)

  /// The fields of JSON, where each contrast is an object.
  static func fields(alpha: Double) -> [Field<Contrast>] {
    head + [dropoutField, .list("rows", areInCSV: true, Figures.fields(alpha: alpha), \.figures)]
      + [
        .text("statement", "whether it was stated in advance, in words", \.planning.plain)
          .inJSONAlone,
        .text("apa", "the contrast in a paragraph in APA style") {
          $0.paragraph(alpha: alpha).plain
        }.inJSONAlone,
      ]
  }

  /// The columns of CSV.
  static func columns(alpha: Double) -> [Field<Row>] {
    (head + [dropoutField]).map { $0.of(\.contrast) }
      + Figures.fields(alpha: alpha).map { $0.of(\.figures) }
  }

  private static let head: [Field<Contrast>] = [
    .text("id", "the study's name of the contrast; null if the study does not state it", \.name),
    .text("of", "the first group") { "\($0.definition.of)" },
    .text("against", "the second group, or `rest`") { "\($0.definition.against)" },
    .flag(
      "planned", "whether the study stated it before any of its participants was asked",
      \.isPlanned),
    .text(
      "planned_since", "when the first version of the study with it was first used",
      \.statement?.since),
    .text(
      "planned_until",
      "when the study was first used without it after that; null if it still has it",
      \.statement?.until),
    .integer(
      "not_stated", "participants whom no version of the study with it asked",
      \.statement?.notStated),
    .flag(
      "bounds_planned", "whether the bounds are those that were stated; null without bounds",
      \.statement?.hasStatedBounds),
    .integer("of_people", "participants in the first group", \.first.people),
    .integer("against_people", "participants in the second group", \.second.people),
    .integer("of_situations", "situations that the first group was given", \.first.situations),
    .integer(
      "against_situations", "situations that the second group was given", \.second.situations),
  ]

  private static let dropoutField = Field<Contrast>.group(
    "dropout", "those who were given a situation and did not complete",
    [
      .group("of", "first group", Dropout.Group.fields, \.first),
      .group("against", "second group", Dropout.Group.fields, \.second),
      .number("difference", "difference of the shares", \.comparison.difference),
      .interval("ci95", "its 95% interval (Newcombe)", \.comparison.interval),
      .number("p", "*p* of Fisher's exact test", \.comparison.fisher?.p),
    ], \.dropout)
}

extension Contrast.Dropout.Group {
  fileprivate static let fields: [Field<Self>] = [
    .integer("assigned", "participants who were given a situation", \.assigned),
    .integer("completed", "of these, who completed", \.completed),
    .number("share", "share of those who did not", \.share),
  ]
}

extension Contrast.Figures {
  static func fields(alpha: Double) -> [Field<Self>] {
    [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.name),
      .group("of", "first group", Side.fields, \.first),
      .group("against", "second group", Side.fields, \.second),
      .number("difference", "difference of the mean changes, first minus second", \.difference),
      .interval("ci95", "its 95% interval (Welch)") { $0.welch?.interval() },
      .group("welch", prefix: "", "Welch's test", TTest.fields + [TTest.log10P], \.welch),
      .number("p_holm", "*p* adjusted over the contrasts (Holm)", \.pHolm),
      .number("g", "Hedges' *g*: difference over the pooled SD of the changes", \.effect?.g),
      .interval("g_ci95", "its 95% interval", \.effect?.gInterval),
      .group(
        "equivalence", "two one-sided Welch tests, with bounds",
        EquivalenceTest.fields(of: "difference"), \.equivalence),
      .group("adjusted", "adjusted for the default score", adjustedFields) {
        $0.ancova == nil ? nil : $0
      },
      .group("random", "situations as random", randomFields) { $0.random == nil ? nil : $0 },
      .text("reading", "the subscale in words") { $0.reading(alpha: alpha).plain },
    ]
  }

  private static let adjustedFields: [Field<Self>] =
    estimate(\.adjusted) + [
      .number("p_holm", "*p* adjusted over the contrasts (Holm)", \.adjustedPHolm),
      .number("slope", "slope of the evoked on the default score", \.ancova?.slope.estimate),
      .group("slopes_test", "whether the slopes of the groups differ", FTest.fields) {
        $0.ancova?.slopes
      },
    ]

  private static let randomFields: [Field<Self>] =
    [
      .text("formula", "the model in R's notation", \.random?.notation),
      .integer("factors", "factors", \.random?.factors),
      .integer("situations", "situations", \.random?.situations),
    ]
    + estimate { $0.random?.success?.difference } + [
      .number("p_holm", "*p* adjusted over the contrasts (Holm)", \.randomPHolm),
      .number("var_factor", "variance between factors; null if they are not in the model") {
        $0.random?.variance(.factor)
      },
      .number("var_situation", "variance between situations; null if it drops out") {
        $0.random?.variance(.situation)
      },
      .number("var_residual", "residual variance") { $0.random?.success?.model.residualVariance },
      .text("undefined", "why there is no model") { $0.random?.obstacle },
    ]

  private static func estimate(
    _ test: @escaping @Sendable (Self) -> TTest?
  ) -> [Field<Self>] {
    [
      .number("difference", "the difference") { test($0)?.estimate },
      .number("se", "its standard error") { test($0)?.standardError },
      .interval("ci95", "its 95% interval") { test($0)?.interval() },
      .number("t", "its *t*") { test($0)?.t },
      .number("df", "its degrees of freedom") { test($0)?.df },
      .number("p", "its *p*") { test($0)?.p },
    ]
  }
}

extension Contrast.Figures.Side {
  fileprivate static let fields: [Field<Self>] = [
    .integer("n", "participants with both scores", \.n),
    .group("default", "score before the situation", Baseline.Measure.fields, \.default),
    .group("evoked", "score after it", Baseline.Measure.fields, \.evoked),
    .group("change", "evoked minus default", Baseline.Measure.fields, \.change),
  ]
}
