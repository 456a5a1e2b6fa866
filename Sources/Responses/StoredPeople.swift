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
    try await read { try $0.people(of: kind) }
  }
}

extension Database {
  func people(of kind: RespondentKind) throws -> StoredPeople {
    var people: [Int64: StoredPerson] = [:]
    try forEach(
      "respondent",
      """
      SELECT respondent.id, situation_id, emotion, factor, situation_index, situation.kind,
        factor_index, text, started_at, finished_at, channel, language
      FROM respondent LEFT JOIN situation ON situation.id = situation_id
      WHERE respondent.kind = ? AND status = 'completed' AND situation_id IS NOT NULL
      """, [kind.rawValue]
    ) { row in
      let situation = row.joined("situation", key: 1)
      people[try row[0]] = StoredPerson(
        id: try row[0], situation: try situation.cell(2), situationText: try situation[7],
        startedAt: try row[8], finishedAt: try row[9], channel: try row[10],
        language: try row[11])
    }
    try forEach(
      "question_answer", keys: [0, 1],
      """
      SELECT respondent_id, question, CAST(value AS TEXT) FROM question_answer
      WHERE purpose = 'demographics'
      """
    ) { people[try $0[0]]?.answers.updateValue(try $0[2], forKey: try $0[1]) }
    try readIdentifying(into: &people)
    try readResponses(into: &people)
    try readScores(into: &people)
    return StoredPeople(
      people: people.values.sorted { $0.id < $1.id },
      others: try all(
        "respondent",
        """
        SELECT min(id), status, count(*) FROM respondent
        WHERE kind = ? AND NOT (status = 'completed' AND situation_id IS NOT NULL)
        GROUP BY status ORDER BY status
        """, [kind.rawValue]
      ) { (try $0[1], try $0.count(2)) },
      instruments: try all(
        "instrument_version", "SELECT id, content FROM instrument_version ORDER BY id"
      ) { try $0[1] },
      studyFiles: try storedFiles(
        ofVersion: "SELECT max(id) FROM study_version", arguments: []),
      situations: try all(
        "situation",
        """
        SELECT id, emotion, factor, situation_index, kind, factor_index, text FROM situation
        ORDER BY id
        """
      ) { (try $0.cell(1), try $0[6]) },
      secrets: try secrets(),
      words: Set(
        try all(
          "question_answer",
          """
          SELECT respondent_id, value FROM question_answer
          WHERE question = ? AND purpose = 'situation' AND typeof(value) = 'text'
          """, [Imagining.descriptionID.name]
        ) { try $0[1] }))
  }

  private func readIdentifying(into people: inout [Int64: StoredPerson]) throws {
    try forEach(
      "question_answer",
      """
      SELECT respondent_id, CAST(value AS TEXT) FROM question_answer
      WHERE question = ? AND purpose = 'situation' AND value IS NOT NULL
      """, [Imagining.descriptionID.name]
    ) { people[try $0[0]]?.imagined = try $0[1] }
    try forEach("identity", "SELECT respondent_id, person FROM identity") { row in
      people[try row[0]]?.recruitingID = try row[1]
    }
  }

  private func readResponses(into people: inout [Int64: StoredPerson]) throws {
    var places: [Int64: (instrument: InstrumentID, item: ItemID)] = [:]
    try forEach(
      "item",
      """
      SELECT item.id, instrument, item FROM item
      JOIN instrument_version ON instrument_version.id = instrument_version_id
      """
    ) { places[try $0[0]] = (InstrumentID(try $0[1]), ItemID(try $0[2])) }
    try forEach(
      "response", keys: [6, 2],
      """
      SELECT respondent_id, occasion, item_id, option, value, missing, administration_id
      FROM response JOIN administration ON administration.id = administration_id
      ORDER BY administration.respondent_id, ordinal
      """
    ) { row in
      let id: Int64 = try row[0]
      guard people[id] != nil else { return }
      guard let place = places[try row[2]] else { throw row.damage(2) }
      let key = VariableName(
        instrument: place.instrument, occasion: try row[1], item: place.item)
      if people[id]!.responses[key] == nil {
        people[id]!.responses[key] = StoredPerson.Response(
          option: try row[3], value: try row.number(4), missing: try row[5])
      }
    }
  }

  private func readScores(into people: inout [Int64: StoredPerson]) throws {
    try forEach(
      "subscale_score", keys: [0, 5],
      """
      SELECT respondent_id, occasion, instrument, subscale, score, subscale_id FROM subscale_score
      JOIN subscale ON subscale.id = subscale_id
      JOIN instrument_version ON instrument_version.id = instrument_version_id
      ORDER BY respondent_id, ordinal
      """
    ) { row in
      let id: Int64 = try row[0]
      guard people[id] != nil, let score = try row.number(4) else { return }
      let key = VariableName(
        instrument: InstrumentID(try row[2]), occasion: try row[1],
        subscale: SubscaleID(try row[3]))
      if people[id]!.scores[key] == nil { people[id]!.scores[key] = score }
    }
  }

  private func secrets() throws -> Set<String> {
    Set(
      try all(
        "respondent",
        """
        SELECT uuid FROM respondent UNION SELECT started_at FROM respondent
        UNION SELECT finished_at FROM respondent
        UNION SELECT person FROM identity UNION SELECT panel_study FROM identity
        UNION SELECT panel_session FROM identity
        UNION SELECT token_sha256 FROM session UNION SELECT browser_code FROM session
        UNION SELECT id_sha256 FROM personal_link UNION SELECT code_sha256 FROM access_code
        UNION SELECT at FROM page_served UNION SELECT at FROM page_received
        UNION SELECT uuid FROM site
        """
      ) { row -> String? in try row[0] }.compactMap(\.self))
  }
}
