import GRDB
import Study

extension SnapshotReader {
  /// The answers to single items, a table per instrument and occasion.
  func answers(withTimes: Bool) throws -> [AnswerTable] {
    var (tables, versions) = emptyTables()
    let times = withTimes ? try secondsOnPages() : [:]
    let rowOf = try addRows(to: &tables, versions, times)
    try fill(&tables, rowOf)
    return tables
  }

  /// A version of an instrument among the tables; evoked is the one behind default.
  private struct VersionTable {
    let table: Int
    let version: Int
    let instrument: Instrument
  }

  private func emptyTables() -> ([AnswerTable], [Int64: VersionTable]) {
    var byInstrument: [[(id: Int64, instrument: Instrument)]] = []
    for version in instruments {
      let known = byInstrument.firstIndex { $0[0].instrument.id == version.instrument.id }
      if let known { byInstrument[known].append(version) } else { byInstrument.append([version]) }
    }
    var tableOf: [Int64: VersionTable] = [:]
    for (index, versions) in byInstrument.enumerated() {
      for (version, (id, instrument)) in versions.enumerated() {
        tableOf[id] = VersionTable(table: 2 * index, version: version, instrument: instrument)
      }
    }
    let tables = byInstrument.flatMap { versions in
      Occasion.allCases.map { AnswerTable(versions.map(\.instrument), $0) }
    }
    return (tables, tableOf)
  }

  /// The table and the row of each administration that counts, by its id.
  private func addRows(
    to tables: inout [AnswerTable], _ versions: [Int64: VersionTable],
    _ times: [Int: [String: Double]]
  ) throws -> [Int64: (table: Int, row: Int)] {
    var rowOf: [Int64: (table: Int, row: Int)] = [:]
    var numbers = numbers
    var pages = [Occasion.default: 0, .evoked: 0]
    var last = -1
    try database.forEach(
      "administration",
      """
      SELECT id, respondent_id, instrument_version_id, occasion, item_order FROM administration
      WHERE respondent_id BETWEEN ? AND ? ORDER BY respondent_id, ordinal
      """, range
    ) { row in
      guard let number = numbers.number(of: try row[1]) else { return }
      guard let version = versions[try row[2]] else { throw row.damage(2) }
      let occasion: Occasion = try row[3]
      if number != last { pages = [.default: 0, .evoked: 0] }
      last = number
      pages[occasion]! += 1
      let table = version.table + (occasion == .evoked ? 1 : 0)
      guard tables[table].respondents.last != Int32(number) else { return }
      rowOf[try row[0]] = (table, tables[table].rows)
      tables[table].addRow(
        respondent: Int32(number), version: version.version,
        order: try (row[4] as String?).map {
          guard let columns = Self.columns(of: $0, version.instrument, tables[table]) else {
            throw row.damage(4)
          }
          return columns
        },
        seconds: times[number]?[StudyDefinition.pageName(occasion, number: pages[occasion]!)])
    }
    return rowOf
  }

  /// Positions of a version's items, from 1, as columns of the table; nil unless each of the items
  /// appears once.
  private static func columns(
    of order: String, _ version: Instrument, _ table: AnswerTable
  ) -> [Int]? {
    let positions = order.split(separator: " ").compactMap { Int($0) }
    guard positions.sorted() == Array(1...max(1, version.items.count)) else { return nil }
    return positions.compactMap { table.column(of: version.items[$0 - 1].id) }
  }

  private func fill(
    _ tables: inout [AnswerTable], _ rowOf: [Int64: (table: Int, row: Int)]
  ) throws {
    var itemOf: [Int64: ItemID] = [:]
    try database.forEach("item", "SELECT id, item FROM item") { row in
      itemOf[try row[0]] = ItemID(try row[1])
    }
    let columnOf = tables.map { table in
      itemOf.compactMapValues { table.column(of: $0) }
    }
    var administration: Int64 = -1
    var place: (table: Int, row: Int)?
    try database.forEach(
      "response", keys: [0, 1],
      """
      SELECT administration_id, item_id, value FROM response
      WHERE administration_id BETWEEN ? AND ? AND value IS NOT NULL
      """, [rowOf.keys.min(), rowOf.keys.max()]
    ) { row in
      let next: Int64 = try row[0]
      if next != administration {
        administration = next
        place = rowOf[next]
      }
      guard let place, let column = columnOf[place.table][try row[1]] else { return }
      tables[place.table].setAnswer(try row.number(2), row: place.row, column: column)
    }
  }

  /// By respondent and page: seconds from the page's being shown first to its being taken.
  private func secondsOnPages() throws -> [Int: [String: Double]] {
    let received = try earliest("page_received", "AND outcome = 'recorded'")
    let served = try earliest("page_served", "")
    return received.reduce(into: [:]) { seconds, entry in
      for (page, at) in entry.value {
        guard let shown = served[entry.key]?[page], at >= shown else { continue }
        seconds[entry.key, default: [:]][page] = Self.seconds(from: shown, to: at)
      }
    }
  }

  /// Times are kept in milliseconds; a day's fraction is not that exact.
  static func seconds(from start: Double, to end: Double) -> Double {
    ((end - start) * 1_000).rounded() / 1_000
  }

  /// By respondent and page: the earliest time in a table, in seconds.
  func earliest(
    _ table: String, _ condition: String
  ) throws -> [Int: [String: Double]] {
    var times: [Int: [String: Double]] = [:]
    var numbers = numbers
    try database.forEach(
      table,
      """
      SELECT respondent_id, page, julianday(min(at)) * 86400 FROM \(table)
      WHERE respondent_id BETWEEN ? AND ? \(condition)
      GROUP BY respondent_id, page ORDER BY respondent_id
      """, range
    ) { row in
      guard let number = numbers.number(of: try row[0]) else { return }
      times[number, default: [:]][try row[1]] = try row.number(2)
    }
    return times
  }
}
