internal import CBoostMath

/// The natural logarithm of the gamma function; nil at its poles.
func logGamma(_ x: Double) -> Double? { defined(boost_log_gamma(x)) }

/// log Γ(x + delta)/Γ(x), without the cancellation of two logarithms.
func logGammaRatio(_ x: Double, _ delta: Double) -> Double? {
  defined(boost_log_gamma_ratio(x, delta))
}
