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

/// A continuous distribution.
package protocol Distribution: Sendable, Equatable {
  /// One of Boost's functions of the distribution; NaN where that is undefined.
  ///
  /// - Parameter x: a value for the probabilities, a probability for the quantiles.
  func value(_ quantity: DistributionQuantity, _ x: Double) -> Double
}

/// What is asked of a distribution, numbered as in CBoostMath.
package enum DistributionQuantity: UInt32, Sendable {
  case cdf, upperTail, logCDF, logUpperTail, quantile, upperQuantile

  fileprivate var boost: boost_quantity { boost_quantity(rawValue) }
}

extension Distribution {
  package func cdf(_ x: Double) -> Double? { defined(value(.cdf, x)) }
  package func upperTail(_ x: Double) -> Double? { defined(value(.upperTail, x)) }
  package func logCDF(_ x: Double) -> Double? { logarithm(value(.logCDF, x)) }
  package func logUpperTail(_ x: Double) -> Double? { logarithm(value(.logUpperTail, x)) }
  package func quantile(_ p: Double) -> Double? { defined(value(.quantile, p)) }
  package func upperQuantile(_ q: Double) -> Double? { defined(value(.upperQuantile, q)) }

  /// The p of a statistic that follows this distribution under the null hypothesis, and of which
  /// large values alone count against it.
  package func oneSided(_ x: Double) -> Significance? {
    Significance(oneTail: upperTail(x), logTail: logUpperTail(x))
  }

  /// The two-sided p of a statistic that follows this distribution, which has to be symmetric about
  /// 0, under the null hypothesis.
  package func twoSided(_ x: Double) -> Significance? {
    Significance(tail: upperTail(abs(x)), logTail: logUpperTail(abs(x)))
  }
}

/// The standard normal distribution.
package struct Normal: Distribution {
  package init() {}

  package func value(_ quantity: DistributionQuantity, _ x: Double) -> Double {
    boost_normal(quantity.boost, x)
  }
}

/// Student's t distribution; df > 0, fractional df included.
package struct StudentT: Distribution {
  package let df: Double

  package func value(_ quantity: DistributionQuantity, _ x: Double) -> Double {
    boost_t(quantity.boost, x, df)
  }
}

/// Fisher's F distribution; df1, df2 > 0, x ≥ 0.
package struct FisherF: Distribution {
  package let df1: Double
  package let df2: Double

  package func value(_ quantity: DistributionQuantity, _ x: Double) -> Double {
    boost_f(quantity.boost, x, df1, df2)
  }
}

/// The chi-square distribution; df > 0, x ≥ 0.
package struct ChiSquare: Distribution {
  package let df: Double

  package func value(_ quantity: DistributionQuantity, _ x: Double) -> Double {
    boost_chi_square(quantity.boost, x, df)
  }
}

/// The beta distribution; its cdf is the regularised incomplete beta function I_x(a, b).
/// a, b > 0, 0 ≤ x ≤ 1.
package struct Beta: Distribution {
  package let a: Double
  package let b: Double

  package func value(_ quantity: DistributionQuantity, _ x: Double) -> Double {
    boost_beta(quantity.boost, x, a, b)
  }
}

/// The noncentral t distribution, of (Z + ncp) / √(χ²/df); df > 0, any finite noncentrality, and
/// |t| below 1e150.
package struct NoncentralT: Distribution {
  package let df: Double
  package let noncentrality: Double

  package func value(_ quantity: DistributionQuantity, _ x: Double) -> Double {
    boost_noncentral_t(quantity.boost, x, df, noncentrality)
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
