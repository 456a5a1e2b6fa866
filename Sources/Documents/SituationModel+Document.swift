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
        "\(title): there is no model \(InlineText.code(notation)), because \(failure.reason)."
    case .success(let fit):
      switch formula {
      case .intercept: return "\(title): \(interceptReading(fit, alpha: alpha))."
      case .emotion: return "\(title): \(emotionReading(fit, alpha: alpha))."
      }
    }
  }

  private func interceptReading(_ fit: Fit, alpha: Double) -> InlineText {
    let ends = fit.intercept?.interval()
    let decimals = decimals(showing: ends)
    let mean = figure(fit.model.coefficients[0], decimals: decimals)
    let interval: InlineText =
      ends.map { ", 95% CI \(intervalFigure($0, decimals: decimals))" } ?? ""
    let test: InlineText =
      fit.intercept.map { test in
        let verb = test.p <= alpha ? "differs significantly" : "does not differ significantly"
        return """
           (it \(verb) from 0 at α = \(level(alpha)), $p$ \(pEquation(test.p, at: alpha))\
          \(remark(on: ends, beside: test.p, at: alpha)))
          """
      } ?? ""
    let shares = levels.compactMap { level in
      variance(level).map { (percentage($0 / fit.model.totalVariance, decimals: 0), level.units) }
    }
    let parts: [InlineText] = shares.enumerated().map { index, share in
      let whole = index == 0 ? " of the variance in changes lies" : ""
      return "\(share.0)\(whole) between \(share.1)"
    }
    let prediction: InlineText =
      self.prediction(levels[0]).map {
        """
        ; the mean change of people who read a new situation\
        \(levels[0] == .factor ? " of a new factor" : "") is expected within \
        \(intervalFigure($0, decimals: Documents.decimals(showing: $0))) (95% prediction interval\
        \(dropped.isEmpty ? "" : ", too narrow if \(dropped.map(\.units).joined(separator: " or ")) do differ"))
        """
      } ?? ""
    return """
      over \(levels.map(\.units).joined(separator: " and ")) like these, the estimated mean change \
      is \(mean) points\(interval)\(test); \((parts + droppings).joined(separator: ", "))\(prediction)
      """
  }

  private func emotionReading(_ fit: Fit, alpha: Double) -> InlineText {
    guard let test = fit.emotions else { return "the emotions cannot be compared" }
    let units = levels.map(\.units).joined(separator: " and ")
    let finding: InlineText =
      test.p <= alpha
      ? "mean change differs between emotions beyond what their \(units) do"
      : """
      mean change does not differ significantly between emotions, given how their \(units) differ
      """
    let notes = droppings.map { "; \($0)" as InlineText }
    return """
      \(finding) (α = \(level(alpha))), \(test.equation(decimals: 1))\(notes.joined(separator: ""))
      """
  }

  /// What is not in the model, and why.
  private var droppings: [InlineText] {
    let omitted: InlineText? =
      switch omission {
      case nil, .oneFactor: nil
      case .oneSituationEach:
        "factors are not in the model, because each has a single situation"
      case .tooFewFactors:
        "factors are not in the model, because there are not more factors than emotions"
      }
    guard !dropped.isEmpty else { return [omitted].compactMap(\.self) }
    let isOne = dropped.count == 1
    let units = enumerated(dropped.map { "\($0.units)" })
    return [omitted].compactMap(\.self) + [
      """
      the variance\(isOne ? "" : "s") between \(units) \(isOne ? "is" : "are") estimated as 0 (singular \
      fit), so \(units) drop out of the model, which does not show that they do not differ
      """
    ]
  }
}

extension Design.Level {
  /// What the level consists of.
  fileprivate var units: String { "\(rawValue)s" }
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
    func table(
      _ title: String, _ columns: [ReportTable.Column], _ notes: [InlineText],
      _ cells: (SituationModel) -> [String]
    ) -> ReportTable {
      ReportTable(
        title: InlineText(title), columns: [.words("Fixed"), .words()] + columns,
        groups: [
          .init(
            title: nil, rows: models.map { [$0.formula.rawValue, labels[$0.scale]] + cells($0) })
        ], notes: labels.legend + notes)
    }
    let fits = table(
      "Mixed models: factors and situations as random intercepts",
      ["Intercept ($SE$)", "$df$", "95% CI", "New situation", "New factor"],
      [
        """
        Fixed: what explains the change beside the random intercepts, nothing (1) or the emotion. The \
        intercept is the mean change, or, in the model with emotion, that of the first emotion in \
        alphabetical order; $df$ by Satterthwaite. New situation and new factor: 95% prediction interval \
        of the mean change of people who read a new situation of an average factor, or one of a new \
        factor, with the same $df$.
        """
      ] + models.map { $0.reading(alpha: alpha) }
    ) { model in
      let test = model.success?.intercept
      // Wider columns would not fit.
      func cell(_ interval: Interval?) -> String {
        intervalFigure(interval, decimals: min(2, decimals(showing: interval)))
      }
      return [
        test.map {
          "\(figure($0.estimate, decimals: 2)) (\(figure($0.standardError, decimals: 2)))"
        } ?? "—", figure(test?.df, decimals: 1), cell(test?.interval()),
        cell(model.prediction(.situation)), cell(model.prediction(.factor)),
      ]
    }
    let variances = table(
      "Variances of the mixed models",
      ["Factors", "Situations", "Var fac.", "Var sit.", "Var res.", "ICC", "REML"],
      [
        """
        Var fac., Var sit. and Var res.: variance between factors, between the situations of a factor, \
        and between participants in the same situation. ICC: share of the variance that is not between \
        participants. REML: −2 times the restricted log-likelihood.
        """
      ]
    ) { model in
      let fit = model.success?.model
      return [
        grouped(model.factors), grouped(model.situations),
        figure(model.variance(.factor), decimals: 2),
        figure(model.variance(.situation), decimals: 2),
        figure(fit?.residualVariance, decimals: 2), coefficient(fit?.icc, decimals: 3),
        figure(fit?.criterion, decimals: 1),
      ]
    }
    return [fits, variances] + emotionTables(models.filter { !$0.means.isEmpty }, labels)
  }

  /// The mean change of each emotion, and the differences between them.
  private static func emotionTables(
    _ models: [SituationModel], _ labels: SubscaleLabels
  ) -> [ReportTable] {
    guard !models.isEmpty else { return [] }
    let emotions = Set(models.flatMap(\.means).map(\.emotion)).sorted()
    let means = emotions.flatMap { emotion in
      models.compactMap { model in
        model.means.first { $0.emotion == emotion }.map { (model.scale, $0.test) }
      }.enumerated().map { index, mean in
        [index == 0 ? emotion : "", labels[mean.0]] + estimate(mean.1)
      }
    }
    let differences = models.flatMap { model in
      model.success!.differences.map { difference in
        ["\(difference.first) − \(difference.second)", labels[model.scale]]
          + estimate(difference.test)
          + [pFigure(difference.test?.p), pFigure(difference.pHolm)]
      }
    }
    let isWeighted = models.contains { $0.dropped.count < $0.levels.count }
    return [
      ReportTable(
        title: "Mean change by emotion, factors and situations as random",
        columns: [.words(), .words(), "$M$", "$SE$", "$df$", "95% CI"], rows: means,
        notes: labels.legend
          + (isWeighted
            ? [
              """
              The model weights each situation by the precision of its mean, not by its number of \
              participants, so these means can differ from those in the crowd baseline.
              """
            ] : [])),
      ReportTable(
        title: "Differences between emotions, factors and situations as random",
        columns: [.words(), .words(), "$M$", "$SE$", "$df$", "95% CI", "$p$", "$p$ adj."],
        rows: differences,
        notes: labels.legend + ["$p$ adj.: adjusted over all pairs of a subscale (Holm)."]),
    ]
  }

  private static func estimate(_ test: TTest?) -> [String] {
    [
      figure(test?.estimate, decimals: 2), figure(test?.standardError, decimals: 2),
      figure(test?.df, decimals: 1), intervalFigure(test?.interval()),
    ]
  }
}
