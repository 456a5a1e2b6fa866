import GRDB
package import Study

extension ResponseStore {
  /// The answers to single items of all completed respondents of a kind, in the order of
  /// `scores(of:)`.
  ///
  /// Where an instrument was given more than once on an occasion the first administration counts.
  ///
  /// - Parameter withTimes: whether to read how long each page took.
  package func answers(
    of kind: RespondentKind, withTimes: Bool = false
  ) async throws -> ItemAnswers {
    try await database.read { database in
      try database.answers(of: kind, withTimes: withTimes)
    }
  }
}

extension Database {
  /// Each of the large tables is read in one plain scan, and brought together by ids in memory.
  fileprivate func answers(of kind: RespondentKind, withTimes: Bool) throws -> ItemAnswers {
    var situations: [Int64: SituationKey] = [:]
    for row in try Row.fetchAll(
      self, sql: "SELECT id, emotion, factor, situation_index FROM situation")
    {
      situations[row[0]] = SituationKey(emotion: row[1], factor: row[2], index: row[3])
    }
    var people: [(id: Int64, respondent: ItemAnswers.Respondent)] = []
    let completed = try Row.fetchCursor(
      self,
      sql: """
        SELECT id, situation_id, coalesce(imported_key, uuid) FROM respondent
        WHERE kind = ? AND status = 'completed' AND situation_id IS NOT NULL
        """, arguments: [kind.rawValue])
    while let row = try completed.next() {
      people.append((row[0], .init(key: row[2], situation: situations[row[1]])))
    }
    people.sort { $0.id < $1.id }

    var (tables, versions) = try emptyTables()
    let times =
      try withTimes ? secondsOnPages(from: people.first?.id, to: people.last?.id) : [:]
    let rowOf = try addRows(to: &tables, versions, people.map(\.id), times)
    try fill(&tables, rowOf)
    return ItemAnswers(respondents: people.map(\.respondent), tables: tables)
  }

  /// Where a version of an instrument is found among the tables; evoked is the one behind default.
  private struct VersionPlace {
    let table: Int
    let version: Int
    let instrument: Instrument
  }

  private func emptyTables() throws -> ([AnswerTable], [Int64: VersionPlace]) {
    var instruments: [[(id: Int64, instrument: Instrument)]] = []
    for row in try Row.fetchAll(
      self, sql: "SELECT id, content FROM instrument_version ORDER BY id")
    {
      let instrument = try Instrument(yaml: row[1], file: "the stored instrument")
      let known = instruments.firstIndex { $0[0].instrument.id == instrument.id }
      if let known {
        instruments[known].append((row[0], instrument))
      } else {
        instruments.append([(row[0], instrument)])
      }
    }
    var places: [Int64: VersionPlace] = [:]
    for (index, versions) in instruments.enumerated() {
      for (version, (id, instrument)) in versions.enumerated() {
        places[id] = VersionPlace(table: 2 * index, version: version, instrument: instrument)
      }
    }
    let tables = instruments.flatMap { versions in
      Occasion.allCases.map { AnswerTable(versions.map(\.instrument), $0) }
    }
    return (tables, places)
  }

  /// The table and the row of each administration that counts, by its id.
  private func addRows(
    to tables: inout [AnswerTable], _ versions: [Int64: VersionPlace], _ people: [Int64],
    _ times: [Int64: [String: Double]]
  ) throws -> [Int64: (table: Int, row: Int)] {
    var rowOf: [Int64: (table: Int, row: Int)] = [:]
    var position = 0
    var pages = [Occasion.default: 0, .evoked: 0]
    var last: Int64 = -1
    let administrations = try Row.fetchCursor(
      self,
      sql: """
        SELECT id, respondent_id, instrument_version_id, occasion, item_order FROM administration
        WHERE respondent_id BETWEEN ? AND ? ORDER BY respondent_id, ordinal
        """, arguments: [people.first, people.last])
    while let row = try administrations.next() {
      let respondent: Int64 = row[1]
      while position < people.count, people[position] < respondent { position += 1 }
      guard position < people.count, people[position] == respondent,
        let place = versions[row[2]], let occasion = Occasion(rawValue: row[3])
      else { continue }
      if respondent != last { pages = [.default: 0, .evoked: 0] }
      last = respondent
      pages[occasion]! += 1
      let table = place.table + (occasion == .evoked ? 1 : 0)
      guard tables[table].respondents.last != Int32(position) else { continue }
      // The pages of an occasion are called default, default-2 and so on.
      let number = pages[occasion]!
      let page = occasion.rawValue + (number > 1 ? "-\(number)" : "")
      rowOf[row[0]] = (table, tables[table].rows)
      tables[table].addRow(
        respondent: Int32(position), version: place.version,
        order: (row[4] as String?).map { Self.columns(of: $0, place.instrument, tables[table]) },
        seconds: times[respondent]?[page])
    }
    return rowOf
  }

  /// Positions of a version's items, from 1, as columns of the table.
  private static func columns(
    of order: String, _ version: Instrument, _ table: AnswerTable
  ) -> [Int] {
    order.split(separator: " ").compactMap { Int($0) }
      .filter { version.items.indices.contains($0 - 1) }
      .compactMap { table.column(of: version.items[$0 - 1].id) }
  }

  private func fill(
    _ tables: inout [AnswerTable], _ rowOf: [Int64: (table: Int, row: Int)]
  ) throws {
    var itemOf: [Int64: ItemID] = [:]
    for row in try Row.fetchAll(self, sql: "SELECT id, item FROM item") {
      itemOf[row[0]] = ItemID(row[1])
    }
    let columnOf = tables.map { table in
      itemOf.compactMapValues { table.column(of: $0) }
    }
    let responses = try Row.fetchCursor(
      self,
      sql: """
        SELECT administration_id, item_id, value FROM response
        WHERE administration_id BETWEEN ? AND ? AND value IS NOT NULL
        """, arguments: [rowOf.keys.min(), rowOf.keys.max()])
    var administration: Int64 = -1
    var place: (table: Int, row: Int)?
    while let row = try responses.next() {
      let next: Int64 = row[0]
      if next != administration {
        administration = next
        place = rowOf[next]
      }
      guard let place, let column = columnOf[place.table][row[1]] else { continue }
      tables[place.table].setAnswer(row[2], row: place.row, column: column)
    }
  }

  /// By respondent and page: seconds from the page's being shown first to its being taken.
  private func secondsOnPages(
    from first: Int64?, to last: Int64?
  ) throws -> [Int64: [String: Double]] {
    func earliest(_ table: String, _ condition: String) throws -> [Int64: [String: Double]] {
      var times: [Int64: [String: Double]] = [:]
      let rows = try Row.fetchCursor(
        self,
        sql: """
          SELECT respondent_id, page, julianday(min(at)) * 86400 FROM \(table)
          WHERE respondent_id BETWEEN ? AND ? \(condition) GROUP BY respondent_id, page
          """, arguments: [first, last])
      while let row = try rows.next() { times[row[0], default: [:]][row[1]] = row[2] }
      return times
    }
    let served = try earliest("page_served", "")
    let received = try earliest("page_received", "AND outcome = 'recorded'")
    return received.reduce(into: [:]) { seconds, entry in
      for (page, at) in entry.value {
        guard let shown = served[entry.key]?[page], at >= shown else { continue }
        // Times are kept in milliseconds; a day's fraction is not that exact.
        seconds[entry.key, default: [:]][page] = ((at - shown) * 1_000).rounded() / 1_000
      }
    }
  }
}
