/// The result of an F test.
package struct FTest: Sendable, Equatable {
  package let f: Double
  /// Degrees of freedom of the numerator and of the denominator.
  package let df1: Double
  package let df2: Double
  package let significance: Significance

  package var p: Double { significance.p }
  package var log10P: Double { significance.log10P }
}

extension FTest {
  /// An analysis of variance: p is the upper tail.
  package init?(upperTailOf f: Double, df1: Double, df2: Double) {
    guard f.isFinite, f >= 0, let significance = FisherF(df1: df1, df2: df2).oneSided(f) else {
      return nil
    }
    self.init(f: f, df1: df1, df2: df2, significance: significance)
  }

  /// The F test of two variances (each n - 1), first over second, two-sided: twice the smaller
  /// tail. R: `var.test(x, y)`. It assumes normal samples and is not robust without them.
  ///
  /// nil when either n < 2, a value is not finite, or a variance is 0 (Fisher, 1924; Snedecor,
  /// 1934).
  package static func variances(_ first: SampleSummary, _ second: SampleSummary) -> FTest? {
    guard let variance1 = first.variance, let variance2 = second.variance, variance1 > 0,
      variance2 > 0, let f = defined(variance1 / variance2)
    else { return nil }
    let df1 = Double(first.n - 1)
    let df2 = Double(second.n - 1)
    let distribution = FisherF(df1: df1, df2: df2)
    guard let lower = distribution.cdf(f), let upper = distribution.upperTail(f),
      let significance = lower < upper
        ? Significance(tail: lower, logTail: distribution.logCDF(f))
        : Significance(tail: upper, logTail: distribution.logUpperTail(f))
    else { return nil }
    return FTest(f: f, df1: df1, df2: df2, significance: significance)
  }

  /// The same test with the larger variance on top, so F ≥ 1, as EmotionBench writes it; p = min(1,
  /// 2·upper tail). The first sample is on top when the variances are equal.
  ///
  /// With unequal n this p can differ from `variances`'s: an F a little above 1 may lie below
  /// its distribution's median, if twice the upper tail passes 1.
  package static func largerVariance(_ first: SampleSummary, _ second: SampleSummary) -> FTest? {
    guard let variance1 = first.variance, let variance2 = second.variance else { return nil }
    let (larger, smaller) = variance1 >= variance2 ? (first, second) : (second, first)
    guard let above = larger.variance, let below = smaller.variance, below > 0,
      let f = defined(above / below)
    else { return nil }
    let df1 = Double(larger.n - 1)
    let df2 = Double(smaller.n - 1)
    let distribution = FisherF(df1: df1, df2: df2)
    guard
      let significance = Significance(
        tail: distribution.upperTail(f), logTail: distribution.logUpperTail(f))
    else { return nil }
    return FTest(f: f, df1: df1, df2: df2, significance: significance)
  }
}
