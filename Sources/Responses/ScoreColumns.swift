import GRDB
package import Study

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

  fileprivate mutating func reserveCapacity(_ count: Int) {
    respondent.reserveCapacity(count)
    situation.reserveCapacity(count)
    `default`.reserveCapacity(count)
    evoked.reserveCapacity(count)
  }
}

/// A situation as answers refer to it.
package struct SituationPlace: Sendable, Hashable {
  package let key: SituationKey
  package let factorIndex: Int

  package init(key: SituationKey, factorIndex: Int) {
    self.key = key
    self.factorIndex = factorIndex
  }
}

/// The scores of the respondents who completed, ready for analysis.
package struct StoredScores: Sendable {
  package let situations: [SituationPlace]
  package let columns: [ScoreColumns]
  package let respondents: Int
  /// Pairs left out because a score before or after is missing, by subscale.
  package let incomplete: [SubscaleID: Int]

  package init(
    situations: [SituationPlace], columns: [ScoreColumns], respondents: Int,
    incomplete: [SubscaleID: Int]
  ) {
    self.situations = situations
    self.columns = columns
    self.respondents = respondents
    self.incomplete = incomplete
  }
}

extension ResponseStore {
  /// The scores before and after of all completed respondents of a kind.
  ///
  /// Reads stored subscale scores, never single answers. A respondent without a score on one of the
  /// two occasions is left out of that subscale and counted. Where an instrument was given more
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
    var columnOf: [Int64: Int] = [:]
    for row in try Row.fetchAll(
      self,
      sql: """
        SELECT subscale.id, instrument, subscale FROM subscale
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
      }
      columnOf[row[0]] = index
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

    var incomplete: [SubscaleID: Int] = [:]
    // In the order of the primary key, which is that of the table.
    let scores = try makeStatement(
      sql: """
        SELECT respondent_id, subscale_id, occasion = 'evoked', score FROM subscale_score
        WHERE respondent_id BETWEEN ? AND ?
        ORDER BY respondent_id, subscale_id, ordinal
        """)
    let rows = try Row.fetchCursor(scores, arguments: [people.first?.id, people.last?.id])
    var position = 0
    var respondent: Int64 = -1
    var subscale: Int64 = -1
    var before: Double?
    var after: Double?
    func finishPair() {
      // The scores of somebody of another kind, or who has not completed, have no such person.
      while position < people.count, people[position].id < respondent { position += 1 }
      guard position < people.count, people[position].id == respondent,
        let column = columnOf[subscale]
      else { return }
      guard let before, let after else {
        incomplete[columns[column].subscale, default: 0] += 1
        return
      }
      columns[column].respondent.append(Int32(position))
      columns[column].situation.append(people[position].situation)
      columns[column].default.append(before)
      columns[column].evoked.append(after)
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
        after = after ?? row[3]
      } else {
        before = before ?? row[3]
      }
    }
    finishPair()
    return StoredScores(
      situations: situations, columns: columns.filter { !$0.default.isEmpty },
      respondents: people.count, incomplete: incomplete)
  }
}

extension ResponseStore {
  /// The titles of all subscales, from the instruments kept with the responses.
  package func subscaleTitles() async throws -> [SubscaleID: String] {
    let texts = try await database.read { database in
      try String.fetchAll(database, sql: "SELECT content FROM instrument_version ORDER BY id")
    }
    var titles: [SubscaleID: String] = [:]
    for text in texts {
      for subscale in try Instrument(yaml: text, file: "the stored instrument").subscales {
        titles[subscale.id] = subscale.title
      }
    }
    return titles
  }
}
