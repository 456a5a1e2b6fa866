/// The variants of EmotionBench's method for a run.
package enum PublishedVariant: Sendable, Equatable, CaseIterable {
  /// The method as described: SDs as they are, F's p = min(1, 2·upper tail).
  case described
  /// As EmotionBench's code computes it: 1e-8 added to both SDs, F's p = 2·(1 - cdf), which can
  /// pass 1 and loses what is below 1e-16.
  case emotionbench
}

/// The result of EmotionBench's method.
package struct PublishedTest: Sendable, Equatable {
  /// F of the larger variance over the smaller; nil when an SD is undefined, or 0 and not mended
  /// by the variant.
  package let fTest: FTest?
  /// F's p as the choice of test took it: not capped at 1 in `emotionbench`. 0 when just one
  /// variance is 0 and F is infinite.
  package let pOfF: Double?
  /// Whether Student's test was taken (true) or Welch's (false); nil when neither SD allows it.
  package let equalVariance: Bool?
  /// Student's or Welch's test of evoked minus default; nil when undefined.
  package let tTest: TTest?
  /// nil without a test.
  package let arrow: Arrow?

  package init(
    fTest: FTest?, pOfF: Double?, equalVariance: Bool?, tTest: TTest?, arrow: Arrow?
  ) {
    self.fTest = fTest
    self.pOfF = pOfF
    self.equalVariance = equalVariance
    self.tTest = tTest
    self.arrow = arrow
  }
}

extension PublishedTest {
  /// EmotionBench's method: a run's evoked scores against all its default scores, unpaired. F of
  /// the larger variance over the smaller decides at alpha: p > alpha takes Student's t, else
  /// Welch's; the arrow is the sign of t if its p ≤ alpha.
  ///
  /// A preliminary test of variances is not good practice (Zimmerman, 2004, British Journal of
  /// Mathematical and Statistical Psychology 57, 173-181); it is here because the published figures
  /// follow from it. If just one of the SDs is 0 the variances differ and Welch's test is taken;
  /// when both are 0 there is no test (the `emotionbench` variant has no zeros). nil figures also
  /// when n is too small (Huang et al., 2024, EmotionBench, NeurIPS, section 3).
  package init(
    evoked: SampleSummary, default baseline: SampleSummary, alpha: Double = 0.01,
    variant: PublishedVariant = .described
  ) {
    let (first, second) =
      switch variant {
      case .described: (evoked, baseline)
      case .emotionbench: (widened(evoked), widened(baseline))
      }
    let fTest = FTest.largerVariance(first, second)
    var pOfF = fTest?.p
    if variant == .emotionbench, let fTest {
      pOfF = FisherF(df1: fTest.df1, df2: fTest.df2).cdf(fTest.f).map { 2 * (1 - $0) }
    }
    if fTest == nil, let sd1 = first.sd, let sd2 = second.sd, max(sd1, sd2) > 0 { pOfF = 0 }
    let equal = pOfF.map { $0 > alpha }
    let tTest = equal.flatMap { $0 ? TTest.student(first, second) : TTest.welch(first, second) }
    self.init(
      fTest: fTest, pOfF: pOfF, equalVariance: equal, tTest: tTest,
      arrow: Arrow(tTest, alpha: alpha))
  }
}

/// EmotionBench's guard against division by 0.
private func widened(_ sample: SampleSummary) -> SampleSummary {
  SampleSummary(n: sample.n, mean: sample.mean, sd: sample.sd.map { $0 + 1e-8 })
}
