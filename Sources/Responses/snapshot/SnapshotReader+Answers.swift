import GRDB
import Study

extension SnapshotReader {
  /// The answers to single items, a table per instrument and occasion.
  func answers(withTimes: Bool) throws -> [AnswerTable] {
    var (tables, versions) = emptyTables()
    let times = withTimes ? try secondsOnPages() : [:]
    try fill(&tables, try addRows(to: &tables, versions, times))
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

  /// An administration that counts, and where its answers go.
  private struct Place {
    let administration: Int64
    let table: Int32
    let row: Int32
  }

  /// The administrations that count, by their ids.
  ///
  /// - Parameter times: seconds by page, an entry per respondent; NaN if they are not known.
  private func addRows(
    to tables: inout [AnswerTable], _ versions: [Int64: VersionTable], _ times: [String: [Double]]
  ) throws -> [Place] {
    var places: [Place] = []
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
      if tables[table].rows == 0 { tables[table].reserve(rows: ids.count) }
      places.append(
        Place(
          administration: try row[0], table: Int32(table), row: Int32(tables[table].rows)))
      let seconds = times[StudyDefinition.pageName(occasion, number: pages[occasion]!)]?[number]
      tables[table].addRow(
        respondent: Int32(number), version: version.version,
        order: try (row[4] as String?).map {
          guard let columns = Self.columns(of: $0, version.instrument, tables[table]) else {
            throw row.damage(4)
          }
          return columns
        },
        seconds: seconds.flatMap { $0.isNaN ? nil : $0 })
    }
    // In place: there is one for each administration.
    places.sort { $0.administration < $1.administration }
    return places
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

  private func fill(_ tables: inout [AnswerTable], _ places: [Place]) throws {
    var itemOf: [Int64: ItemID] = [:]
    try database.forEach("item", "SELECT id, item FROM item") { row in
      itemOf[try row[0]] = ItemID(try row[1])
    }
    let columnOf = tables.map { table in
      itemOf.compactMapValues { table.column(of: $0) }
    }
    var next = 0
    try database.forEach(
      "response", keys: [0, 1],
      """
      SELECT administration_id, item_id, value FROM response
      WHERE administration_id BETWEEN ? AND ? AND value IS NOT NULL
      ORDER BY administration_id, item_id
      """, [places.first?.administration, places.last?.administration]
    ) { row in
      let administration: Int64 = try row[0]
      while next < places.count, places[next].administration < administration { next += 1 }
      guard next < places.count, places[next].administration == administration else { return }
      let table = Int(places[next].table)
      guard let column = columnOf[table][try row[1]] else { return }
      tables[table].setAnswer(try row.number(2), row: Int(places[next].row), column: column)
    }
  }

  /// Seconds from a page's being shown first to its being taken, by page: an entry per respondent,
  /// NaN if they are not known.
  private func secondsOnPages() throws -> [String: [Double]] {
    var seconds = try earliest("page_received", "AND outcome = 'recorded'")
    let served = try earliest("page_served", "")
    for page in seconds.keys {
      guard let shown = served[page] else {
        seconds[page] = nil
        continue
      }
      for number in shown.indices {
        let at = seconds[page]![number]
        seconds[page]![number] =
          at >= shown[number] ? Self.seconds(from: shown[number], to: at) : .nan
      }
    }
    return seconds
  }

  /// Times are kept in milliseconds; a day's fraction is not that exact.
  static func seconds(from start: Double, to end: Double) -> Double {
    ((end - start) * 1_000).rounded() / 1_000
  }

  /// The earliest time in a table, in seconds, by page: an entry per respondent, NaN without one.
  ///
  /// Rows come in the order in which they were written, in which people take turns.
  func earliest(_ table: String, _ condition: String) throws -> [String: [Double]] {
    var times: [String: [Double]] = [:]
    guard let first = ids.first, let last = ids.last else { return times }
    let areDense = last - first == Int64(ids.count - 1)
    try database.forEach(
      table,
      """
      SELECT respondent_id, page, julianday(at) * 86400 FROM \(table) NOT INDEXED
      WHERE respondent_id BETWEEN ? AND ? \(condition)
      """, range
    ) { row in
      let id: Int64 = try row[0]
      guard let number = areDense ? Int(id - first) : number(of: id), let at = try row.number(2)
      else { return }
      let page: String = try row[1]
      if times[page] == nil { times[page] = Array(repeating: .nan, count: ids.count) }
      let known = times[page]![number]
      if !(known <= at) { times[page]![number] = at }
    }
    return times
  }

  /// The number of a respondent whose id comes in any order; nil for others.
  private func number(of id: Int64) -> Int? {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id ? low : nil
  }
}
