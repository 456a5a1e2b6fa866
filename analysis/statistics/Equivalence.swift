/// The result of two one-sided tests of equivalence.
package struct EquivalenceTest: Sendable, Equatable {
  /// The difference and its standard error, as the test that it came from.
  package let difference: Double
  package let standardError: Double
  package let df: Double
  /// The differences that count as equivalent.
  package let bounds: Interval
  /// t of the difference above the lower bound, and its upper tail.
  package let tLower: Double
  package let lower: Significance
  /// t of the difference below the upper bound, and its lower tail.
  package let tUpper: Double
  package let upper: Significance

  /// The larger of the two, which is the test's p.
  package var significance: Significance { lower.log10P > upper.log10P ? lower : upper }
  package var p: Double { significance.p }
  package var log10P: Double { significance.log10P }

  /// Whether both one-sided tests reject at alpha.
  package func isEquivalent(alpha: Double = Self.alpha) -> Bool { p <= alpha }

  /// The interval of the difference at 1 - 2·alpha, which lies within the bounds exactly when the
  /// test rejects.
  package func interval(alpha: Double = Self.alpha) -> Interval? {
    guard let quantile = StudentT(df: df).upperQuantile(alpha) else { return nil }
    return Interval(
      low: difference - quantile * standardError, high: difference + quantile * standardError)
  }
}

extension EquivalenceTest {
  /// The level of tests of equivalence, whatever that of the others is; their interval is that of
  /// 1 - 2α.
  package static let alpha = 0.05

  /// Two one-sided t tests of whether an estimate lies between bounds, with the estimate, standard
  /// error and df of a t test: Welch's for two one-sided Welch tests. R: `t.test(x, y, mu = low,
  /// alternative = "greater")` and `t.test(x, y, mu = high, alternative = "less")`.
  ///
  /// nil when a bound is not finite or low ≥ high (Schuirmann, 1987, Journal of Pharmacokinetics
  /// and Biopharmaceutics 15, 657-680; Lakens, 2017, Social Psychological and Personality Science
  /// 8, 355-362).
  package init?(_ test: TTest, within bounds: Interval) {
    guard bounds.low.isFinite, bounds.high.isFinite, bounds.low < bounds.high else { return nil }
    let distribution = StudentT(df: test.df)
    guard let tLower = defined((test.estimate - bounds.low) / test.standardError),
      let tUpper = defined((test.estimate - bounds.high) / test.standardError),
      let lower = distribution.oneSided(tLower),
      let upper = Significance(
        oneTail: distribution.cdf(tUpper), logTail: distribution.logCDF(tUpper))
    else { return nil }
    self.init(
      difference: test.estimate, standardError: test.standardError, df: test.df, bounds: bounds,
      tLower: tLower, lower: lower, tUpper: tUpper, upper: upper)
  }
}
