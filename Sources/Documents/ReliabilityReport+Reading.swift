internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension ReliabilityReport {
  /// A paragraph in plain words for each subscale, change and stability.
  package var readings: [InlineText] {
    var scales: [ScoredSubscale] = []
    for row in reliability.rows where !scales.contains(row.scale) { scales.append(row.scale) }
    let ofScales = scales.map { scale in
      reading(scale.title, reliability.rows.filter { $0.scale == scale })
    }
    return ofScales + reliability.changes.map(reading) + reliability.stability.map(reading)
      + (hasDoubtfulOrder ? [doubtfulItemOrder] : [])
  }

  /// What alpha says (Cronbach 1951): how scores of another such set of items would correlate.
  private func reading(_ title: String, _ rows: [Reliability.Row]) -> InlineText {
    let known = rows.filter { $0.consistency.alpha != nil }
    guard let alpha = known.compactMap(\.consistency.alpha).min() else {
      return "\(title): internal consistency cannot be estimated, because \(obstacle(rows))."
    }
    let parts: [InlineText] = known.enumerated().map { index, row in
      let scale = row.consistency
      let when = row.occasion == .default ? "before" : "after"
      let interval: InlineText =
        scale.alphaInterval.map {
          index == 0 ? ", 95% CI \(intervalCoefficients($0))," : " \(intervalCoefficients($0))"
        } ?? ""
      return """
        \(coefficient(scale.alpha))\(interval) \(when) \(index == 0 ? "the situation" : "it")
        """
    }
    let figures = parts.joined(separator: " and ")
    guard alpha >= 0 else {
      let high = known.compactMap(\.consistency.alphaInterval?.high).min() ?? 0
      let chance =
        high > 0 ? "; it can also be due to chance, because the interval reaches above 0" : ""
      return """
        \(title): Cronbach's α = \(figures). A negative α means that the items do not measure the \
        same thing, or that an item is scored in the wrong direction\(chance).
        """
    }
    guard known.allSatisfy({ ($0.consistency.alphaInterval?.low ?? 0) > 0 }) else {
      return """
        \(title): Cronbach's α = \(figures). The interval reaches down to 0 or below, so these answers \
        do not show that the items measure the same thing.
        """
    }
    // Items that do not vary have no part in alpha.
    let counts = Set(known.map { $0.consistency.items.count { ($0.sd ?? 0) > 0 } })
    let items = counts.count == 1 ? "\(counts.first!)" : "as many"
    return """
      \(title): Cronbach's α = \(figures). If all items measure the same thing equally well, scores \
      on another set of \(items) such items would be expected to correlate with these at about α.
      """
  }

  private func obstacle(_ rows: [Reliability.Row]) -> String {
    if rows.allSatisfy({ $0.items.count < 2 }) { return "it has a single item" }
    if rows.allSatisfy({ $0.consistency.n < 2 }) {
      return "fewer than two \(isRun ? "repetitions" : "participants") have every answer"
    }
    return "the answers or their sums do not differ"
  }

  private func reading(_ change: Reliability.Change) -> InlineText {
    guard let reliability = change.reliability else {
      let why =
        change.n < 2
        ? "fewer than two participants have every answer on both occasions"
        : (change.sd.change ?? 0) == 0
          ? "all participants changed by the same amount"
          : "the internal consistency of its items is not known"
      return
        "\(change.title): the reliability of change scores cannot be estimated, because \(why)."
    }
    let interval = change.itemChanges.alphaInterval
    let uncertainty: InlineText =
      interval.map {
        """
        ; α of the items' changes = \(coefficient(change.alphaOfItemChanges)), 95% CI \
        \(intervalCoefficients($0)), $n$ = \(change.n)
        """
      } ?? "; $n$ = \(change.n)"
    let figures: InlineText = """
      reliability of the difference score = \(coefficient(reliability)), assuming uncorrelated errors\
      \(uncertainty)
      """
    guard reliability > 0 else {
      return """
        The change scores for \(change.title) show no reliable individual differences in this sample \
        (\(figures)).
        """
    }
    guard change.n >= Self.fewestForShare, let interval, interval.low > 0,
      Self.widthsForShare.contains(interval.high - interval.low)
    else {
      return """
        The variance in change scores for \(change.title) cannot be divided into true-score variance \
        and measurement error with any certainty (\(figures)).
        """
    }
    let share = Int((reliability * 100).rounded())
    return """
      An estimated \(share)% of the variance in change scores for \(change.title) is true-score \
      variance; the remaining \(100 - share)% is measurement error (\(figures)).
      """
  }

  /// How many participants a share of the variance needs: of two, the interval can be narrow by
  /// chance.
  private static let fewestForShare = 10
  /// The widths of the interval at which a share is stated. The width is 0 if items change as one.
  private static let widthsForShare = 1e-9...0.2

  private func reading(_ stable: Stability) -> InlineText {
    [afterSituations(stable), ordersReading(stable), beforeSituations(stable)].compactMap(\.self)
      .joined(separator: " ")
  }

  private func afterSituations(_ stable: Stability) -> InlineText {
    guard let icc = stable.situations else {
      return """
        \(stable.title): the stability of evoked scores cannot be estimated, because there are fewer \
        than two situations, no situation was repeated, or the scores do not differ.
        """
    }
    let grade: InlineText =
      icc.singleInterval.map { interval in
        """
        The stability of this model's evoked \(stable.title) scores across repetitions is \
        \(interval.stability) by its 95% interval (Koo & Li, 2016)
        """
      } ?? "Evoked \(stable.title) scores"
    let share: InlineText = """
      an estimated \(percentage(max(0, icc.single), decimals: 0)) of their variance lies between \
      situations and the rest between repetitions of the same situation
      """
    return "\(grade): \(share), \(icc.equation)."
  }

  private func ordersReading(_ stable: Stability) -> InlineText? {
    guard let across = stable.acrossOrders, let test = across.raters else { return nil }
    let finding =
      test.p <= 0.05
      ? "The level of these scores differs significantly between item orders (α = .05)"
      : "The level of these scores does not differ significantly between item orders (α = .05)"
    return """
      \(finding), \(test.equation(at: 0.05)); agreement of orders on single situations is \
      \(across.equation).
      """
  }

  private func beforeSituations(_ stable: Stability) -> InlineText? {
    guard let mean = stable.default.mean, let sd = stable.default.sd else { return nil }
    guard sd > 0 else {
      return "The default score is \(figure(mean, decimals: 2)) in every repetition."
    }
    let items: InlineText =
      stable.items.map {
        "; agreement of single repetitions on the items is \($0.equation)"
      } ?? ""
    return """
      The default score has $M$ = \(figure(mean, decimals: 2)) and $SD$ = \
      \(figure(sd, decimals: 2)) over repetitions\(items).
      """
  }
}

extension IntraclassCorrelation {
  /// "ICC(1,1) = .83, 95% CI [.79, .86]".
  fileprivate var equation: InlineText {
    let interval: InlineText =
      singleInterval.map { ", 95% CI \(intervalCoefficients($0))" } ?? ""
    return "\(form.rawValue) = \(coefficient(single))\(interval)"
  }
}

extension Interval {
  /// The steps of Koo and Li (2016, Journal of Chiropractic Medicine 15, 155-163) that the interval
  /// of an intraclass correlation spans.
  fileprivate var stability: String {
    func step(_ icc: Double) -> String {
      switch icc {
      case ..<0.5: "poor"
      case ..<0.75: "moderate"
      case ...0.9: "good"
      default: "excellent"
      }
    }
    return step(low) == step(high) ? step(low) : "between \(step(low)) and \(step(high))"
  }
}
