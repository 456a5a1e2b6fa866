package import Statistics
package import Study

/// How reliable the subscales of a study are: within an occasion, as a change, and, for a model's
/// run, from repetition to repetition.
package struct Reliability: Sendable {
  /// One subscale on one occasion.
  package struct Row: Sendable, SubscaleFigures {
    package let scale: ScoredSubscale
    package let occasion: Occasion
    /// The ids of the items, in the order of the subscale.
    package let items: [ItemID]
    /// Of respondents who answered every item of the subscale. An item counts as it does in the
    /// score: reversed if necessary, times its weight.
    package let consistency: InternalConsistency
    package let missing: MissingAnswers
  }

  /// The change of one subscale, over those with every item on both occasions.
  package struct Change: Sendable, SubscaleFigures {
    package let scale: ScoredSubscale
    package let n: Int
    /// Of the scores, in their unit; nil when n < 2.
    package let sd: (default: Double?, evoked: Double?, change: Double?)
    /// Between the scores before and after; nil when n < 2 or one does not vary.
    package let correlation: Double?
    /// Alpha of the same people.
    package let alpha: (default: Double?, evoked: Double?)
    /// See `InternalConsistency.ofChange`.
    package let reliability: Double?
    /// Of the items' changes, which does not need errors to be uncorrelated.
    package let itemChanges: InternalConsistency

    package var alphaOfItemChanges: Double? { itemChanges.alpha }
  }

  package let rows: [Row]
  package let changes: [Change]
  /// Empty for people.
  package let stability: [Stability]

  /// - Parameter respondents: with their answers. Those of kind `model` are repetitions of one run.
  package init(_ respondents: Respondents) {
    var rows: [Row] = []
    var changes: [Change] = []
    var stability: [Stability] = []
    for (instrument, tables) in respondents.instruments {
      for (index, subscale) in instrument.subscales.enumerated() {
        let scale = ScoredSubscale(
          instrument: instrument.id, id: subscale.id, title: subscale.title)
        let columns = tables.map { SubscaleColumns(index, of: $0) }
        rows += zip(tables, columns).map { table, columns in
          Row(
            scale: scale, occasion: table.occasion, items: columns.items,
            consistency: InternalConsistency(columns.complete), missing: columns.missing)
        }
        if columns.count == 2, let change = Change(scale, columns[0], columns[1]) {
          changes.append(change)
        }
        if respondents.kind == .model {
          stability.append(Stability(scale, columns, tables, respondents))
        }
      }
    }
    self.rows = rows
    self.changes = changes
    self.stability = stability
  }
}

extension Reliability.Change {
  /// nil if no respondent has both.
  fileprivate init?(
    _ scale: ScoredSubscale, _ before: SubscaleColumns, _ after: SubscaleColumns
  ) {
    let (first, second) = SubscaleColumns.pairs(before, after)
    guard let people = first.first?.count, people > 0 else { return nil }
    let scores = SubscaleColumns.scores(before, after)
    let change = zip(first, second).map { differences(from: $0, to: $1) }
    self.scale = scale
    n = people
    sd = (
      SampleSummary(scores.0).sd, SampleSummary(scores.1).sd,
      SampleSummary(differences(from: scores.0, to: scores.1)).sd
    )
    correlation = Correlation.pearsonCoefficient(scores.0, scores.1)
    alpha = (InternalConsistency(first).alpha, InternalConsistency(second).alpha)
    reliability = InternalConsistency.ofChange(
      from: scores.0, reliability: alpha.default, to: scores.1, reliability: alpha.evoked)
    itemChanges = InternalConsistency(change)
  }
}
