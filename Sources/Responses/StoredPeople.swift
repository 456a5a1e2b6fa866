import GRDB
package import Study

/// One respondent with all that a release may take from the store.
package struct StoredPerson: Sendable {
  /// The order of respondents in the store; never released.
  package let id: Int64
  package let situation: Design.Cell
  package let situationText: String?
  package let startedAt: String
  package let finishedAt: String?
  package let channel: Channel
  package let language: String
  /// Answers to questions of demographics; nil if the participant declined.
  package var answers: [String: String?] = [:]
  /// What the participant imagined, in their own words; nil if they wrote nothing.
  package var imagined: String?
  /// The id under which the person was recruited, while it is kept.
  package var recruitingID: String?
  package var responses: [VariableName: Response] = [:]
  package var scores: [VariableName: Double] = [:]

  package struct Response: Hashable, Sendable {
    package let option: String?
    package let value: Double?
    /// `skipped` or `not_reached`; nil if there is a value.
    package let missing: String?

    package init(option: String?, value: Double?, missing: String?) {
      self.option = option
      self.value = value
      self.missing = missing
    }
  }

  package init(
    id: Int64, situation: Design.Cell, situationText: String?, startedAt: String,
    finishedAt: String?, channel: Channel, language: String
  ) {
    self.id = id
    self.situation = situation
    self.situationText = situationText
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.channel = channel
    self.language = language
  }
}

/// The respondents of a kind who completed, and those who did not.
package struct StoredPeople: Sendable {
  package let people: [StoredPerson]
  /// Respondents of the kind that are not among the people, by status.
  package let others: [(status: String, count: Int)]
  /// Every version of an instrument that was given, oldest first.
  package let instruments: [String]
  /// The files of the newest version of the study; nil if all answers were imported.
  package let studyFiles: StoredStudyFiles?
  package let situations: [(place: Design.Cell, text: String?)]
  /// What must not appear in a release: identities, ids of respondents, exact times.
  package let secrets: Set<String>
  /// What respondents of any kind wrote in their own words.
  package let words: Set<String>
}

extension ResponseStore {
  /// All that is stored of the respondents of a kind who completed, in the order of the store.
  ///
  /// If an instrument was given more than once on an occasion, the first administration counts.
  package func people(of kind: RespondentKind) async throws -> StoredPeople {
    try await database.read { try $0.people(of: kind) }
  }
}

extension Database {
  fileprivate func people(of kind: RespondentKind) throws -> StoredPeople {
    var people: [Int64: StoredPerson] = [:]
    let completed = try Row.fetchCursor(
      self,
      sql: """
        SELECT respondent.id, emotion, factor, situation_index, factor_index, text, started_at,
          finished_at, channel, language
        FROM respondent JOIN situation ON situation.id = situation_id
        WHERE respondent.kind = ? AND status = 'completed'
        """, arguments: [kind.rawValue])
    while let row = try completed.next() {
      people[row[0]] = StoredPerson(
        id: row[0],
        situation: Design.Cell(
          key: SituationKey(emotion: row[1], factor: row[2], index: row[3]), factorIndex: row[4]),
        situationText: row[5], startedAt: row[6], finishedAt: row[7],
        channel: Channel(rawValue: row[8])!, language: row[9])
    }
    let answers = try Row.fetchCursor(
      self,
      sql: """
        SELECT respondent_id, question, CAST(value AS TEXT) FROM question_answer
        WHERE purpose = 'demographics'
        """)
    while let row = try answers.next() {
      people[row[0]]?.answers.updateValue(row[2], forKey: row[1])
    }
    try readIdentifying(into: &people)
    try readResponses(into: &people)
    try readScores(into: &people)
    return StoredPeople(
      people: people.values.sorted { $0.id < $1.id },
      others: try Row.fetchAll(
        self,
        sql: """
          SELECT status, count(*) FROM respondent
          WHERE kind = ? AND NOT (status = 'completed' AND situation_id IS NOT NULL)
          GROUP BY status ORDER BY status
          """, arguments: [kind.rawValue]
      ).map { ($0[0], $0[1]) },
      instruments: try String.fetchAll(
        self, sql: "SELECT content FROM instrument_version ORDER BY id"),
      studyFiles: try storedFiles(
        ofVersion: "SELECT max(id) FROM study_version", arguments: []),
      situations: try Row.fetchAll(
        self,
        sql:
          "SELECT emotion, factor, situation_index, factor_index, text FROM situation ORDER BY id"
      ).map {
        (
          Design.Cell(
            key: SituationKey(emotion: $0[0], factor: $0[1], index: $0[2]), factorIndex: $0[3]),
          $0[4]
        )
      },
      secrets: try secrets(),
      words: Set(
        try String.fetchAll(
          self,
          sql: """
            SELECT value FROM question_answer
            WHERE question = ? AND purpose = 'situation' AND typeof(value) = 'text'
            """, arguments: [Imagining.descriptionID.name])))
  }

  private func readIdentifying(into people: inout [Int64: StoredPerson]) throws {
    let words = try Row.fetchCursor(
      self,
      sql: """
        SELECT respondent_id, CAST(value AS TEXT) FROM question_answer
        WHERE question = ? AND purpose = 'situation' AND value IS NOT NULL
        """, arguments: [Imagining.descriptionID.name])
    while let row = try words.next() { people[row[0]]?.imagined = row[1] }
    let identities = try Row.fetchCursor(self, sql: "SELECT respondent_id, person FROM identity")
    while let row = try identities.next() { people[row[0]]?.recruitingID = row[1] }
  }

  private func readResponses(into people: inout [Int64: StoredPerson]) throws {
    var places: [Int64: (instrument: InstrumentID, item: ItemID)] = [:]
    for row in try Row.fetchAll(
      self,
      sql: """
        SELECT item.id, instrument, item FROM item
        JOIN instrument_version ON instrument_version.id = instrument_version_id
        """)
    {
      places[row[0]] = (InstrumentID(row[1]), ItemID(row[2]))
    }
    let responses = try Row.fetchCursor(
      self,
      sql: """
        SELECT respondent_id, occasion, item_id, option, value, missing
        FROM response JOIN administration ON administration.id = administration_id
        ORDER BY administration.respondent_id, ordinal
        """)
    while let row = try responses.next() {
      let id: Int64 = row[0]
      guard people[id] != nil, let place = places[row[2]] else { continue }
      let key = VariableName(
        instrument: place.instrument, occasion: Occasion(rawValue: row[1])!, item: place.item)
      if people[id]!.responses[key] == nil {
        people[id]!.responses[key] = StoredPerson.Response(
          option: row[3], value: row[4], missing: row[5])
      }
    }
  }

  private func readScores(into people: inout [Int64: StoredPerson]) throws {
    let scores = try Row.fetchCursor(
      self,
      sql: """
        SELECT respondent_id, occasion, instrument, subscale, score FROM subscale_score
        JOIN subscale ON subscale.id = subscale_id
        JOIN instrument_version ON instrument_version.id = instrument_version_id
        ORDER BY respondent_id, ordinal
        """)
    while let row = try scores.next() {
      let id: Int64 = row[0]
      guard people[id] != nil, let score: Double = row[4] else { continue }
      let key = VariableName(
        instrument: InstrumentID(row[2]), occasion: Occasion(rawValue: row[1])!,
        subscale: SubscaleID(row[3]))
      if people[id]!.scores[key] == nil { people[id]!.scores[key] = score }
    }
  }

  private func secrets() throws -> Set<String> {
    Set(
      try String.fetchAll(
        self,
        sql: """
          SELECT uuid FROM respondent UNION SELECT started_at FROM respondent
          UNION SELECT finished_at FROM respondent WHERE finished_at IS NOT NULL
          UNION SELECT person FROM identity
          UNION SELECT panel_study FROM identity WHERE panel_study IS NOT NULL
          UNION SELECT panel_session FROM identity WHERE panel_session IS NOT NULL
          UNION SELECT token_sha256 FROM session UNION SELECT code_sha256 FROM access_code
          UNION SELECT at FROM page_served UNION SELECT at FROM page_received
          UNION SELECT uuid FROM site
          """))
  }
}
