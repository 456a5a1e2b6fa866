package import Study

/// The scores of a crowd before and after, ready for statistics: columns of numbers, the place in
/// the design that each respondent belongs to, and what else is known of the respondents.
package struct Crowd: Sendable {
  /// A situation of the design.
  package struct Place: Sendable, Hashable {
    package let situation: SituationKey
    /// The factor's place among those of its emotion, from 1.
    package let factorIndex: Int

    package init(situation: SituationKey, factorIndex: Int) {
      self.situation = situation
      self.factorIndex = factorIndex
    }
  }

  /// One subscale; the arrays have one entry a respondent who has both scores.
  package struct Column: Sendable {
    package let instrument: InstrumentID
    package let subscale: SubscaleID
    package let title: String
    /// Indices into the crowd's respondents.
    package let respondent: [Int32]
    /// Indices into the crowd's places.
    package let place: [Int32]
    package let `default`: [Double]
    package let evoked: [Double]

    package init(
      instrument: InstrumentID, subscale: SubscaleID, title: String, respondent: [Int32],
      place: [Int32], default: [Double], evoked: [Double]
    ) {
      precondition(place.count == `default`.count && place.count == evoked.count)
      precondition(place.count == respondent.count)
      self.instrument = instrument
      self.subscale = subscale
      self.title = title
      self.respondent = respondent
      self.place = place
      self.default = `default`
      self.evoked = evoked
    }
  }

  /// What is known of one respondent beside the scores.
  package struct Respondent: Sendable, Hashable {
    /// Answers to the demographic questions by id; a declined question has no entry.
    package let answers: [String: String]
    /// The calendar year of taking part, for ages; nil where it is not known.
    package let year: Int?
    /// Seconds from consent to the end; nil where they are not known.
    package let seconds: Double?
    /// Whether a check of attention was failed; nil where there was none.
    package let failedAttention: Bool?
    /// Whether an answer to a screening question was not accepted; nil where there was none.
    package let failedScreening: Bool?
    /// Whether the situation was left before its words could be read; nil where times are not known.
    package let readTooFast: Bool?
    /// Whether every item was answered after the situation exactly as before it.
    package let answeredIdentically: Bool?
    /// How single items were answered; nil where nobody asked.
    package let signs: CarelessSigns?

    package init(
      answers: [String: String], year: Int?, seconds: Double? = nil, failedAttention: Bool? = nil,
      failedScreening: Bool? = nil, readTooFast: Bool? = nil, answeredIdentically: Bool? = nil,
      signs: CarelessSigns? = nil
    ) {
      self.answers = answers
      self.year = year
      self.seconds = seconds
      self.failedAttention = failedAttention
      self.failedScreening = failedScreening
      self.readTooFast = readTooFast
      self.answeredIdentically = answeredIdentically
      self.signs = signs
    }
  }

  /// The respondents with answers missing on one subscale, as indices into the crowd's respondents.
  package struct Missing: Sendable {
    package let instrument: InstrumentID
    package let subscale: SubscaleID
    package let title: String
    /// Who has no score before or after; the subscale's column leaves them out.
    package let unscored: [Int32]
    /// Who is in the column, with a score on fewer answers than the subscale has items.
    package let prorated: [Int32]

    package init(
      instrument: InstrumentID, subscale: SubscaleID, title: String, unscored: [Int32],
      prorated: [Int32]
    ) {
      self.instrument = instrument
      self.subscale = subscale
      self.title = title
      self.unscored = unscored
      self.prorated = prorated
    }
  }

  package let places: [Place]
  package let columns: [Column]
  /// How many respondents there are.
  package let participants: Int
  /// What is known of them, in the order that the columns refer to; empty where nobody asked.
  package let respondents: [Respondent]
  /// An entry a subscale on which somebody has answers missing.
  package let missing: [Missing]

  package init(
    places: [Place], columns: [Column], participants: Int, respondents: [Respondent] = [],
    missing: [Missing] = []
  ) {
    precondition(respondents.isEmpty || respondents.count == participants)
    self.places = places
    self.columns = columns
    self.participants = participants
    self.respondents = respondents
    self.missing = missing
  }
}
