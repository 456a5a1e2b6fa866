import GRDB
import Study

extension SnapshotReader {
  /// The stored scores before and after; versions of an instrument share the tables of their
  /// subscales.
  func scores() throws -> [ScoreTable] {
    var (tables, tableOf) = try emptyTables()
    var numbers = numbers
    // In the order of the primary key, which is that of the table.
    let scores = """
      SELECT respondent_id, subscale_id, occasion, score, answered
      FROM subscale_score
      WHERE respondent_id BETWEEN ? AND ?
      ORDER BY respondent_id, subscale_id, ordinal
      """
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
    try database.forEach("subscale_score", keys: [0, 1], scores, range) { row in
      let nextRespondent: Int64 = try row[0]
      let nextSubscale: Int64 = try row[1]
      if nextRespondent != respondent || nextSubscale != subscale {
        finishPair()
        (respondent, subscale) = (nextRespondent, nextSubscale)
        (before, after) = (nil, nil)
      }
      let score = (score: try row.number(3), answered: try row.count(4))
      switch try row[2] as Occasion {
      case .default: before = before ?? score
      case .evoked: after = after ?? score
      }
    }
    finishPair()
    return tables
  }

  /// A table per subscale of any version, and where the scores of each version's subscale go.
  private func emptyTables() throws -> (
    [ScoreTable], [Int64: (table: Int, items: Int)]
  ) {
    let versions = Dictionary(instruments.map { ($0.id, $0.instrument) }) { first, _ in first }
    var tables: [ScoreTable] = []
    var tableOf: [Int64: (table: Int, items: Int)] = [:]
    try database.forEach(
      "subscale",
      """
      SELECT subscale.id, instrument, subscale, instrument_version_id FROM subscale
      JOIN instrument_version ON instrument_version.id = instrument_version_id
      ORDER BY instrument_version.id, position
      """
    ) { row in
      let instrument = InstrumentID(try row[1])
      let id = SubscaleID(try row[2])
      let version = versions[try row[3]]
      let subscale = version?.subscale(id)
      let table =
        tables.firstIndex { $0.instrument == instrument && $0.subscale == id } ?? tables.count
      if table == tables.count {
        tables.append(ScoreTable(instrument, id, title: id.name, count: ids.count))
      }
      if let version, let subscale {
        tables[table].title = subscale.title
        tables[table].range = subscale.possibleScores(of: version.items)
      }
      tableOf[try row[0]] = (table, subscale?.parts.count ?? 0)
    }
    return (tables, tableOf)
  }
}
