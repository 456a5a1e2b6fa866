internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

// MARK: Words

extension SituationModel {
  /// What the model says, in one sentence.
  func reading(alpha: Double) -> InlineText {
    switch fit {
    case .failure(let failure):
      return
        "\(title): there is no model \(InlineText.code(formula.rawValue)), because \(failure.reason)."
    case .success(let fit):
      switch formula {
      case .intercept: return "\(title): \(interceptReading(fit))."
      case .emotion: return "\(title): \(emotionReading(fit, alpha: alpha))."
      }
    }
  }

  private func interceptReading(_ fit: Fit) -> InlineText {
    let mean = figure(fit.model.coefficients[0], decimals: 1)
    let interval: InlineText =
      fit.intercept?.interval().map { ", 95% CI \(intervalFigure($0, decimals: 1))" } ?? ""
    let share: InlineText =
      fit.model.isSingular
      ? """
      situations differ no more than differences between people alone would produce (singular fit: \
      variance between situations 0)
      """
      : """
      \(percentage(fit.model.icc, decimals: 0)) of the variance in changes lies between situations
      """
    return """
      over situations like these, the estimated mean change is \(mean) points\(interval), and \(share)
      """
  }

  private func emotionReading(_ fit: Fit, alpha: Double) -> InlineText {
    guard let test = fit.emotions else { return "the emotions cannot be compared" }
    let singular: InlineText =
      fit.model.isSingular ? " (singular fit: variance between situations 0)" : ""
    let finding: InlineText =
      test.p <= alpha
      ? "mean change differs between emotions, over and above the variation between situations"
      : """
      mean change does not differ significantly between emotions (α = \(level(alpha))), given the \
      variation between situations
      """
    return "\(finding), \(test.equation(decimals: 1))\(singular)"
  }
}

extension SituationModel.Failure {
  /// Ends a sentence that begins with "because".
  var reason: String {
    switch self {
    case .oneEmotion: "there is a single emotion"
    case .model(.oneGroup): "there is a single situation"
    case .model(.oneObservationPerGroup): "each situation was read by one person"
    case .model(.constantWithinGroups):
      "all participants who read the same situation changed by the same amount"
    case .model(.tooFewGroups): "there are not more situations than emotions"
    }
  }
}

// MARK: Tables

extension SituationModel {
  static func tables(_ models: [SituationModel], alpha: Double) -> [ReportTable] {
    let labels = SubscaleLabels(models)
    let fits = ReportTable(
      title: "Mixed models: the situation as a random intercept",
      columns: [
        .words("change ~ …"), .words(), "Sit.", "Intercept ($SE$)", "$df$", "Var sit.", "Var res.",
        "ICC", "REML",
      ], groups: [.init(title: nil, rows: models.map { $0.cells(labels) })],
      notes: labels.legend + [
        """
        Sit.: number of situations. Var sit. and Var res.: variance between situations, and between \
        participants in the same situation. ICC: share of the variance between situations. REML: \
        −2 times the restricted log-likelihood. $df$ by Satterthwaite. In the model with emotion, \
        the intercept is the mean of the first emotion in alphabetical order.
        """
      ] + models.map { $0.reading(alpha: alpha) })
    let means = models.filter { $0.formula == .emotion }
    let emotions = meansByEmotion(means, labels)
    guard !emotions.isEmpty else { return [fits] }
    let areWeighted = means.contains { $0.success.map { !$0.model.isSingular } ?? false }
    return [
      fits,
      ReportTable(
        title: "Mean change by emotion, situations as random",
        columns: [.words(), .words(), "$M$", "$SE$", "$df$", "95% CI"], rows: emotions,
        notes: labels.legend
          + (areWeighted
            ? [
              """
              The model weights each situation by the precision of its mean, not by its number of \
              participants, so these means differ slightly from those in the crowd baseline.
              """
            ] : [])),
    ]
  }

  private static func meansByEmotion(
    _ models: [SituationModel], _ labels: SubscaleLabels
  ) -> [[String]] {
    Set(models.flatMap(\.means).map(\.emotion)).sorted().flatMap { emotion in
      models.enumerated().compactMap { index, model in
        guard let mean = model.means.first(where: { $0.emotion == emotion }) else { return nil }
        return [
          index == 0 ? emotion : "", labels[model.scale],
          figure(mean.test?.estimate, decimals: 2),
          figure(mean.test?.standardError, decimals: 2), figure(mean.test?.df, decimals: 1),
          intervalFigure(mean.test?.interval()),
        ]
      }
    }
  }

  private func cells(_ labels: SubscaleLabels) -> [String] {
    let model = success?.model
    let test = success?.intercept
    let intercept = model.map {
      figure($0.coefficients[0], decimals: 2)
        + (test.map { " (\(figure($0.standardError, decimals: 2)))" } ?? "")
    }
    return [
      formula == .intercept ? "1" : "emotion", labels[scale], grouped(situations),
      intercept ?? "—", figure(test?.df, decimals: 1), figure(model?.groupVariance, decimals: 2),
      figure(model?.residualVariance, decimals: 2), coefficient(model?.icc, decimals: 3),
      figure(model?.criterion, decimals: 1),
    ]
  }
}
