package import Statistics

/// A run's scores at one position against the crowd's.
package struct CrowdComparison: Sendable {
  /// The difference of two means, run minus crowd.
  package struct Difference: Sendable {
    /// Welch's test; of a change, with the sampling variance of the mean default (see
    /// `TTest.changeOfRun`) unless that is taken as fixed.
    package let welch: TTest?
    /// Hedges' g and its noncentral-t interval; nil if a side has a single value, whose SD is
    /// unknown.
    package let effect: EffectSize?
    /// Two one-sided tests on Welch's standard error and df. The bounds are half the SD of the
    /// crowd's people in this cell, chosen from the same scores that are tested.
    package let equivalence: EquivalenceTest?
    /// Situation by situation, with situations as units; nil otherwise.
    package let paired: TTest?
  }

  /// The crowd's figures that the run is held against.
  package let crowd: CrowdReference.Cell
  /// How many people these are, in any unit.
  package let people: Int
  package let evoked: Difference
  package let change: Difference
  /// The change with the run's mean default taken as a known constant.
  package let changeFixedDefault: Difference

  /// The run's and the crowd's mean of each situation that both have.
  struct Pairs {
    let evoked: SampleSummary
    /// The run's evoked mean minus the crowd's mean change.
    let change: SampleSummary
  }

  /// - Parameters:
  ///   - crowd: in the unit of the judgement.
  ///   - people: the crowd's people in this cell, whose SDs the bounds are.
  init(
    evoked: SampleSummary, default baseline: SampleSummary, crowd: CrowdReference.Cell,
    people: CrowdReference.Cell, pairs: Pairs?
  ) {
    self.crowd = crowd
    self.people = people.change.n
    func effect(_ size: @autoclosure () -> EffectSize?) -> EffectSize? {
      evoked.n > 1 && crowd.change.n > 1 ? size() : nil
    }
    self.evoked = Difference(
      TTest.welch(evoked, crowd.evoked), effect(.cohenD(evoked, crowd.evoked)),
      people: people.evoked,
      paired: pairs.flatMap { TTest.oneSample($0.evoked) })
    change = Difference(
      TTest.changeOfRun(evoked: evoked, default: baseline, crowdChange: crowd.change),
      effect(
        .changeOfRun(evoked: evoked, default: baseline, crowdChange: crowd.change)),
      people: people.change,
      paired: pairs.flatMap { TTest.contrast([(1, $0.change), (-1, baseline)]) })
    let fixed = evoked.shifted(by: baseline)
    changeFixedDefault = Difference(
      TTest.welch(fixed, crowd.change), effect(.cohenD(fixed, crowd.change)),
      people: people.change,
      paired: pairs.flatMap { TTest.oneSample($0.change.shifted(by: baseline)) })
  }
}

extension CrowdComparison.Difference {
  fileprivate init(_ welch: TTest?, _ effect: EffectSize?, people: SampleSummary, paired: TTest?) {
    self.welch = welch
    self.effect = effect
    self.paired = paired
    equivalence = welch.flatMap { test in
      people.sd.flatMap {
        EquivalenceTest(test, within: Interval(low: -$0 / 2, high: $0 / 2))
      }
    }
  }
}
