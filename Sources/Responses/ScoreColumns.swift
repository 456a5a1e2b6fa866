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

    var incomplete: [SubscaleID: Int] = [:]
    let rows = try Row.fetchCursor(
      self,
      sql: """
        SELECT subscale_score.respondent_id, subscale_score.subscale_id, occasion = 'evoked', score,
          situation_id
        FROM subscale_score
        JOIN respondent ON respondent.id = subscale_score.respondent_id
        WHERE kind = ? AND status = 'completed' AND situation_id IS NOT NULL
        ORDER BY subscale_score.respondent_id, subscale_score.subscale_id, ordinal
        """, arguments: [kind.rawValue])
    var position: Int32 = -1
    var respondent: Int64 = -1
    var subscale: Int64 = -1
    var situation: Int64 = 0
    var before: Double?
    var after: Double?
    func finishPair() {
      guard let column = columnOf[subscale] else { return }
      guard let before, let after else {
        incomplete[columns[column].subscale, default: 0] += 1
        return
      }
      columns[column].respondent.append(position)
      columns[column].situation.append(places[situation]!)
      columns[column].default.append(before)
      columns[column].evoked.append(after)
    }
    while let row = try rows.next() {
      let nextRespondent: Int64 = row[0]
      let nextSubscale: Int64 = row[1]
      if nextRespondent != respondent || nextSubscale != subscale {
        finishPair()
        if nextRespondent != respondent { position += 1 }
        (respondent, subscale, situation) = (nextRespondent, nextSubscale, row[4])
        (before, after) = (nil, nil)
      }
      if row[2] as Bool {
        after = after ?? row[3]
      } else {
        before = before ?? row[3]
      }
    }
    finishPair()
    let respondents =
      try Int.fetchOne(
        self,
        sql: """
          SELECT count(*) FROM respondent
          WHERE kind = ? AND status = 'completed' AND situation_id IS NOT NULL
          """, arguments: [kind.rawValue]) ?? 0
    return StoredScores(
      situations: situations, columns: columns.filter { !$0.default.isEmpty },
      respondents: respondents, incomplete: incomplete)
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
