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
      .text("formula", "the model in R's notation", \.notation),
      .integer("n", "participants", \.n),
      .integer("factors", "factors", \.factors),
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
      Field<SituationModel>.list("differences", differenceFields, \.success?.differences)
        .present(if: isOfEmotions),
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
    .number("var_factor", "variance between factors; null if they are not in the model") {
      $0.variance(.factor)
    },
    .number(
      "var_situation", "variance between the situations of a factor; null if it drops out"
    ) { $0.variance(.situation) },
    .number("var_residual", "residual variance", \.success?.model.residualVariance),
    .number(
      "icc", "share of the variance that is not residual: between factors and situations",
      \.success?.model.icc),
    .number("reml_criterion", "−2 times the restricted log-likelihood", \.success?.model.criterion),
    Field<SituationModel>.texts(
      "dropped", "levels whose variance was estimated as 0 (singular fit)", separator: " "
    ) { $0.dropped.map(\.rawValue) }.inJSONAlone,
    Field<SituationModel>.flag(
      "singular", "whether a level drops out", words: ("true", "false", "")
    ) { $0.success.map { !$0.model.singular.isEmpty } }.inJSONAlone,
    .group(
      "prediction95", "95% prediction interval of a new situation's mean change",
      [
        .interval("factor", "of a new factor") { $0.prediction(.factor) },
        .interval("situation", "of an average factor") { $0.prediction(.situation) },
      ]
    ) { $0.success == nil ? nil : $0 },
  ]

  private static let differenceFields: [Field<Difference>] = [
    .text("first", "an emotion", \.first),
    .text("second", "the emotion that is subtracted from it", \.second),
    .number("difference", "difference of the mean changes", \.test?.estimate),
    .number("se", "its standard error", \.test?.standardError),
    .number("df", "its degrees of freedom (Satterthwaite)", \.test?.df),
    .interval("ci95", "its 95% interval") { $0.test?.interval() },
    .number("p", "its *p*", \.test?.p),
    .number("p_holm", "*p* adjusted over all pairs of emotions (Holm)", \.pHolm),
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
