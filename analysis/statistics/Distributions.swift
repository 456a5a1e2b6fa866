internal import CBoostMath
internal import Foundation

// Every function returns nil where the value is undefined (a parameter out of range, NaN) or is
// infinite (the quantile of 0 or 1), never NaN.
//
// `upperTail` is the survival function, P(X > x), computed as such: 1 - cdf would round
// everything below 1e-16 to 0. The `log` functions are natural logarithms and continue below the
// smallest double (1e-308). `upperQuantile(q)` is the x whose upper tail is q.
//
// The values are those of Boost.Math (Maddock et al.; the library that SciPy uses), and agree
// with mpmath to 1e-12 relative. Logarithms below 1e-290 are continued by the continued fraction
// of the incomplete beta and gamma functions (NIST Digital Library of Mathematical Functions,
// 8.17.22 and 8.9.2). Noncentral t is integrated (Owen, 1968), because Boost 1.74 loses its far
// tails.

/// The standard normal distribution.
package enum Normal {
  package static func cdf(_ z: Double) -> Double? { defined(boost_normal_cdf(z)) }
  package static func upperTail(_ z: Double) -> Double? { defined(boost_normal_upper_tail(z)) }
  package static func logCDF(_ z: Double) -> Double? { logarithm(boost_normal_log_cdf(z)) }
  package static func logUpperTail(_ z: Double) -> Double? {
    logarithm(boost_normal_log_upper_tail(z))
  }
  package static func quantile(_ p: Double) -> Double? { defined(boost_normal_quantile(p)) }
  package static func upperQuantile(_ q: Double) -> Double? {
    defined(boost_normal_upper_quantile(q))
  }

  /// The two-sided p of a statistic that is standard normal under the null hypothesis.
  package static func twoSided(_ z: Double) -> Significance? {
    Significance(tail: upperTail(abs(z)), logTail: logUpperTail(abs(z)))
  }
}

/// Student's t distribution; df > 0, fractional df included.
package struct StudentT: Sendable, Equatable {
  package let df: Double

  package init(df: Double) { self.df = df }

  package func cdf(_ t: Double) -> Double? { defined(boost_t_cdf(t, df)) }
  package func upperTail(_ t: Double) -> Double? { defined(boost_t_upper_tail(t, df)) }
  package func logCDF(_ t: Double) -> Double? { logarithm(boost_t_log_cdf(t, df)) }
  package func logUpperTail(_ t: Double) -> Double? { logarithm(boost_t_log_upper_tail(t, df)) }
  package func quantile(_ p: Double) -> Double? { defined(boost_t_quantile(p, df)) }
  package func upperQuantile(_ q: Double) -> Double? { defined(boost_t_upper_quantile(q, df)) }

  /// The two-sided p of a statistic that follows this distribution under the null hypothesis.
  package func twoSided(_ t: Double) -> Significance? {
    Significance(tail: upperTail(abs(t)), logTail: logUpperTail(abs(t)))
  }
}

/// Fisher's F distribution; df1, df2 > 0, x ≥ 0.
package struct FisherF: Sendable, Equatable {
  package let df1: Double
  package let df2: Double

  package init(df1: Double, df2: Double) {
    self.df1 = df1
    self.df2 = df2
  }

  package func cdf(_ f: Double) -> Double? { defined(boost_f_cdf(f, df1, df2)) }
  package func upperTail(_ f: Double) -> Double? { defined(boost_f_upper_tail(f, df1, df2)) }
  package func logCDF(_ f: Double) -> Double? { logarithm(boost_f_log_cdf(f, df1, df2)) }
  package func logUpperTail(_ f: Double) -> Double? {
    logarithm(boost_f_log_upper_tail(f, df1, df2))
  }
  package func quantile(_ p: Double) -> Double? { defined(boost_f_quantile(p, df1, df2)) }
  package func upperQuantile(_ q: Double) -> Double? {
    defined(boost_f_upper_quantile(q, df1, df2))
  }
}

/// The chi-square distribution; df > 0, x ≥ 0.
package struct ChiSquare: Sendable, Equatable {
  package let df: Double

  package init(df: Double) { self.df = df }

  package func cdf(_ x: Double) -> Double? { defined(boost_chi_square_cdf(x, df)) }
  package func upperTail(_ x: Double) -> Double? { defined(boost_chi_square_upper_tail(x, df)) }
  package func logCDF(_ x: Double) -> Double? { logarithm(boost_chi_square_log_cdf(x, df)) }
  package func logUpperTail(_ x: Double) -> Double? {
    logarithm(boost_chi_square_log_upper_tail(x, df))
  }
  package func quantile(_ p: Double) -> Double? { defined(boost_chi_square_quantile(p, df)) }
  package func upperQuantile(_ q: Double) -> Double? {
    defined(boost_chi_square_upper_quantile(q, df))
  }
}

/// The beta distribution; its cdf is the regularised incomplete beta function I_x(a, b).
/// a, b > 0, 0 ≤ x ≤ 1.
package struct Beta: Sendable, Equatable {
  package let a: Double
  package let b: Double

  package init(a: Double, b: Double) {
    self.a = a
    self.b = b
  }

  package func cdf(_ x: Double) -> Double? { defined(boost_beta_cdf(x, a, b)) }
  package func upperTail(_ x: Double) -> Double? { defined(boost_beta_upper_tail(x, a, b)) }
  package func logCDF(_ x: Double) -> Double? { logarithm(boost_beta_log_cdf(x, a, b)) }
  package func logUpperTail(_ x: Double) -> Double? {
    logarithm(boost_beta_log_upper_tail(x, a, b))
  }
  package func quantile(_ p: Double) -> Double? { defined(boost_beta_quantile(p, a, b)) }
  package func upperQuantile(_ q: Double) -> Double? {
    defined(boost_beta_upper_quantile(q, a, b))
  }
}

/// The noncentral t distribution, of (Z + ncp) / √(χ²/df); df > 0, any finite noncentrality, and
/// |t| below 1e150.
package struct NoncentralT: Sendable, Equatable {
  package let df: Double
  package let noncentrality: Double

  package init(df: Double, noncentrality: Double) {
    self.df = df
    self.noncentrality = noncentrality
  }

  package func cdf(_ t: Double) -> Double? {
    defined(boost_noncentral_t_cdf(t, df, noncentrality))
  }
  package func upperTail(_ t: Double) -> Double? {
    defined(boost_noncentral_t_upper_tail(t, df, noncentrality))
  }
  package func logCDF(_ t: Double) -> Double? {
    logarithm(boost_noncentral_t_log_cdf(t, df, noncentrality))
  }
  package func logUpperTail(_ t: Double) -> Double? {
    logarithm(boost_noncentral_t_log_upper_tail(t, df, noncentrality))
  }
  package func quantile(_ p: Double) -> Double? {
    defined(boost_noncentral_t_quantile(p, df, noncentrality))
  }
  package func upperQuantile(_ q: Double) -> Double? {
    defined(boost_noncentral_t_upper_quantile(q, df, noncentrality))
  }

  /// The interval of noncentralities that an observed t is compatible with: at its lower end t
  /// cuts off (1 - level)/2 above, at its upper end as much below. nil when t is not finite or
  /// beyond 1e150, df ≤ 0, or the level is not between 0 and 1.
  ///
  /// The pivot of Steiger and Fouladi (1997, Noncentrality interval estimation and the
  /// evaluation of statistical models). R's `pt` stops at |ncp| 37.62; this does not.
  package static func noncentralityInterval(t: Double, df: Double, level: Double = 0.95)
    -> Interval?
  {
    guard let tail = tailBeyond(level),
      let low = defined(boost_noncentral_t_ncp_of_upper_tail(t, df, tail)),
      let high = defined(boost_noncentral_t_ncp_of_cdf(t, df, tail))
    else { return nil }
    return Interval(low: low, high: high)
  }
}

/// A p value and its decimal logarithm, which stays defined when p underflows to 0.
package struct Significance: Sendable, Equatable {
  /// Between 0 and 1.
  package let p: Double
  /// log10 of p, -infinity if the statistic itself was infinite.
  package let log10P: Double

  package init(p: Double, log10P: Double) {
    self.p = p
    self.log10P = log10P
  }

  /// p as it is: one that cannot underflow, such as a count over a count.
  package init?(p: Double?) {
    guard let p, p > 0 else { return nil }
    self.init(p: min(1, p), log10P: min(0, log10(p)))
  }

  /// Twice a tail, at most 1.
  package init?(tail: Double?, logTail: Double?) {
    guard let tail, let logTail else { return nil }
    self.init(
      p: min(1, 2 * tail), log10P: min(0, (logTail + logOfTwo) / logOfTen))
  }

  /// One tail.
  package init?(oneTail: Double?, logTail: Double?) {
    guard let oneTail, let logTail else { return nil }
    self.init(p: oneTail, log10P: logTail / logOfTen)
  }
}

/// The ends of an interval, low ≤ high.
package struct Interval: Sendable, Equatable {
  package let low: Double
  package let high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Whether a value lies in the interval, its ends included.
  package func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The interval of a multiple; a negative factor swaps the ends.
  package func scaled(by factor: Double) -> Interval {
    factor < 0
      ? Interval(low: high * factor, high: low * factor)
      : Interval(low: low * factor, high: high * factor)
  }
}

/// The share beyond either end of an interval of a level; nil unless the level is between 0 and 1.
func tailBeyond(_ level: Double) -> Double? { level > 0 && level < 1 ? (1 - level) / 2 : nil }

let logOfTwo = 0.693_147_180_559_945_309_4
package let logOfTen = 2.302_585_092_994_045_684

/// The natural logarithm of the gamma function; nil at its poles.
func logGamma(_ x: Double) -> Double? { defined(boost_log_gamma(x)) }

/// A finite value, or nil.
package func defined(_ value: Double) -> Double? { value.isFinite ? value : nil }

/// The logarithm of a probability: finite or -infinity, or nil.
private func logarithm(_ value: Double) -> Double? { value.isNaN ? nil : value }

/// log Γ(x + delta)/Γ(x), without the cancellation of two logarithms.
func logGammaRatio(_ x: Double, _ delta: Double) -> Double? {
  defined(boost_log_gamma_ratio(x, delta))
}
