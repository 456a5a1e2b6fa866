import GRDB
import Study

extension Database {
  /// What is kept of one page of a respondent, however often it is sent.
  private static let mostParadata = 2_000

  /// Keeps what was measured, as far as there is room, and counts the rest.
  func insert(
    _ paradata: [ParadataRecord], page: String, respondent: Int64, now: Timestamp
  ) throws {
    guard !paradata.isEmpty else { return }
    let known = try Int.fetchOne(
      cachedStatement(
        sql: "SELECT count(*) FROM paradata WHERE respondent_id = ? AND page = ?"),
      arguments: [respondent, page])!
    let measured = paradata.filter { $0.measure != .surplus }
    let kept = measured.prefix(max(0, Self.mostParadata - known))
    let surplus = paradata.reduce(measured.count - kept.count) { sum, record in
      guard record.measure == .surplus, case .count(let count) = record.value else { return sum }
      return sum + count
    }
    if surplus > 0 {
      try countSurplus(surplus, page: page, respondent: respondent, now: now)
    }
    for record in kept {
      let value: DatabaseValue =
        switch record.value {
        case .milliseconds(let number), .count(let number): number.databaseValue
        case .text(let text): text.databaseValue
        }
      try cachedStatement(
        sql: """
          INSERT INTO paradata (respondent_id, page, item, measure, value, at)
          VALUES (?, ?, ?, ?, ?, ?)
          """
      ).execute(
        arguments: [respondent, page, record.item, record.measure.rawValue, value, now.description])
    }
  }

  /// One row counts what is not kept of a page.
  private func countSurplus(
    _ surplus: Int, page: String, respondent: Int64, now: Timestamp
  ) throws {
    let measure = ParadataRecord.Name.surplus.rawValue
    try execute(
      sql: """
        UPDATE paradata SET value = value + ? WHERE respondent_id = ? AND page = ? AND measure = ?
        """, arguments: [surplus, respondent, page, measure])
    guard changesCount == 0 else { return }
    try execute(
      sql: "INSERT INTO paradata (respondent_id, page, measure, value, at) VALUES (?, ?, ?, ?, ?)",
      arguments: [respondent, page, measure, surplus, now.description])
  }
}
