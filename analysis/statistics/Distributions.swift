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

/// The logarithm of a probability: finite or -infinity, or nil.
private func logarithm(_ value: Double) -> Double? { value.isNaN ? nil : value }
