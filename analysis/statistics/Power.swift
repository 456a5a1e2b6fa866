internal import Foundation

/// One sample (or one of paired differences) against its hypothesis, or two samples of equal size.
package enum SampleDesign: Sendable, Equatable {
  case one, two

  /// The degrees of freedom of t with n people (in each sample).
  package func df(_ n: Double) -> Double { self == .one ? n - 1 : 2 * n - 2 }
  /// The noncentrality of t at an effect of one SD.
  package func precision(_ n: Double) -> Double { (self == .one ? n : n / 2).squareRoot() }
}

/// The power of a t test, by the noncentral t distribution (Cohen, 1988, Statistical power
/// analysis, chapter 2). R: `pwr::pwr.t.test`.
///
/// Effects are in SDs: d_z for paired measures, Cohen's d for one and for two samples. n is that
/// of each sample. The two-sided test counts rejections on the wrong side as well, as `pwr` does.
package struct TTestPower: Sendable, Equatable {
  package let design: SampleDesign
  package let isOneSided: Bool
  /// Between 0 and 1.
  package let alpha: Double

  package init(design: SampleDesign = .one, isOneSided: Bool = false, alpha: Double = 0.05) {
    self.design = design
    self.isOneSided = isOneSided
    self.alpha = alpha
  }

  /// The probability of rejecting at this size and effect; n may be fractional. The sign of d does
  /// not matter. nil for n ≤ 1.
  package func power(n: Double, d: Double) -> Double? {
    let df = design.df(n)
    guard n > 1, let critical = StudentT(df: df).upperQuantile(isOneSided ? alpha : alpha / 2)
    else { return nil }
    let distribution = NoncentralT(df: df, noncentrality: abs(d) * design.precision(n))
    guard let above = distribution.upperTail(critical) else { return nil }
    if isOneSided { return above }
    return distribution.cdf(-critical).map { min(1, above + $0) }
  }

  /// The n, fractional, at which the test reaches this power; 2 if two people are enough. nil if no
  /// n below 1e9 is: an effect of 0, or a power not between alpha and 1.
  package func sampleSize(d: Double, power: Double) -> Double? {
    guard power > alpha, power < 1, d != 0, d.isFinite else { return nil }
    return smallestSize(reaching: power) { self.power(n: $0, d: d) }
  }

  /// The smallest effect, above 0, that n people find with this power; nil as `sampleSize`.
  package func detectable(n: Double, power: Double) -> Double? {
    guard power > alpha, power < 1, n > 1 else { return nil }
    return smallestEffect { (self.power(n: n, d: $0) ?? .nan) - power }
  }
}

/// The n from 2 on at which a rising power reaches its aim; an undefined one does not.
func smallestSize(reaching aim: Double, _ power: (Double) -> Double?) -> Double? {
  func reaches(_ n: Double) -> Bool { power(n) ?? 0 >= aim }
  guard !reaches(2) else { return 2 }
  var high = 4.0
  while !reaches(high) {
    high *= 2
    if high > 1e9 { return nil }
  }
  return root(between: high / 2, and: high) { (power($0) ?? .nan) - aim }
}

/// The effect above 0 at which a rising excess over the power that is aimed at passes 0.
func smallestEffect(_ excess: (Double) -> Double) -> Double? {
  var high = 1e-6
  while !(excess(high) > 0) {
    high *= 2
    if high > 1e9 { return nil }
  }
  return root(between: high == 1e-6 ? 0 : high / 2, and: high, of: excess)
}
