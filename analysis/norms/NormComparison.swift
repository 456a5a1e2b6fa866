package import Statistics
package import Study

/// The mean of a sample's scores against a norm of the same subscale.
package struct NormComparison: Sendable, SubscaleFigures {
  package let scale: ScoredSubscale
  /// The default scores: a norm group had not imagined a situation.
  package let sample: SampleSummary
  package let norm: Norm
  /// The lowest and the highest possible score; nil if they are not known.
  package let possibleScores: ClosedRange<Double>?
  /// What the instrument asks about, such as "at this moment"; nil if it does not say.
  package let timeFrame: String?

  /// The sample's mean minus the norm's; nil without scores.
  package let difference: Double?
  /// Welch's test of the difference, from n, mean and SD of both; nil if one of these is not known or
  /// n < 2 on a side, or if both SDs are 0.
  package let welch: TTest?
  /// Hedges' g over the pooled SD of both, with its noncentral-t interval; nil as `welch`.
  package let effect: EffectSize?
  /// Two one-sided Welch tests within half the norm's SD; nil as `welch`, or if that SD is 0.
  package let equivalence: EquivalenceTest?
  /// The difference in SDs of the norm; nil without scores, or if the norm has no SD above 0.
  package let z: Double?

  /// - Parameters:
  ///   - norm: of the subscale.
  ///   - instrument: that the subscale belongs to.
  package init(
    _ scale: ScoredSubscale, sample: SampleSummary, against norm: Norm, of instrument: Instrument
  ) {
    self.scale = scale
    self.sample = sample
    self.norm = norm
    possibleScores = instrument.subscale(norm.subscale)?.possibleScores(of: instrument.items)
    timeFrame = instrument.timeFrame
    let group = SampleSummary(n: norm.n ?? 0, mean: norm.mean, sd: norm.sd)
    let sd = norm.sd.flatMap { $0 > 0 ? $0 : nil }
    difference = sample.mean.map { $0 - norm.mean }
    welch = TTest.welch(sample, group)
    effect = welch == nil ? nil : EffectSize.cohenD(sample, group)
    equivalence = welch.flatMap { test in
      sd.flatMap { EquivalenceTest(test, within: Interval(low: -$0 / 2, high: $0 / 2)) }
    }
    z = difference.flatMap { difference in sd.map { difference / $0 } }
  }

  /// What percentage of a normal population with the norm's mean and SD has a score below the
  /// sample's mean, from 0 to 100: where a person with that score stands, not where the sample
  /// stands among samples. nil as `z`.
  package var percentile: Double? { z.flatMap { Normal().cdf($0) }.map { 100 * $0 } }

  /// What percentage of that normal population has a score that the subscale cannot give, from 0 to
  /// 100: if it is large, scores in the norm group cannot be normal. nil as `z`, and if the possible
  /// scores are not known.
  package var percentOutside: Double? {
    guard let possibleScores, let sd = norm.sd, sd > 0,
      let below = Normal().cdf((possibleScores.lowerBound - norm.mean) / sd),
      let above = Normal().upperTail((possibleScores.upperBound - norm.mean) / sd)
    else { return nil }
    return 100 * (below + above)
  }
}

/// The default scores of a crowd or a run against all norms of what they answered.
package struct NormComparisons: Sendable {
  /// Subscale by subscale, the norms of each in the order of the instrument.
  package let rows: [NormComparison]
  /// The subscales that have no norm.
  package let withoutNorm: [ScoredSubscale]

  /// - Parameters:
  ///   - samples: default scores, a sample per subscale.
  ///   - instruments: those of the subscales.
  package init(
    _ samples: [(scale: ScoredSubscale, scores: SampleSummary)], of instruments: [Instrument]
  ) {
    var rows: [NormComparison] = []
    var withoutNorm: [ScoredSubscale] = []
    for (scale, scores) in samples {
      let instrument = instruments.first { $0.id == scale.instrument }
      let norms = instrument?.norms.filter { $0.subscale == scale.id } ?? []
      rows += norms.map { NormComparison(scale, sample: scores, against: $0, of: instrument!) }
      if norms.isEmpty { withoutNorm.append(scale) }
    }
    self.rows = rows
    self.withoutNorm = withoutNorm
  }

  /// Those of a baseline's overall rows: of the people with both scores.
  package init(_ baseline: Baseline, of instruments: [Instrument]) {
    self.init(
      baseline.rows.filter(\.isOverall).map { ($0.scale, $0.default.summary.sample) },
      of: instruments)
  }

  /// Those of a run's default scores.
  package init(_ run: Run, of instruments: [Instrument]) {
    self.init(
      run.columns.map { ($0.scale, SampleSummary($0.default.sorted())) }, of: instruments)
  }
}
