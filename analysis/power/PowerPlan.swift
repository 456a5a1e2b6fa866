package import Statistics

/// A test planned: its size, effect, level and power, one of which follows from the others.
package struct PowerPlan: Sendable {
  package enum Test: String, Sendable, CaseIterable {
    case paired
    case oneSample = "one-sample"
    case twoSample = "two-sample"
    /// Two one-sided tests: of paired measures, and of two samples.
    case equivalence
    case equivalenceTwoSample = "equivalence-two-sample"

    package var isEquivalence: Bool { self == .equivalence || self == .equivalenceTwoSample }

    package var design: SampleDesign {
      self == .twoSample || self == .equivalenceTwoSample ? .two : .one
    }
  }

  /// What was worked out from the rest.
  package enum Unknown: String, Sendable {
    case n, power
    /// The smallest effect found, or the smallest bound shown.
    case effect
  }

  package let test: Test
  package let isOneSided: Bool
  package let alpha: Double
  package let solved: Unknown
  /// In SDs: the effect looked for; of an equivalence test the true effect, 0 by default.
  package let d: Double
  /// Of an equivalence test, in SDs.
  package let bound: Double?
  package let power: Double
  /// The people of each sample, whole; of a size worked out, the next whole number.
  package let n: Int
  package let exactN: Double
  /// The power that `n` people give.
  package let powerOfN: Double

  /// - Parameters:
  ///   - effect: d, or the bound of an equivalence test. Of effect, n and power two are given.
  ///   - trueEffect: of an equivalence test.
  /// - Throws: `PowerError` if there is not an answer, because no n or no effect is large enough.
  package init(
    _ test: Test, isOneSided: Bool = false, alpha: Double, effect: Double?, n: Int?, power: Double?,
    trueEffect: Double = 0
  ) throws(PowerError) {
    precondition([effect == nil, n == nil, power == nil].count { $0 } == 1, "one is not known")
    let solver = Solver(test, isOneSided: isOneSided, alpha: alpha, trueEffect: trueEffect)
    self.test = test
    self.isOneSided = isOneSided && !test.isEquivalence
    self.alpha = alpha
    let unanswerable = PowerError(
      test, alpha: alpha, effect: effect, n: n, power: power, trueEffect: trueEffect)
    var effect = effect
    if let n {
      exactN = Double(n)
      self.n = n
    } else {
      guard let found = solver.sampleSize(effect!, power!) else { throw unanswerable }
      exactN = found
      // A root that rounding leaves a hair above a whole number is that number.
      self.n = Int((found - 1e-9 * found).rounded(.up))
    }
    solved = n == nil ? .n : power == nil ? .power : .effect
    if effect == nil {
      guard let found = solver.effect(exactN, power!) else { throw unanswerable }
      effect = found
    }
    guard let powerOfN = solver.power(Double(self.n), effect!) else { throw unanswerable }
    self.powerOfN = powerOfN
    self.power = power ?? powerOfN
    d = test.isEquivalence ? trueEffect : effect!
    bound = test.isEquivalence ? effect : nil
  }
}

/// Either kind of test behind the same three questions.
private struct Solver {
  let power: (_ n: Double, _ effect: Double) -> Double?
  let sampleSize: (_ effect: Double, _ power: Double) -> Double?
  let effect: (_ n: Double, _ power: Double) -> Double?

  init(_ test: PowerPlan.Test, isOneSided: Bool, alpha: Double, trueEffect: Double) {
    if test.isEquivalence {
      let test = EquivalencePower(design: test.design, alpha: alpha)
      power = { test.power(n: $0, d: trueEffect, bound: $1) }
      sampleSize = { test.sampleSize(d: trueEffect, bound: $0, power: $1) }
      effect = { test.detectableBound(n: $0, d: trueEffect, power: $1) }
    } else {
      let test = TTestPower(design: test.design, isOneSided: isOneSided, alpha: alpha)
      power = { test.power(n: $0, d: $1) }
      sampleSize = { test.sampleSize(d: $0, power: $1) }
      effect = { test.detectable(n: $0, power: $1) }
    }
  }
}
