internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Baseline {
  /// The raw change beside the adjusted one, with what the models say.
  func ancovaTable(_ models: [Ancova], levels: Set<Design.Level>) -> ReportTable {
    ReportTable(
      title: "Change adjusted for the default score",
      columns: [.words(), "$n$", .words(), "Change", "95% CI", "Adjusted", "95% CI"],
      groups: groups(levels: levels) { row in
        let interval = row.pairedT == nil ? nil : row.change.interval
        let decimals = decimals(showing: interval)
        return [
          figure(row.change.summary.mean, decimals: decimals),
          intervalFigure(interval, decimals: decimals),
          figure(row.ancova?.adjusted?.change, decimals: decimals),
          intervalFigure(row.ancova?.changeInterval, decimals: decimals),
        ]
      },
      notes: labels.legend + [
        """
        Change: mean change with its own $t$ interval. Adjusted: the mean change that is expected if \
        all start at the mean default score of everyone, by an analysis of covariance of the evoked \
        score over factors (over emotions in their rows, over situations in theirs), with one slope \
        and one residual variance. The adjustment describes participants who start alike; it does not \
        remove measurement error from the default score.
        """
      ]
        + overall.flatMap { row in
          [row.dependenceReading(alpha: alpha)]
            + models.filter { $0.scale == row.scale && $0.level == .factor }.map {
              $0.reading(alpha: alpha)
            }
        })
  }
}

extension Baseline.Row {
  /// How the change goes with the default score, and what that does not show.
  func dependenceReading(alpha: Double) -> InlineText {
    guard let ancova, let correlation = ancova.correlation else {
      return """
        \(title): there is no correlation of the default score and the change, because \
        \(obstacleToCorrelation).
        """
    }
    guard let ends = correlation.interval, let p = correlation.significance?.p else {
      return
        "\(title): \(n) participants are too few to say how the change goes with the default score."
    }
    let r = correlation.coefficient
    let finding: InlineText =
      p <= alpha
      ? "higher default scores go with \(r < 0 ? "lower" : "higher") changes"
      : "the correlation is not significant"
    return """
      \(title): the default score and the change correlate at \(coefficient(r))\
      \(interval(correlation)): \(finding) (α = \(level(alpha)), $p$ \(pEquation(p, at: alpha)))\
      \(remark(on: ends, beside: p, at: alpha)). No such correlation shows that participants react \
      according to where they start: the default score is subtracted in the change, so its error makes \
      the correlation more negative (regression to the mean).\(oldhamReading(alpha))
      """
  }

  private var obstacleToCorrelation: String {
    if n < 2 { return "one participant is too few" }
    if `default`.summary.sd == 0 { return "the default score does not vary" }
    return evoked.summary.sd == 0 ? "the evoked score does not vary" : sameness
  }

  /// Oldham's correlation, which does not have that bias.
  func oldhamReading(_ alpha: Double) -> InlineText {
    guard let oldham = ancova?.oldham, let p = oldham.significance?.p,
      let before = `default`.summary.sd, let after = evoked.summary.sd
    else { return "" }
    let finding: InlineText =
      p > alpha
      ? "scores do not vary significantly more or less after the situation than before it"
      : oldham.coefficient > 0
        ? "scores vary more after the situation than before it"
        : "scores vary less after the situation than before it"
    return """
      \(" ")Oldham's correlation of the change with the mean of both scores, which is 0 if both have \
      the same variance, is \(coefficient(oldham.coefficient))\(interval(oldham)): \(finding) (α = \
      \(level(alpha)), $p$ \(pEquation(p, at: alpha)); $SD$ = \(figure(before, decimals: 2)) before and \
      $SD$ = \(figure(after, decimals: 2)) after)\(remark(on: oldham.interval, beside: p, at: alpha)).
      """
  }

  private func interval(_ correlation: Correlation) -> InlineText {
    correlation.interval.map { ", 95% CI \(intervalCoefficients($0))" } ?? ""
  }

  /// What `--ancova` adds to a row.
  static func ancova(_ models: [Ancova], alpha: Double) -> [Field<Baseline.Row>] {
    let correlation: [Field<Correlation>] = [
      .number("r", "*r*", \.coefficient), .interval("ci95", "its 95% interval", \.interval),
      .number("p", "*p*", \.significance?.p),
    ]
    let adjusted: [Field<DefaultDependence>] = [
      .number("evoked", "mean evoked score", \.adjusted?.evoked.estimate),
      .number("change", "mean change", \.adjusted?.change),
      .number("se", "standard error of both", \.adjusted?.evoked.standardError),
      .interval("ci95", "95% interval of the change", \.changeInterval),
    ]
    return [
      .group(
        "default_change", "`--ancova`: correlation of the default score and the change", correlation
      ) { $0.ancova?.correlation },
      .group(
        "oldham", "`--ancova`: correlation of the mean of both scores and the change",
        correlation
      ) { $0.ancova?.oldham },
      .group("adjusted", "`--ancova`: adjusted for the default score", adjusted) {
        $0.ancova?.adjusted == nil ? nil : $0.ancova
      },
      .group("ancova", "`--ancova`: model of the factors", Ancova.figures) { row in
        row.isOverall ? models.first { $0.scale == row.scale && $0.level == .factor } : nil
      }.inCSVAlone,
      .text("ancova_reading", "`--ancova`: the correlations in words; null for groups") {
        $0.ancova == nil ? nil : $0.dependenceReading(alpha: alpha).plain
      },
    ]
  }
}

extension Ancova {
  /// What the adjustment does to the mean changes of factors.
  func reading(alpha: Double) -> InlineText {
    guard let model else {
      return """
        \(title): there is no model `evoked ~ \(level.rawValue) + default`, because \(reason).
        """
    }
    guard let test = model.groups else {
      return
        "\(title): there is a single \(level.rawValue), so no \(level.rawValue)s can be compared."
    }
    let at = TextFormats.level(alpha)
    let verb = test.p <= alpha ? "differs significantly" : "does not differ significantly"
    let largest: InlineText =
      largestShift.map { shift in
        """
        ; adjusting moves the mean change of a \(level.rawValue) by at most \
        \(figure(abs(shift.by), decimals: 2)) points (\(name(of: shift.position)))
        """
      } ?? ""
    let slopes: InlineText =
      switch model.slopes {
      case nil: ""
      case let slopes? where slopes.p <= alpha:
        """
        \(" ")The slopes differ significantly between \(level.rawValue)s (α = \(at), \
        \(slopes.equation(at: alpha))), so the adjusted changes hold for the mean default score alone.
        """
      case let slopes?:
        """
        \(" ")The slopes do not differ significantly between \(level.rawValue)s (α = \
        \(at), \(slopes.equation(at: alpha))).
        """
      }
    return """
      \(title): adjusted for the default score, the mean change \(verb) between \(level.rawValue)s (α = \
      \(at), \(test.equation(at: alpha)); slope \
      \(figure(model.slope.estimate, decimals: 2))\(slopeInterval(model)))\(largest).\(slopes)
      """
  }

  /// Why there is no model.
  private var reason: String {
    switch obstacle {
    case .constantDefault: "the default score does not vary within a \(level.rawValue)"
    case .constantEvoked: "the evoked score does not vary within a \(level.rawValue)"
    case .nothingLeft:
      "the evoked score follows from the default score and the \(level.rawValue) without a remainder"
    case .tooFew, nil:
      "\(counted(n, "participant")) in \(counted(groups, level.rawValue)) \(n == 1 ? "is" : "are") too few"
    }
  }

  private func name(of position: Design.Position) -> String {
    [position.emotion, position.title].compactMap(\.self).joined(separator: ": ")
  }

  private func slopeInterval(_ model: CovarianceAnalysis) -> InlineText {
    model.slope.interval().map { ", 95% CI \(intervalFigure($0))" } ?? ""
  }

  static let figures: [Field<Ancova>] = [
    .number(
      "default_mean", "mean default score that means are adjusted to", \.model?.covariateMean),
    .number("slope", "points of evoked score per point of default score", \.model?.slope.estimate),
    .number("slope_se", "its standard error", \.model?.slope.standardError),
    .interval("slope_ci95", "its 95% interval") { $0.model?.slope.interval() },
    .number("residual_variance", "residual variance", \.model?.residualVariance),
    .number("df", "residual degrees of freedom", \.model?.df),
    .group("groups_test", "whether the adjusted means differ", FTest.fields, \.model?.groups),
    .group("slopes_test", "whether slopes differ, which the model takes as one", FTest.fields) {
      $0.model?.slopes
    },
  ]

  /// The fields of JSON, where each model is an object.
  static func fields(alpha: Double) -> [Field<Ancova>] {
    [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.name),
      .text("level", "what the groups are: `emotion`, `factor` or `situation`", \.level.rawValue),
      .text("formula", "the model in R's notation") { "evoked ~ \($0.level.rawValue) + default" },
      .integer("n", "participants", \.n),
      .integer("groups", "groups", \.groups),
    ] + figures + [
      .text("reading", "the model in words") { $0.reading(alpha: alpha).plain }
    ]
  }
}
