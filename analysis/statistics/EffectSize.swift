internal import Foundation

/// A standardised mean difference with its interval.
package struct EffectSize: Sendable, Equatable {
  /// The difference in standard deviations.
  package let d: Double
  /// The noncentral-t interval; nil if the noncentrality could not be found.
  package let interval: Interval?
  /// Hedges' exact correction factor for this estimate's df; nil when df = 1.
  package let correction: Double?

  /// d corrected for its bias in small samples: Hedges' g.
  package var g: Double? { correction.map { d * $0 } }
  /// The interval of g: that of d times the correction.
  package var gInterval: Interval? {
    guard let correction else { return nil }
    return interval?.scaled(by: correction)
  }
}

extension EffectSize {
  /// Cohen's d_z: the mean of the paired differences over their SD (n - 1).
  ///
  /// Its interval is that of the noncentrality of t = d_z·√n, df = n - 1, over √n; Hedges'
  /// correction is that of df = n - 1. nil when n < 2, a value is not finite, or the SD is 0
  /// (Cohen, 1988, Statistical power analysis, equation 2.3.5; Lakens, 2013, Frontiers in
  /// Psychology 4:863, equation 6).
  package static func cohenDz(ofDifferences differences: SampleSummary, level: Double = 0.95)
    -> EffectSize?
  {
    guard let test = TTest.oneSample(differences), let sd = differences.sd else { return nil }
    let root = Double(differences.n).squareRoot()
    let interval = NoncentralT.noncentralityInterval(t: test.t, df: test.df, level: level)
    return EffectSize(
      d: test.estimate / sd, interval: interval?.scaled(by: 1 / root),
      correction: hedgesCorrection(df: test.df))
  }

  /// d_av: the mean difference, second minus first, over the mean of the two SDs (each n - 1).
  ///
  /// nil when a mean or an SD is undefined or both SDs are 0 (Lakens, 2013, Frontiers in Psychology
  /// 4:863, equation 10). Others divide by the root of the mean variance, which is never smaller.
  package static func cohenDav(from first: SampleSummary, to second: SampleSummary) -> Double? {
    guard let mean1 = first.mean, let mean2 = second.mean, let sd1 = first.sd, let sd2 = second.sd,
      sd1 + sd2 > 0
    else { return nil }
    return defined((mean2 - mean1) / ((sd1 + sd2) / 2))
  }

  /// Cohen's d of two independent samples, first minus second over the pooled SD, with Hedges'
  /// g as its correction.
  ///
  /// Its interval is that of the noncentrality of Student's t, df = n1 + n2 - 2, times
  /// √(1/n1 + 1/n2). nil when either sample is empty, n1 + n2 < 3, or the pooled SD is 0 (Hedges,
  /// 1981, Distribution theory for Glass's estimator, Journal of Educational Statistics 6,
  /// 107-128, equations 6e and 10).
  package static func cohenD(_ first: SampleSummary, _ second: SampleSummary, level: Double = 0.95)
    -> EffectSize?
  {
    guard let test = TTest.student(first, second),
      let pooled = SampleSummary.pooledSD([first, second])
    else { return nil }
    return EffectSize(
      d: test.estimate / pooled,
      interval: NoncentralT.noncentralityInterval(t: test.t, df: test.df, level: level)?
        .scaled(by: test.standardError / pooled),
      correction: hedgesCorrection(df: test.df))
  }

  /// Hedges' exact correction, J = Γ(m/2)/(√(m/2)·Γ((m - 1)/2)) with m degrees of freedom; less
  /// than 1, near 1 - 3/(4m - 1). nil when m ≤ 1 (Hedges, 1981, equation 6e).
  package static func hedgesCorrection(df: Double) -> Double? {
    guard df > 1, df.isFinite else { return nil }
    return logGammaRatio((df - 1) / 2, 0.5).flatMap { defined(exp($0) / (df / 2).squareRoot()) }
  }
}
