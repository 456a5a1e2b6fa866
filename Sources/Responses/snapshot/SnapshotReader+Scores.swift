import GRDB
import Study

extension SnapshotReader {
  /// The stored scores before and after; versions of an instrument share the tables of their
  /// subscales.
  func scores() throws -> [ScoreTable] {
    var (tables, tableOf) = try emptyTables()
    var numbers = numbers
    // In the order of the primary key, which is that of the table.
    let statement = try database.makeStatement(
      sql: """
        SELECT respondent_id, subscale_id, occasion = 'evoked', score, answered
        FROM subscale_score
        WHERE respondent_id BETWEEN ? AND ?
        ORDER BY respondent_id, subscale_id, ordinal
        """)
    let rows = try Row.fetchCursor(statement, arguments: range)
    var respondent: Int64 = -1
    var subscale: Int64 = -1
    var before: (score: Double?, answered: Int)?
    var after: (score: Double?, answered: Int)?
    func finishPair() {
      guard let before, let after, let number = numbers.number(of: respondent),
        let (table, items) = tableOf[subscale]
      else { return }
      tables[table].addPair(
        before.score, after.score, isProrated: min(before.answered, after.answered) < items,
        of: number)
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
    return tables
  }

  /// A table per subscale of any version, and where the scores of each version's subscale go.
  private func emptyTables() throws -> (
    [ScoreTable], [Int64: (table: Int, items: Int)]
  ) {
    let versions = Dictionary(uniqueKeysWithValues: instruments)
    var tables: [ScoreTable] = []
    var tableOf: [Int64: (table: Int, items: Int)] = [:]
    for row in try Row.fetchAll(
      database,
      sql: """
        SELECT subscale.id, instrument, subscale, instrument_version_id FROM subscale
        JOIN instrument_version ON instrument_version.id = instrument_version_id
        ORDER BY instrument_version.id, position
        """)
    {
      let instrument = InstrumentID(row[1])
      let id = SubscaleID(row[2])
      let subscale = versions[row[3]]?.subscale(id)
      let table =
        tables.firstIndex { $0.instrument == instrument && $0.subscale == id } ?? tables.count
      if table == tables.count {
        tables.append(ScoreTable(instrument, id, title: id.name, count: ids.count))
      }
      if let version = versions[row[3]], let subscale {
        tables[table].title = subscale.title
        tables[table].range = subscale.possibleScores(of: version.items)
      }
      tableOf[row[0]] = (table, subscale?.parts.count ?? 0)
    }
    return (tables, tableOf)
  }
}
