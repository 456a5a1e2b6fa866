extension TTest {
  /// The t test of a run's change against the crowd's: (evoked - default) - change of the crowd, if
  /// a run's change is its mean evoked score minus its mean default score.
  ///
  /// All three means are estimates, so the standard error is √(sₑ²/nₑ + s_d²/n_d + s_c²/n_c), with
  /// Satterthwaite's df over the three. Treating the mean default as a known constant (the
  /// two-sample Welch test of the shifted scores) omits s_d²/n_d and makes the standard error too
  /// small. nil as `contrast`.
  package static func changeOfRun(
    evoked: SampleSummary, default baseline: SampleSummary, crowdChange: SampleSummary
  ) -> TTest? {
    contrast([(1, evoked), (-1, baseline), (-1, crowdChange)])
  }
}

extension EffectSize {
  /// The standardised difference of a run's change from the crowd's: over the pooled SD of the
  /// run's evoked scores and the crowd's changes, with Hedges' correction of nₑ + n_c - 2 df.
  ///
  /// The interval is that of the noncentrality of t = difference/(pooled SD·√v), times √v, if v =
  /// 1/nₑ + 1/n_c + (s_d²/n_d)/pooled variance: the mean default's own sampling variance is added
  /// to that of `cohenD`, in units of the pooled variance, which takes its ratio as known. With a
  /// default of no variance it is `cohenD`'s interval. nil when a mean or SD is undefined or the
  /// pooled SD is 0.
  package static func changeOfRun(
    evoked: SampleSummary, default baseline: SampleSummary, crowdChange: SampleSummary,
    level: Double = 0.95
  ) -> EffectSize? {
    guard let evokedMean = evoked.mean, let defaultMean = baseline.mean,
      let crowdMean = crowdChange.mean, let defaultVariance = baseline.variance,
      let pooled = SampleSummary.pooledSD([evoked, crowdChange]), pooled > 0
    else { return nil }
    let df = Double(evoked.n + crowdChange.n - 2)
    guard let d = defined((evokedMean - defaultMean - crowdMean) / pooled) else { return nil }
    let width =
      (1 / Double(evoked.n) + 1 / Double(crowdChange.n)
      + defaultVariance / Double(baseline.n) / (pooled * pooled)).squareRoot()
    return EffectSize(
      d: d,
      interval: NoncentralT.noncentralityInterval(t: d / width, df: df, level: level)?
        .scaled(by: width),
      correction: hedgesCorrection(df: df))
  }
}
