package import Statistics

/// How far a mean change may be from 0 and still count as none, in either direction.
package enum EquivalenceBounds: Sendable, Equatable {
  /// Points of the score.
  case points(Double)
  /// SDs of the changes that are tested: those of the row.
  case sds(Double)
}

extension Baseline.Row {
  /// Two one-sided paired t tests of the mean change; nil if the paired t is undefined.
  package func equivalence(within bounds: EquivalenceBounds) -> EquivalenceTest? {
    guard let pairedT, let sd = change.summary.sd else { return nil }
    let bound =
      switch bounds {
      case .points(let points): points
      case .sds(let share): share * sd
      }
    return EquivalenceTest(pairedT, within: Interval(low: -bound, high: bound))
  }
}
