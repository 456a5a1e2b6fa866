package import Statistics
package import Study

/// What tests that do not assume normal changes say of one row, beside the t.
package struct Robustness: Sendable {
  /// Yuen's paired test of means trimmed by 20%; nil if it is undefined, or trims nobody: of fewer
  /// than 5 people it is the paired t test.
  package let trimmed: TrimmedTTest?
  package let signs: SignTest
  /// The p of the sign test and of Wilcoxon's if all changes had one direction, the smallest that
  /// they can have; nil if all are 0.
  package let smallestP: (signs: Double, ranks: Double)?
  /// Of the changes; nil for fewer than 8 people, or if all changes are equal.
  package let normality: NormalityTest?
  /// The rank-biserial correlation if changes of 0 are ranked, half of their ranks to either side;
  /// nil if all are 0.
  package let rankBiserialWithZeros: Double?
  /// Hodges and Lehmann's pseudomedian of all changes.
  package let pseudoMedian: PseudoMedian
  /// The same of the changes that are not 0; nil if there are none.
  package let pseudoMedianOfNonzero: PseudoMedian?

  /// How many people it takes for 20% to be one of them.
  package static let fewestForTrimming = 5

  /// nil without members, who have both scores.
  init?(_ scores: ScoreTable, members: some Sequence<Int32>) {
    let changes = scores.changes(of: members)
    guard let signs = SignTest(changes), let pseudoMedian = PseudoMedian(changes) else {
      return nil
    }
    trimmed =
      changes.count < Self.fewestForTrimming
      ? nil
      : TrimmedTTest(
        from: scores.scores(.default, of: members), to: scores.scores(.evoked, of: members))
    self.signs = signs
    let oneWay = changes.map(abs)
    if let signs = SignTest(oneWay)?.significance, let ranks = SignedRankTest(oneWay)?.significance
    {
      smallestP = (signs.p, ranks.p)
    } else {
      smallestP = nil
    }
    normality = NormalityTest(changes)
    rankBiserialWithZeros = SignedRankTest(changes, zeros: .split)?.rankBiserial
    self.pseudoMedian = pseudoMedian
    pseudoMedianOfNonzero =
      signs.zeros == 0 ? pseudoMedian : PseudoMedian(changes, dropsZeros: true)
  }
}

extension Baseline {
  /// The same rows with robust tests.
  ///
  /// - Parameter respondents: those whom the baseline was computed from.
  package func withRobustTests(_ respondents: Respondents) -> Baseline {
    var rows = rows
    for (index, (table, members)) in members(in: respondents).enumerated() {
      rows[index].robust = Robustness(table, members: members)
    }
    return Baseline(alpha: alpha, rows: rows)
  }
}

extension Baseline.Row {
  /// The natural logarithm of the JZS Bayes factor of the paired t, prior scale √2/2; nil if the t
  /// is undefined.
  package var logBayesFactor: Double? {
    pairedT.flatMap { BayesFactor.logarithm(t: $0.t, n: n) }
  }
}
