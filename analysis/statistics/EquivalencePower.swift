internal import Foundation

/// The power of two one-sided t tests of equivalence, both at alpha, with bounds ∓`bound`.
///
/// The two t share one SD, so their power is the probability that both reject: the integral over
/// that SD of the normal probability between the two critical values (Owen, 1965, A special case of
/// a bivariate non-central t-distribution, Biometrika 52, 437-446; Phillips, 1990, Journal of
/// Pharmacokinetics and Biopharmaceutics 18, 137-144). Exact; the usual difference of two
/// noncentral t is too small at low power.
///
/// Effects and bounds are in SDs, n is that of each sample.
package struct EquivalencePower: Sendable, Equatable {
  package let design: SampleDesign
  /// Of each of the two tests, between 0 and 0.5.
  package let alpha: Double

  package init(design: SampleDesign = .one, alpha: Double = 0.05) {
    self.design = design
    self.alpha = alpha
  }

  /// The probability of showing equivalence when the true effect is d; nil for n ≤ 1 or a bound
  /// not above 0.
  package func power(n: Double, d: Double = 0, bound: Double) -> Double? {
    let df = design.df(n)
    guard n > 1, bound > 0, bound.isFinite, d.isFinite,
      let critical = StudentT(df: df).upperQuantile(alpha), let logGamma = logGamma(df / 2)
    else { return nil }
    let precision = design.precision(n)
    let upper = (bound - d) * precision
    let lower = (bound + d) * precision
    // Of s/σ: beyond twelve of its SDs its density is nothing, beyond `last` nothing rejects.
    let half = df / 2
    let reach = 12 / (2 * df).squareRoot()
    let first = max(0, 1 - reach)
    let last = min(1 + reach, (upper + lower) / (2 * critical))
    guard last > first else { return 0 }
    let logConstant = log(2) + half * log(half) - half - logGamma
    return integral(from: first, to: last) { w in
      guard w > 0 else { return 0 }
      let density = exp(logConstant + (df - 1) * log(w) - half * (w * w - 1))
      let above = Normal().cdf(upper - critical * w) ?? 0
      let below = Normal().cdf(critical * w - lower) ?? 0
      return density * max(0, above - below)
    }
  }

  /// The n, fractional, at which equivalence is shown with this power; 2 if two people are enough.
  /// nil if no n below 1e9 is, as for a true effect at or beyond the bound.
  package func sampleSize(d: Double = 0, bound: Double, power: Double) -> Double? {
    guard power > 0, power < 1, abs(d) < bound else { return nil }
    return smallestSize(reaching: power) { self.power(n: $0, d: d, bound: bound) }
  }

  /// The smallest bound within which n people show equivalence with this power.
  package func detectableBound(n: Double, d: Double = 0, power: Double) -> Double? {
    guard power > 0, power < 1, n > 1, d.isFinite else { return nil }
    return smallestEffect { (self.power(n: n, d: d, bound: $0 + abs(d)) ?? .nan) - power }
      .map { $0 + abs(d) }
  }
}
