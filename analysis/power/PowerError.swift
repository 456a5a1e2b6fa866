import TextFormats

/// Why no plan has what was asked for.
package enum PowerError: UserFacingError, Equatable {
  /// The true effect of an equivalence test is not between the bounds.
  case notBetweenBounds(d: Double, bound: Double)
  case noEffect
  case powerNotAboveAlpha(power: Double, alpha: Double)
  /// No effect up to a million SDs is detected by so few.
  case tooFew(n: Int)
  case tooManyNeeded

  /// What is wrong with a plan that has no answer.
  init(
    _ test: PowerPlan.Test, alpha: Double, effect: Double?, n: Int?, power: Double?,
    trueEffect: Double
  ) {
    if test.isEquivalence, let effect, abs(trueEffect) >= effect {
      self = .notBetweenBounds(d: trueEffect, bound: effect)
    } else if effect == 0, !test.isEquivalence {
      self = .noEffect
    } else if let power, power <= alpha {
      self = .powerNotAboveAlpha(power: power, alpha: alpha)
    } else {
      self = n.map { .tooFew(n: $0) } ?? .tooManyNeeded
    }
  }

  package var description: String {
    switch self {
    case .notBetweenBounds(let d, let bound):
      "--d \(formatted(d)): a true effect at or beyond the bounds of ∓\(formatted(bound)) cannot be "
        + "shown to be equivalent by any n; use wider bounds"
    case .noEffect:
      "--d 0: no number of participants can detect an effect of 0; to plan for showing that there is "
        + "no relevant effect, use `--test equivalence --bound 0.3`"
    case .powerNotAboveAlpha(let power, let alpha):
      "--power \(formatted(power)): must be above alpha, \(formatted(alpha)); ask for more power"
    case .tooFew(let n):
      "--n \(n): no effect up to a million SDs is detected with this power at this alpha; use less "
        + "power or more participants"
    case .tooManyNeeded:
      "this requires more than 1000000000 participants; plan for a larger effect"
    }
  }
}
