internal import Analysis
internal import Statistics
internal import Study

extension SituationModel {
  /// The fields of JSON, where each model is an object.
  static func fields(alpha: Double) -> [Field<SituationModel>] {
    let isOfEmotions: @Sendable (SituationModel) -> Bool = { $0.formula == .emotion }
    let head: [Field<SituationModel>] = [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.name),
      .text("formula", "the model in R's notation", \.formula.rawValue),
      .integer("n", "participants", \.n),
      .integer("situations", "situations", \.situations),
    ]
    let tail: [Field<SituationModel>] = [
      .text("reference", "the emotion that the intercept stands for", \.means.first?.emotion)
        .present(if: isOfEmotions),
      emotionTest.present(if: isOfEmotions),
      Field<SituationModel>.list(
        "means",
        [.text("emotion", "the emotion", \.emotion)] + meanFields
          + [.interval("ci95", "95% interval of its mean change") { $0.test?.interval() }], \.means
      ).present(if: isOfEmotions),
      .text("undefined", "why there is no model") {
        if case .failure(let failure) = $0.fit { failure.reason } else { nil }
      }.omittedIfNull,
    ]
    return head + figures + tail + [reading(alpha: alpha)]
  }

  /// The columns of CSV: both models in the rows of level `overall`, the means in those of their
  /// emotions.
  static func columns(of models: [SituationModel], alpha: Double) -> [Field<Baseline.Row>] {
    @Sendable func own(_ row: Baseline.Row) -> [SituationModel] {
      models.filter { $0.scale == row.scale }
    }
    @Sendable func model(_ row: Baseline.Row, _ formula: Formula) -> SituationModel? {
      row.isOverall ? own(row).first { $0.formula == formula } : nil
    }
    let groups: [Field<Baseline.Row>] = [
      .group(
        "mixed", "`--mixed`: model without emotions", figures + [reading(alpha: alpha)]
      ) { model($0, .intercept) },
      .group(
        "mixed_emotion", "`--mixed`: model with emotions",
        figures + [reading(alpha: alpha), emotionTest]
      ) { model($0, .emotion) },
      .group("mixed", "`--mixed`: the row's emotion", meanFields) { row in
        row.position.level == .emotion
          ? own(row).flatMap(\.means).first { $0.emotion == row.position.emotion } : nil
      },
    ]
    return groups.map(\.inCSVAlone)
  }

  private static let figures: [Field<SituationModel>] = [
    .number("intercept", "intercept: the mean change over situations") {
      $0.success?.model.coefficients[0]
    },
    .number("se", "its standard error", \.success?.intercept?.standardError),
    .number("df", "its degrees of freedom (Satterthwaite)", \.success?.intercept?.df),
    .number("t", "its *t*", \.success?.intercept?.t).inJSONAlone,
    .number("p", "its *p*", \.success?.intercept?.p).inJSONAlone,
    Field<SituationModel>.interval("ci95", "its 95% interval") { $0.success?.intercept?.interval() }
      .inJSONAlone,
    .number("var_situation", "variance between situations", \.success?.model.groupVariance),
    .number("var_residual", "residual variance", \.success?.model.residualVariance),
    .number("icc", "share of the variance between situations", \.success?.model.icc),
    .number("reml_criterion", "−2 times the restricted log-likelihood", \.success?.model.criterion),
    Field<SituationModel>.flag(
      "singular", "whether the variance between situations is 0", words: ("true", "false", ""),
      \.success?.model.isSingular
    ).inJSONAlone,
  ]

  private static let emotionTest = Field<SituationModel>.group(
    "emotion_test", prefix: "", "whether emotions differ", FTest.fields, \.success?.emotions)

  private static let meanFields: [Field<EmotionMean>] = [
    .number("mean", "its mean change", \.test?.estimate),
    .number("se", column: "mean_se", "standard error of its mean change", \.test?.standardError),
    .number("df", column: "mean_df", "degrees of freedom of its mean change", \.test?.df),
  ]

  private static func reading(alpha: Double) -> Field<SituationModel> {
    .text("reading", "the model in a sentence") { $0.reading(alpha: alpha).plain }
  }

  var success: Fit? { try? fit.get() }
  var means: [EmotionMean] { success?.means ?? [] }
}
