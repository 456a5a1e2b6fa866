/// The result of a t test of a mean or of a difference of means.
package struct TTest: Sendable, Equatable {
  /// What was tested: a mean, the first mean minus the second, or a weighted sum of means.
  package let estimate: Double
  /// The estimate's standard error, in the same unit.
  package let standardError: Double
  /// The estimate less the hypothesis, over the standard error.
  package let t: Double
  /// Degrees of freedom; fractional for Welch's test.
  package let df: Double
  /// Two-sided p, and its logarithm.
  package let significance: Significance

  package var p: Double { significance.p }
  package var log10P: Double { significance.log10P }

  /// The t interval of the estimate; nil when the level is not between 0 and 1.
  package func interval(level: Double = 0.95) -> Interval? {
    guard let tail = tailBeyond(level), let quantile = StudentT(df: df).upperQuantile(tail) else {
      return nil
    }
    return Interval(
      low: estimate - quantile * standardError, high: estimate + quantile * standardError)
  }
}

extension TTest {
  /// nil when the standard error is 0 or lost in rounding: R's own rule, by which the data are
  /// "essentially constant" when the standard error is below 10 machine epsilons of `size`, the
  /// means' absolute size (R's t.test.default).
  package init?(
    estimate: Double, hypothesis: Double, standardError: Double, df: Double, size: Double
  ) {
    guard standardError > 10 * Double.ulpOfOne * size, standardError > 0, df > 0,
      let t = defined((estimate - hypothesis) / standardError),
      let significance = StudentT(df: df).twoSided(t)
    else { return nil }
    self.init(
      estimate: estimate, standardError: standardError, t: t, df: df, significance: significance)
  }

  /// The one-sample t test of a mean against a hypothesis: t = (mean - hypothesis)/(SD/√n),
  /// df = n - 1, SD with n - 1. Of the differences between pairs it is the paired t test. R:
  /// `t.test(x, mu = hypothesis)`, `t.test(second, first, paired = TRUE)`.
  ///
  /// nil when n < 2, a value is not finite, or all values are equal (Student, 1908, The probable
  /// error of a mean, Biometrika 6, 1-25).
  package static func oneSample(_ sample: SampleSummary, against hypothesis: Double = 0) -> TTest? {
    guard let mean = sample.mean, let standardError = sample.standardError else { return nil }
    return TTest(
      estimate: mean, hypothesis: hypothesis, standardError: standardError,
      df: Double(sample.n - 1), size: abs(mean))
  }

  /// Student's t test of two independent means with one pooled variance (each n - 1),
  /// df = n1 + n2 - 2; the estimate is first minus second. R: `t.test(x, y, var.equal = TRUE)`.
  ///
  /// nil when either n is 0, both are 1, a value is not finite, or the pooled variance is 0.
  package static func student(_ first: SampleSummary, _ second: SampleSummary) -> TTest? {
    guard let mean1 = first.mean, let mean2 = second.mean,
      let pooled = SampleSummary.pooledSD([first, second])
    else { return nil }
    let standardError = pooled * (1 / Double(first.n) + 1 / Double(second.n)).squareRoot()
    return TTest(
      estimate: mean1 - mean2, hypothesis: 0, standardError: standardError,
      df: Double(first.n + second.n - 2), size: max(abs(mean1), abs(mean2)))
  }

  /// Welch's t test of two independent means, each with its own variance (n - 1); df by
  /// Satterthwaite's approximation; the estimate is first minus second. R: `t.test(x, y)`.
  ///
  /// nil when either n < 2, a value is not finite, or both variances are 0 (Welch, 1947, The
  /// generalization of 'Student's' problem, Biometrika 34, 28-35).
  package static func welch(_ first: SampleSummary, _ second: SampleSummary) -> TTest? {
    contrast([(1, first), (-1, second)])
  }

  /// The t test of a weighted sum of independent means, each with its own variance: the standard
  /// error is √Σ w²s²/n, its df Satterthwaite's, (Σ v)²/Σ(v²/(n - 1)) with v = w²s²/n.
  ///
  /// With weights 1 and -1 this is Welch's test. nil when a sample has n < 2, a mean or SD is
  /// undefined, or every variance is 0 (Satterthwaite, 1946, An approximate distribution of
  /// estimates of variance components, Biometrics Bulletin 2, 110-114, equation 17).
  package static func contrast(
    _ terms: [(weight: Double, sample: SampleSummary)], against hypothesis: Double = 0
  ) -> TTest? {
    var estimate = 0.0
    var variance = 0.0
    var shares = 0.0
    var size = 0.0
    for (weight, sample) in terms {
      guard let mean = sample.mean, let sd = sample.sd else { return nil }
      let share = weight * weight * sd * sd / Double(sample.n)
      estimate += weight * mean
      variance += share
      shares += share * share / Double(sample.n - 1)
      size = max(size, abs(weight * mean))
    }
    guard shares > 0 else { return nil }
    return TTest(
      estimate: estimate, hypothesis: hypothesis, standardError: variance.squareRoot(),
      df: variance * variance / shares, size: size)
  }
}
