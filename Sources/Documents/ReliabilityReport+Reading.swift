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
    return ofScales + (isRun && hasIntervals ? [Self.dependence] : [])
      + reliability.changes.map(reading) + reliability.stability.map(reading)
      + (hasDoubtfulOrder ? [doubtfulItemOrder] : [])
  }

  var hasIntervals: Bool { reliability.rows.contains { $0.consistency.alphaInterval != nil } }

  static let dependence: InlineText = """
    Repetitions are treated as independent here, like participants. Those of one model are not, so the \
    intervals of α are too narrow.
    """

  /// What alpha says (Cronbach 1951): how scores of another such set of items would correlate.
  private func reading(_ title: String, _ rows: [Reliability.Row]) -> InlineText {
    let known = rows.filter { $0.consistency.alpha != nil }
    guard !known.isEmpty else {
      return "\(title): internal consistency cannot be estimated, because \(obstacle(rows))."
    }
    let parts: [InlineText] = known.enumerated().map { index, row in
      let scale = row.consistency
      let interval: InlineText =
        scale.alphaInterval.map {
          index == 0 ? ", 95% CI \(intervalCoefficients($0))," : " \(intervalCoefficients($0))"
        } ?? ""
      return """
        \(coefficient(scale.alpha))\(interval) \
        \(index == 0 ? row.when : "after it")
        """
    }
    let figures = parts.joined(separator: " and ")
    let negative = known.filter { $0.consistency.alpha! < 0 }
    guard negative.isEmpty else {
      let high = negative.compactMap(\.consistency.alphaInterval?.high).min() ?? 0
      let chance =
        high > 0
        ? "; it can also be due to chance, because the interval reaches above 0" : ""
      let which: InlineText =
        negative.count == 1 && known.count > 1
        ? "The negative α \(negative[0].when)" : "A negative α"
      return """
        \(title): Cronbach's α = \(figures). \(which) means that the items do not measure the same \
        thing, or that an item is scored in the wrong direction\(chance).
        """
    }
    let doubtful = known.filter { row in
      row.consistency.alphaInterval.map { $0.low <= 0 } ?? (row.consistency.alpha! < 0.5)
    }
    guard doubtful.isEmpty else {
      let which: InlineText =
        switch (doubtful.count, known.count) {
        case (1, 1): "The interval reaches"
        case (1, _): "The interval \(doubtful[0].when) reaches"
        default: "Both intervals reach"
        }
      return """
        \(title): Cronbach's α = \(figures). \(which) down to 0 or below, so these answers do not show \
        that the items measure the same thing.
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
    let share: InlineText =
      icc.single > 1 - 1e-12
      ? """
      all of their variance lies between situations, because repetitions of the same situation never \
      differed
      """
      : """
      an estimated \(icc.percentageBetween) of their variance lies between situations and the rest \
      between repetitions of the same situation
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

extension Reliability.Row {
  /// Its occasion, as a sentence has it.
  fileprivate var when: String {
    occasion == .default ? "before the situation" : "after the situation"
  }
}

extension IntraclassCorrelation {
  /// The share of variance between targets, which is not all of it.
  fileprivate var percentageBetween: String {
    single >= 0.995 ? "more than 99%" : percentage(max(0, single), decimals: 0)
  }

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
