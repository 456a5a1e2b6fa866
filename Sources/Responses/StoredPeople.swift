import GRDB
package import Study

/// One respondent with what a release may take from the store beside answers.
package struct StoredPerson: Sendable {
  /// The order of respondents in the store; never released.
  package let id: Int64
  package let situation: Design.Cell
  package let situationText: String?
  package let startedAt: String
  package let finishedAt: String?
  package let channel: Channel
  package let language: String
  /// What the participant imagined, in their own words; nil if they wrote nothing.
  package var imagined: String?
  /// The id under which the person was recruited, while it is kept.
  package var recruitingID: String?

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
  /// What they answered, in their order.
  package let columns: PersonColumns
  /// Respondents of the kind that are not among the people, by status.
  package let others: [(status: String, count: Int)]
  /// Every version of an instrument that was given, oldest first.
  package let instruments: [String]
  /// The files of the newest version of the study; nil if all answers were imported.
  package let studyFiles: StoredStudyFiles?
  package let situations: [(place: Design.Cell, text: String?)]
  /// What must not appear in a release: identities, ids of respondents, exact times. Empty unless
  /// read.
  package let secrets: Set<String>
  /// What respondents of any kind wrote in their own words.
  package let words: Set<String>
}

extension ResponseStore {
  /// All that is stored of the respondents of a kind who completed, in the order of the store.
  ///
  /// If an instrument was given more than once on an occasion, the first administration counts.
  ///
  /// - Parameter withSecrets: whether what must not appear in a release is read as well.
  package func people(
    of kind: RespondentKind, withSecrets: Bool = true
  ) async throws -> StoredPeople {
    try await read { try $0.people(of: kind, withSecrets: withSecrets) }
  }
}

extension Database {
  /// Each large table is read in one scan in the order of its key.
  func people(of kind: RespondentKind, withSecrets: Bool = true) throws -> StoredPeople {
    let situations: [(id: Int64, cell: Design.Cell, text: String?)] = try all(
      "situation",
      """
      SELECT id, emotion, factor, situation_index, kind, factor_index, text FROM situation ORDER BY id
      """
    ) { (try $0[0], try $0.cell(1), try $0[6]) }
    let situationOf = Dictionary(uniqueKeysWithValues: situations.map { ($0.id, $0) })
    var people: [StoredPerson] = []
    try forEach(
      "respondent",
      """
      SELECT id, situation_id, started_at, finished_at, channel, language FROM respondent
      WHERE kind = ? AND status = 'completed' AND situation_id IS NOT NULL
      ORDER BY id
      """, [kind.rawValue]
    ) { row in
      guard let situation = situationOf[try row[1]] else { throw row.damage(1) }
      people.append(
        StoredPerson(
          id: try row[0], situation: situation.cell, situationText: situation.text,
          startedAt: try row[2], finishedAt: try row[3], channel: try row[4],
          language: try row[5]))
    }
    var columns = PersonColumns(count: people.count)
    let ids = people.map(\.id)
    try readQuestions(into: &columns, ids)
    try readIdentifying(into: &people, ids)
    try readResponses(into: &columns, ids)
    try readScores(into: &columns, ids)
    return StoredPeople(
      people: people, columns: columns,
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
      situations: situations.map { ($0.cell, $0.text) },
      secrets: withSecrets ? try secrets() : [],
      words: Set(
        try all(
          "question_answer",
          """
          SELECT respondent_id, value FROM question_answer
          WHERE question = ? AND purpose = 'situation' AND typeof(value) = 'text'
          """, [Imagining.descriptionID.name]
        ) { try $0[1] }))
  }

  private func readQuestions(into columns: inout PersonColumns, _ ids: [Int64]) throws {
    var numbers = SnapshotReader.Numbers(ids)
    try forEach(
      "question_answer", keys: [0, 1],
      """
      SELECT respondent_id, question, CAST(value AS TEXT) FROM question_answer
      WHERE purpose = 'demographics' ORDER BY respondent_id, question
      """
    ) { row in
      guard let person = numbers.number(of: try row[0]) else { return }
      columns.setAnswer(try row[2], try row[1], of: person)
    }
  }

  private func readIdentifying(into people: inout [StoredPerson], _ ids: [Int64]) throws {
    var numbers = SnapshotReader.Numbers(ids)
    try forEach(
      "question_answer",
      """
      SELECT respondent_id, CAST(value AS TEXT) FROM question_answer
      WHERE question = ? AND purpose = 'situation' AND value IS NOT NULL
      ORDER BY respondent_id, question
      """, [Imagining.descriptionID.name]
    ) { row in
      if let person = numbers.number(of: try row[0]) { people[person].imagined = try row[1] }
    }
    numbers = SnapshotReader.Numbers(ids)
    try forEach(
      "identity", "SELECT respondent_id, person FROM identity ORDER BY respondent_id"
    ) { row in
      if let person = numbers.number(of: try row[0]) { people[person].recruitingID = try row[1] }
    }
  }

  private func readResponses(into columns: inout PersonColumns, _ ids: [Int64]) throws {
    var instrumentOf: [Int64: Int] = [:]
    var instruments: [InstrumentID] = []
    try forEach("instrument_version", "SELECT id, instrument FROM instrument_version") { row in
      let instrument = InstrumentID(try row[1])
      if !instruments.contains(instrument) { instruments.append(instrument) }
      instrumentOf[try row[0]] = instruments.firstIndex(of: instrument)!
    }
    // A column for each name, and the column of each item on each occasion.
    var names: [VariableName] = []
    var columnOf = Occasion.allCases.map { _ in [Int64: Int]() }
    try forEach("item", "SELECT id, instrument_version_id, item FROM item") { row in
      guard let instrument = instrumentOf[try row[1]] else { throw row.damage(1) }
      for (index, occasion) in Occasion.allCases.enumerated() {
        let name = VariableName(
          instrument: instruments[instrument], occasion: occasion, item: ItemID(try row[2]))
        columnOf[index][try row[0]] = names.firstIndex(of: name) ?? names.count
        if !names.contains(name) { names.append(name) }
      }
    }
    var given = names.map { _ in PersonColumn<StoredPerson.Response>(count: ids.count) }
    let administrations = try administrations(of: ids, instrumentOf)
    var next = administrations.makeIterator()
    var current = next.next()
    try forEach(
      "response", keys: [0, 1],
      """
      SELECT administration_id, item_id, option, value, missing FROM response
      WHERE administration_id BETWEEN ? AND ? ORDER BY administration_id, item_id
      """, [administrations.first?.id, administrations.last?.id]
    ) { row in
      let id: Int64 = try row[0]
      while let known = current, known.id < id { current = next.next() }
      guard let current, current.id == id else { return }
      guard let column = columnOf[current.occasion][try row[1]] else { throw row.damage(1) }
      given[column][Int(current.person)] = StoredPerson.Response(
        option: try row[2], value: try row.number(3), missing: try row[4])
    }
    for (name, column) in zip(names, given) where !column.values.isEmpty {
      columns.setResponses(column, name)
    }
  }

  /// An administration that counts: the first of an instrument on an occasion.
  private struct Administration {
    let id: Int64
    let person: Int32
    /// An index into all occasions.
    let occasion: Int
  }

  /// Those of the people that count, by their ids.
  private func administrations(
    of ids: [Int64], _ instrumentOf: [Int64: Int]
  ) throws -> [Administration] {
    var administrations: [Administration] = []
    var numbers = SnapshotReader.Numbers(ids)
    var last = -1
    var seen: Set<Int> = []
    try forEach(
      "administration",
      """
      SELECT id, respondent_id, instrument_version_id, occasion FROM administration
      ORDER BY respondent_id, ordinal
      """
    ) { row in
      guard let person = numbers.number(of: try row[1]) else { return }
      guard let instrument = instrumentOf[try row[2]] else { throw row.damage(2) }
      let occasion = Occasion.allCases.firstIndex(of: try row[3])!
      if person != last { seen = [] }
      last = person
      guard seen.insert(instrument * Occasion.allCases.count + occasion).inserted else { return }
      administrations.append(
        Administration(id: try row[0], person: Int32(person), occasion: occasion))
    }
    return administrations.sorted { $0.id < $1.id }
  }

  private func readScores(into columns: inout PersonColumns, _ ids: [Int64]) throws {
    var names: [Int64: [VariableName]] = [:]
    try forEach(
      "subscale",
      """
      SELECT subscale.id, instrument, subscale FROM subscale
      JOIN instrument_version ON instrument_version.id = instrument_version_id
      """
    ) { row in
      let instrument = InstrumentID(try row[1])
      let subscale = SubscaleID(try row[2])
      names[try row[0]] = Occasion.allCases.map {
        VariableName(instrument: instrument, occasion: $0, subscale: subscale)
      }
    }
    var numbers = SnapshotReader.Numbers(ids)
    try forEach(
      "subscale_score", keys: [0, 1],
      """
      SELECT respondent_id, subscale_id, occasion, score FROM subscale_score
      ORDER BY respondent_id, subscale_id, ordinal
      """
    ) { row in
      guard let person = numbers.number(of: try row[0]), let score = try row.number(3) else {
        return
      }
      guard let name = names[try row[1]]?[Occasion.allCases.firstIndex(of: try row[2])!] else {
        throw row.damage(1)
      }
      if columns.scores[name]?[person] == nil { columns.setScore(score, name, of: person) }
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
