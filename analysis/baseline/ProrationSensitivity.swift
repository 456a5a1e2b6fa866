package import Study

/// The effect of missing answers on the overall figures of one subscale.
///
/// A baseline includes every respondent with a score on both occasions: complete cases and, if the
/// instrument's missing rule prorates, those with enough answers. Both sets are given here.
package struct ProrationSensitivity: Sendable, SubscaleFigures {
  package let scale: ScoredSubscale
  /// How many have no score before or after; the baseline leaves them out of the subscale.
  package let unscored: Int
  /// How many have both scores, at least one of them on fewer answers than there are items.
  package let prorated: Int
  /// Respondents who answered every item on both occasions; nil if there are none.
  package let complete: Baseline.Row?
  /// These and the prorated ones; nil if no respondent is prorated.
  package let withProrated: Baseline.Row?

  /// One entry per subscale on which anyone has an answer missing.
  package static func all(in respondents: Respondents, alpha: Double) -> [ProrationSensitivity] {
    respondents.scores.filter { !$0.unscored.isEmpty || !$0.prorated.isEmpty }.map {
      ProrationSensitivity($0, of: respondents, alpha: alpha)
    }
  }

  private init(_ table: ScoreTable, of respondents: Respondents, alpha: Double) {
    func overall(without excluded: Set<Int32>) -> Baseline.Row? {
      let scores = PairedScores(table, of: respondents, without: excluded)
      let members = scores.members(of: respondents.design.branches[0])
      return members.isEmpty
        ? nil : Baseline.Row(table, members: members, position: .overall, alpha: alpha)
    }
    scale = table.scale
    unscored = table.unscored.count
    prorated = table.prorated.count
    complete = overall(without: Set(table.prorated))
    withProrated = prorated > 0 ? overall(without: []) : nil
  }
}
