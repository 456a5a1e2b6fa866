/// One subscale's scores before and after, a respondent an entry.
package struct ScoreColumns: Sendable {
  package let instrument: InstrumentID
  package let subscale: SubscaleID
  /// Which respondent each entry belongs to, counted from 0 in the order of the store.
  package var respondent: [Int32] = []
  /// The situation of each respondent, as an index into the situations read with them.
  package var situation: [Int32] = []
  package var `default`: [Double] = []
  package var evoked: [Double] = []

  package init(instrument: InstrumentID, subscale: SubscaleID) {
    self.instrument = instrument
    self.subscale = subscale
  }

  package mutating func reserveCapacity(_ count: Int) {
    respondent.reserveCapacity(count)
    situation.reserveCapacity(count)
    `default`.reserveCapacity(count)
    evoked.reserveCapacity(count)
  }
}

/// The respondents with answers missing on one subscale, by the numbers that its columns use.
package struct MissingScores: Sendable {
  package let instrument: InstrumentID
  package let subscale: SubscaleID
  /// Who has no score before or after, and no pair therefore.
  package var unscored: [Int32] = []
  /// Who has both scores by the instrument's rule, at least one of them on fewer answers than the
  /// subscale has items.
  package var prorated: [Int32] = []

  package init(instrument: InstrumentID, subscale: SubscaleID) {
    self.instrument = instrument
    self.subscale = subscale
  }
}

/// The scores of the respondents who completed, ready for analysis.
package struct StoredScores: Sendable {
  package let situations: [SituationPlace]
  package let columns: [ScoreColumns]
  package let respondents: Int
  /// Who has answers missing, an entry a subscale with such respondents.
  package let missing: [MissingScores]

  package init(
    situations: [SituationPlace], columns: [ScoreColumns], respondents: Int,
    missing: [MissingScores] = []
  ) {
    self.situations = situations
    self.columns = columns
    self.respondents = respondents
    self.missing = missing
  }
}
