import GRDB
package import Study

extension ResponseStore {
  /// The scores before and after of all completed respondents of a kind.
  ///
  /// Reads stored subscale scores, never single answers. A respondent without a score on one of the
  /// two occasions is left out of that subscale and named in `missing`, unless the instrument was
  /// not given to them on both. Where an instrument was given more
  /// than once on an occasion the first administration counts.
  package func scores(of kind: RespondentKind) async throws -> StoredScores {
    try await database.read { database in
      try database.scores(of: kind)
    }
  }
}

extension Database {
  fileprivate func scores(of kind: RespondentKind) throws -> StoredScores {
    var places: [Int64: Int32] = [:]
    var situations: [SituationPlace] = []
    for row in try Row.fetchAll(
      self,
      sql: "SELECT id, emotion, factor, situation_index, factor_index FROM situation ORDER BY id")
    {
      let place = SituationPlace(
        key: SituationKey(emotion: row[1], factor: row[2], index: row[3]), factorIndex: row[4])
      if let index = situations.firstIndex(of: place) {
        places[row[0]] = Int32(index)
      } else {
        places[row[0]] = Int32(situations.count)
        situations.append(place)
      }
    }

    // Versions of an instrument share their subscales' names; they are read into one column.
    var columns: [ScoreColumns] = []
    var missing: [MissingScores] = []
    var columnOf: [Int64: (index: Int, items: Int)] = [:]
    let instruments = try keptInstruments()
    for row in try Row.fetchAll(
      self,
      sql: """
        SELECT subscale.id, instrument, subscale, instrument_version_id FROM subscale
        JOIN instrument_version ON instrument_version.id = instrument_version_id
        ORDER BY instrument_version.id, position
        """)
    {
      let instrument = InstrumentID(row[1])
      let subscale = SubscaleID(row[2])
      let index =
        columns.firstIndex { $0.instrument == instrument && $0.subscale == subscale }
        ?? columns.count
      if index == columns.count {
        columns.append(ScoreColumns(instrument: instrument, subscale: subscale))
        missing.append(MissingScores(instrument: instrument, subscale: subscale))
      }
      let parts = instruments[row[3]]?.subscales.first { $0.id == subscale }?.parts
      columnOf[row[0]] = (index, parts?.count ?? 0)
    }

    // The respondents and the scores are each read in one plain scan, and brought together by their
    // ids: a join, and the sort that it takes, would cost three times as much.
    var people: [(id: Int64, situation: Int32)] = []
    let completed = try Row.fetchCursor(
      self,
      sql: """
        SELECT id, situation_id FROM respondent
        WHERE kind = ? AND status = 'completed' AND situation_id IS NOT NULL
        """, arguments: [kind.rawValue])
    while let row = try completed.next() { people.append((row[0], places[row[1]]!)) }
    people.sort { $0.id < $1.id }
    for index in columns.indices { columns[index].reserveCapacity(people.count) }

    // In the order of the primary key, which is that of the table.
    let scores = try makeStatement(
      sql: """
        SELECT respondent_id, subscale_id, occasion = 'evoked', score, answered
        FROM subscale_score
        WHERE respondent_id BETWEEN ? AND ?
        ORDER BY respondent_id, subscale_id, ordinal
        """)
    let rows = try Row.fetchCursor(scores, arguments: [people.first?.id, people.last?.id])
    var position = 0
    var respondent: Int64 = -1
    var subscale: Int64 = -1
    var before: (score: Double?, answered: Int)?
    var after: (score: Double?, answered: Int)?
    func finishPair() {
      // The scores of somebody of another kind, or who has not completed, have no such person.
      while position < people.count, people[position].id < respondent { position += 1 }
      guard position < people.count, people[position].id == respondent,
        let (column, items) = columnOf[subscale], let before, let after
      else { return }
      guard let scoreBefore = before.score, let scoreAfter = after.score else {
        missing[column].unscored.append(Int32(position))
        return
      }
      if min(before.answered, after.answered) < items {
        missing[column].prorated.append(Int32(position))
      }
      columns[column].respondent.append(Int32(position))
      columns[column].situation.append(people[position].situation)
      columns[column].default.append(scoreBefore)
      columns[column].evoked.append(scoreAfter)
    }
    while let row = try rows.next() {
      let nextRespondent: Int64 = row[0]
      let nextSubscale: Int64 = row[1]
      if nextRespondent != respondent || nextSubscale != subscale {
        finishPair()
        (respondent, subscale) = (nextRespondent, nextSubscale)
        (before, after) = (nil, nil)
      }
      if row[2] as Bool {
        after = after ?? (row[3], row[4])
      } else {
        before = before ?? (row[3], row[4])
      }
    }
    finishPair()
    return StoredScores(
      situations: situations, columns: columns.filter { !$0.default.isEmpty },
      respondents: people.count,
      missing: missing.filter { !$0.unscored.isEmpty || !$0.prorated.isEmpty })
  }

  /// The instruments kept with the responses, by the ids of their versions.
  fileprivate func keptInstruments() throws -> [Int64: Instrument] {
    var instruments: [Int64: Instrument] = [:]
    for row in try Row.fetchAll(self, sql: "SELECT id, content FROM instrument_version") {
      instruments[row[0]] = try Instrument(yaml: row[1], file: "the stored instrument")
    }
    return instruments
  }
}

extension ResponseStore {
  /// The titles of all subscales, from the instruments kept with the responses.
  package func subscaleTitles() async throws -> [SubscaleID: String] {
    let instruments = try await database.read { try $0.keptInstruments() }
    var titles: [SubscaleID: String] = [:]
    for (_, instrument) in instruments.sorted(by: { $0.key < $1.key }) {
      for subscale in instrument.subscales { titles[subscale.id] = subscale.title }
    }
    return titles
  }
}
