import Analysis
import Statistics
import Study
import TextFormats

// MARK: Words

extension SituationModel {
  /// What the model says, in one sentence.
  func reading(alpha: Double) -> String {
    switch fit {
    case .failure(let failure):
      return "\(title): there is no model \(formula.rawValue), because "
        + "\(failure.reason)."
    case .success(let fit):
      switch formula {
      case .intercept: return "\(title): \(interceptReading(fit))."
      case .emotion: return "\(title): \(emotionReading(fit, alpha: alpha))."
      }
    }
  }

  private func interceptReading(_ fit: Fit) -> String {
    let mean = figure(fit.model.coefficients[0], decimals: 1)
    let interval = fit.intercept?.interval().map {
      " (95% CI \(figure($0.low, decimals: 1)) to \(figure($0.high, decimals: 1)))"
    }
    let share =
      fit.model.isSingular
      ? "situations differ no more than people do (singular fit: variance between situations 0)"
      : "\(figure(100 * fit.model.icc, decimals: 0))% of the variance of changes lies between "
        + "situations"
    return "over situations like these, people change by \(mean) points on average"
      + "\(interval ?? ""), and \(share)"
  }

  private func emotionReading(_ fit: Fit, alpha: Double) -> String {
    guard let test = fit.emotions else { return "the emotions cannot be compared" }
    let verb = test.p <= alpha ? "differ" : "do not reliably differ"
    return "emotions \(verb) in change beyond what their situations do, "
      + test.equation(decimals: 1)
      + (fit.model.isSingular ? " (singular fit: variance between situations 0)" : "")
  }
}

extension SituationModel.Failure {
  /// Ends a sentence that begins with "because".
  var reason: String {
    switch self {
    case .oneEmotion: "there is a single emotion"
    case .model(.oneGroup): "there is a single situation"
    case .model(.oneObservationPerGroup): "each situation was read by one person"
    case .model(.constantWithinGroups): "everybody who read the same situation changed alike"
    case .model(.tooFewGroups): "there are not more situations than emotions"
    }
  }
}

// MARK: Tables

extension SituationModel {
  static func tables(_ models: [SituationModel], alpha: Double) -> [ReportTable] {
    let labels = SubscaleLabels(models.lazy.map { ($0.instrument, $0.subscale, $0.title) })
    let fits = ReportTable(
      title: "Mixed models: the situation as a random intercept",
      columns: [
        .init("change ~ …", .leading), .init("", .leading), .init("Sit."),
        .init("Intercept (SE)"), .init("df"), .init("Var sit."), .init("Var res."), .init("ICC"),
        .init("REML"),
      ], groups: [.init(title: nil, rows: models.map { $0.cells(labels) })],
      notes: labels.legend + [
        "Sit.: situations. Var sit. and Var res.: variance between situations and between people "
          + "in one. ICC: the share between situations. REML: the criterion, −2 times the restricted "
          + "log-likelihood; df by Satterthwaite. With emotion, the intercept is the mean of "
          + "the first in alphabetical order."
      ] + models.map { $0.reading(alpha: alpha) })
    let means = models.filter { $0.formula == .emotion }
    let emotions = meansByEmotion(means, labels)
    guard !emotions.isEmpty else { return [fits] }
    return [
      fits,
      ReportTable(
        title: "Mean change by emotion, situations as random",
        columns: [
          .init("", .leading, width: 22), .init("", .leading), .init("Mean"), .init("SE"),
          .init("df"), .init("95% CI"),
        ], groups: [.init(title: nil, rows: emotions)],
        notes: labels.legend
          + (means.allSatisfy { $0.success?.model.isSingular ?? true }
            ? []
            : [
              "Each situation counts by what it tells, not by its number of people, so that these "
                + "means differ a little from the baseline's."
            ])),
    ]
  }

  private static func meansByEmotion(
    _ models: [SituationModel], _ labels: SubscaleLabels
  ) -> [[String]] {
    var emotions: [String] = []
    for model in models {
      for mean in model.means where !emotions.contains(mean.emotion) {
        emotions.append(mean.emotion)
      }
    }
    return emotions.flatMap { emotion in
      models.enumerated().compactMap { index, model in
        guard let mean = model.means.first(where: { $0.emotion == emotion }) else { return nil }
        let ends = mean.test?.interval().map { [$0.low, $0.high] } ?? []
        return [
          index == 0 ? emotion : "", labels[model.instrument, model.subscale],
          figure(mean.test?.estimate, decimals: 2),
          figure(mean.test?.standardError, decimals: 2), figure(mean.test?.df, decimals: 1),
          ends.isEmpty
            ? "—" : "[" + ends.map { figure($0, decimals: 2) }.joined(separator: ", ") + "]",
        ]
      }
    }
  }

  private var success: Fit? { try? fit.get() }
  private var means: [EmotionMean] { success?.means ?? [] }

  private func cells(_ labels: SubscaleLabels) -> [String] {
    let model = success?.model
    let test = success?.intercept
    let intercept = model.map {
      figure($0.coefficients[0], decimals: 2)
        + (test.map { " (\(figure($0.standardError, decimals: 2)))" } ?? "")
    }
    return [
      formula == .intercept ? "1" : "emotion", labels[instrument, subscale], String(situations),
      intercept ?? "—", figure(test?.df, decimals: 1), figure(model?.groupVariance, decimals: 2),
      figure(model?.residualVariance, decimals: 2), figure(model?.icc, decimals: 3),
      figure(model?.criterion, decimals: 1),
    ]
  }
}

// MARK: JSON and CSV

extension SituationModel {
  func json(alpha: Double) -> JSONValue {
    let model = success?.model
    let test = success?.intercept
    var pairs: [(key: String, value: JSONValue)] = [
      ("instrument", .text(instrument.name)), ("subscale", .text(subscale.name)),
      ("formula", .text(formula.rawValue)), ("n", .integer(n)),
      ("situations", .integer(situations)), ("intercept", .optional(model?.coefficients[0])),
      ("se", .optional(test?.standardError)), ("df", .optional(test?.df)),
      ("t", .optional(test?.t)), ("p", .optional(test?.p)), ("ci95", ends(test?.interval())),
      ("var_situation", .optional(model?.groupVariance)),
      ("var_residual", .optional(model?.residualVariance)), ("icc", .optional(model?.icc)),
      ("reml_criterion", .optional(model?.criterion)),
      ("singular", model.map { .boolean($0.isSingular) } ?? .null),
    ]
    if formula == .emotion {
      let emotions = success?.emotions
      pairs += [
        ("reference", .optional(means.first?.emotion)),
        (
          "emotion_test",
          emotions.map {
            .object([
              ("f", .optional($0.f)), ("df1", .optional($0.df1)), ("df2", .optional($0.df2)),
              ("p", .optional($0.p)),
            ])
          } ?? .null
        ),
        (
          "means",
          .array(
            means.map {
              .object([
                ("emotion", .text($0.emotion)), ("mean", .optional($0.test?.estimate)),
                ("se", .optional($0.test?.standardError)), ("df", .optional($0.test?.df)),
                ("ci95", ends($0.test?.interval())),
              ])
            })
        ),
      ]
    }
    if case .failure(let failure) = fit { pairs.append(("undefined", .text(failure.reason))) }
    pairs.append(("reading", .text(reading(alpha: alpha))))
    return .object(pairs)
  }

  static let csvHeader =
    [
      "mixed_intercept", "mixed_se", "mixed_df", "mixed_var_situation", "mixed_var_residual",
      "mixed_icc", "mixed_reml_criterion", "mixed_reading", "mixed_emotion_intercept",
      "mixed_emotion_se", "mixed_emotion_df", "mixed_emotion_var_situation",
      "mixed_emotion_var_residual", "mixed_emotion_icc", "mixed_emotion_reml_criterion",
      "mixed_emotion_reading", "mixed_emotion_f", "mixed_emotion_df1", "mixed_emotion_df2",
      "mixed_emotion_p", "mixed_mean", "mixed_mean_se", "mixed_mean_df",
    ]

  /// The cells of a row: both models where it is the overall one, the mean where it is an emotion.
  static func csvCells(
    of row: Baseline.Row, _ models: [SituationModel], alpha: Double
  ) -> [String] {
    let own = models.filter { $0.instrument == row.instrument && $0.subscale == row.subscale }
    var cells: [String] = []
    for formula in Formula.allCases {
      let model = row.position.level == .overall ? own.first { $0.formula == formula } : nil
      cells += model?.csvCells(alpha: alpha) ?? Array(repeating: "", count: 8)
      guard formula == .emotion else { continue }
      let test = model?.success?.emotions
      cells += [test?.f, test?.df1, test?.df2, test?.p].map(csvCell)
    }
    let mean = own.flatMap(\.means).first {
      row.position.level == .emotion && $0.emotion == row.position.emotion
    }
    return cells
      + [mean?.test?.estimate, mean?.test?.standardError, mean?.test?.df].map(csvCell)
  }

  private func csvCells(alpha: Double) -> [String] {
    let model = success?.model
    let test = success?.intercept
    return [
      model?.coefficients[0], test?.standardError, test?.df, model?.groupVariance,
      model?.residualVariance, model?.icc, model?.criterion,
    ].map(csvCell) + [reading(alpha: alpha)]
  }
}
