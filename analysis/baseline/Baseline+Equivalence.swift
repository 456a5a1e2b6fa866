package import Statistics
package import Study

extension Baseline.Row {
  /// Two one-sided paired t tests of the mean change; nil if the paired t is undefined.
  package func equivalence(within bounds: EquivalenceBounds) -> EquivalenceTest? {
    guard let pairedT, let sd = change.summary.sd else { return nil }
    let bound = bounds.points(sd: sd)
    return EquivalenceTest(pairedT, within: Interval(low: -bound, high: bound))
  }
}
