package import Statistics
import Study

/// The tests of a row with its situations, and their factors, as random samples of their kind, so
/// repetitions of one situation need not be independent.
package struct RandomSituations: Sendable {
  /// The run's change: its mean evoked score over situations, less the mean of its default scores,
  /// which belong to no situation and stay single.
  package let change: TTest?
  /// The run's change less the crowd's, whose people are grouped by their situation too. Both sides
  /// are taken as independent, although they were given the same situations: this test is
  /// conservative if situations move both alike.
  package let difference: TTest?

  /// - Parameters:
  ///   - evoked: the run's scores in each situation.
  ///   - changes: of the crowd's people in each of these situations; nil without people.
  ///   - factors: the number of each situation's factor.
  init(
    evoked: [[Double]], default baseline: SampleSummary, changes: [SampleSummary?],
    factors: [Int32]
  ) {
    let ours = ClusteredMean(situations: evoked, factors)
    let before = ClusteredMean(baseline)
    change = ours.flatMap { ours in
      before.flatMap { TTest.contrast([(1, ours), (-1, $0)]) }
    }
    // A fit depends on n, M and SD of each situation alone.
    let theirs = ClusteredMean(
      situations: changes.map { $0?.representatives ?? [] }, factors)
    difference = ours.flatMap { ours in
      before.flatMap { before in
        theirs.flatMap { TTest.contrast([(1, ours), (-1, before), (-1, $0)]) }
      }
    }
  }
}

extension ClusteredMean {
  fileprivate init?(situations: [[Double]], _ factors: [Int32]) {
    let numbers = situations.enumerated().flatMap { number, values in
      values.map { _ in Int32(number) }
    }
    self.init(
      situations.flatMap(\.self), groupedBy: [numbers.map { factors[Int($0)] }, numbers])
  }
}

extension ScoresByCell {
  /// nil for a single situation, which does not show how situations differ.
  func randomSituations(of branch: Design.Branch, against crowd: CrowdReference)
    -> RandomSituations?
  {
    guard branch.position.level != .situation else { return nil }
    return RandomSituations(
      evoked: branch.cells.map { evoked[$0] }, default: `default`,
      changes: branch.cells.map { people(of: crowd, at: situations[$0])?.change },
      factors: branch.cells.map { factors[$0] })
  }
}
