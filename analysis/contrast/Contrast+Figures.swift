package import Statistics
import Study

extension Contrast {
  /// What a contrast says of one subscale.
  package struct Figures: Sendable, SubscaleFigures {
    /// The scores of a group, of those who have both.
    package struct Side: Sendable {
      package let `default`: Baseline.Measure
      package let evoked: Baseline.Measure
      package let change: Baseline.Measure

      package var n: Int { change.summary.n }
      var sample: SampleSummary { change.summary.sample }
    }

    package let scale: ScoredSubscale
    package let first: Side
    package let second: Side
    /// Welch's test of the difference of the mean changes, first minus second; nil if it is undefined.
    package let welch: TTest?
    /// Adjusted over the contrasts, within a subscale.
    package internal(set) var pHolm: Double?
    /// Over how many p each is adjusted.
    package internal(set) var families = Families()
    /// The difference over the pooled SD of the changes; nil if Welch's test is undefined.
    package let effect: EffectSize?
    /// Two one-sided Welch tests; nil without bounds, or if Welch's test is undefined.
    package let equivalence: EquivalenceTest?
    /// `evoked ~ group + default`; nil if it is undefined.
    package let ancova: CovarianceAnalysis?
    /// The difference of the means that it adjusts for the default score.
    package let adjusted: TTest?
    package internal(set) var adjustedPHolm: Double?
    /// nil if both groups together were given a single situation.
    package let random: RandomSituationsContrast?
    package internal(set) var randomPHolm: Double?

    /// How many contrasts have a p on the subscale.
    package struct Families: Sendable {
      package internal(set) var welch = 1
      package internal(set) var adjusted = 1
      package internal(set) var random = 1
    }

    init(
      _ table: ScoreTable, _ respondents: Respondents, _ members: ContrastMembers,
      bounds: EquivalenceBounds?
    ) {
      let groups = [members.first, members.second].map { group in
        group.filter { table.pair(of: Int($0)) != nil }
      }
      let columns = groups.map { group in
        (covariate: table.scores(.default, of: group), outcome: table.scores(.evoked, of: group))
      }
      let changes = groups.map { table.changes(of: $0) }
      let sides = zip(columns, changes).map { column, changes in
        Side(
          default: .init(DescriptiveStatistics(column.covariate)),
          evoked: .init(DescriptiveStatistics(column.outcome)),
          change: .init(DescriptiveStatistics(changes)))
      }
      scale = table.scale
      (first, second) = (sides[0], sides[1])
      let welch = TTest.welch(first.sample, second.sample)
      self.welch = welch
      effect = welch == nil ? nil : EffectSize.cohenD(first.sample, second.sample)
      let pooled = SampleSummary.pooledSD([first.sample, second.sample])
      equivalence = bounds.flatMap { bounds in
        guard let welch, let pooled else { return nil }
        let bound = bounds.points(sd: pooled)
        return EquivalenceTest(welch, within: Interval(low: -bound, high: bound))
      }
      ancova = first.n > 0 && second.n > 0 ? CovarianceAnalysis(columns) : nil
      adjusted = ancova?.difference(of: 0, from: 1)
      random = RandomSituationsContrast(changes, groups, respondents)
    }
  }
}
