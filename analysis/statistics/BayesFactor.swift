internal import Foundation

/// The Bayes factor of a t test.
package enum BayesFactor {
  /// The natural logarithm of the JZS Bayes factor of a t test: how many times as likely the data
  /// are under a standardised effect δ drawn from a Cauchy distribution of this scale as under δ =
  /// 0. R: `BayesFactor::ttest.tstat(t, n, rscale = scale)`.
  ///
  /// The Cauchy distribution is a normal one whose variance g·scale² has an inverse chi-square
  /// weight; the integral over log g is taken relative to its largest value, so no t is too large.
  /// nil when n < 2, t is not finite, or the scale is not above 0 (Rouder, Speckman, Sun, Morey and
  /// Iverson, 2009, Bayesian t tests for accepting and rejecting the null hypothesis, Psychonomic
  /// Bulletin & Review 16, 225-237, equation 1).
  ///
  /// - Parameters:
  ///   - n: the sample size of a one-sample or paired test.
  ///   - scale: of the Cauchy prior; √2/2 is BayesFactor's "medium".
  package static func logarithm(t: Double, n: Int, scale: Double = 0.5.squareRoot()) -> Double? {
    guard n > 1, t.isFinite, scale > 0, scale.isFinite else { return nil }
    let df = Double(n - 1)
    let square = t * t
    guard square.isFinite else { return nil }
    let power = (df + 1) / 2
    let underNone = log1p(square / df)
    let halfLogTwoPi = 0.918_938_533_204_672_741_8
    // The integrand's logarithm at u = log g, over the likelihood at δ = 0.
    let logTerm = { (u: Double) -> Double in
      let g = exp(u)
      let spread = 1 + Double(n) * g * scale * scale
      guard spread.isFinite, g > 0 else { return -Double.infinity }
      return power * (underNone - log1p(square / (df * spread))) - 0.5 * log(spread)
        - halfLogTwoPi - 0.5 * u - 0.5 / g
    }
    // It rises like exp(-1/g) and falls like 1/g, so a scan finds its one peak.
    let points = stride(from: -8.0, through: log1p(square) + 40, by: 0.25)
    guard let peak = points.max(by: { logTerm($0) < logTerm($1) }) else { return nil }
    let top = logTerm(peak)
    // Beyond these ends less than 1e-18 of the integral is omitted.
    var low = peak
    while logTerm(low) > top - 45 { low -= 0.5 }
    guard
      let area = integral(from: low, to: peak + 45, of: { exp(logTerm($0) - top) }), area > 0
    else { return nil }
    return defined(top + log(area))
  }
}
