import Foundation
import GRDB
import Study
import TextFormats

// What is looked at beside the rows: the tables' definitions, counts, and the files beside the database.
extension Examiner {
  /// Compares tables, views, triggers and indexes with those of an empty database.
  mutating func checkSchema() throws {
    // Of an earlier build, whose tables were others.
    guard try database.hasMarks else { return }
    let expected = try Self.expected.get()
    let found = try database.definitions()
    for (name, definition) in expected.sorted(by: { $0.key < $1.key }) {
      if found[name] == nil {
        report(.schema, "the \(name) is missing")
      } else if found[name] != definition {
        report(.schema, "the \(name) is not as Evoke made it")
      }
    }
    for name in found.keys.sorted() where expected[name] == nil {
      report(.schema, "the \(name) is not one of Evoke's")
    }
  }

  /// The definitions in an empty database.
  private static let expected = Result {
    let empty = try DatabaseQueue()
    try Schema.migrator.migrate(empty)
    return try empty.read { try $0.definitions() }
  }

  /// Compares the numbers that are kept of completions with the respondents.
  mutating func checkCounts() throws {
    guard try database.tableExists("cell_completion") else { return }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT kind, cell, sum(kept), sum(counted) FROM (
          SELECT kind, situation_id AS cell, participants AS kept, 0 AS counted FROM cell_completion
          UNION ALL
          SELECT kind, coalesce(situation_id, 0), 0, count(*) FROM respondent
          WHERE status = 'completed' AND channel <> 'import' AND NOT excluded GROUP BY 1, 2)
        GROUP BY 1, 2 HAVING sum(kept) <> sum(counted) ORDER BY 1, 2
        """)
    for row in rows.map({ StoredRow($0, of: "cell_completion") }) {
      let (kind, cell): (String, Int64) = (try row[0], try row[1])
      let (kept, counted): (Int64, Int64) = (try row[2], try row[3])
      report(
        .counts,
        "table cell_completion, row with kind \(kind), situation_id \(cell): \(kept) participants, and "
          + "\(counted) have completed")
    }
  }

  /// Looks at the history, and for what was left by a program that was killed.
  mutating func checkFilesBeside() throws {
    for leftover in RestoreRun.leftovers(of: examination.path) {
      report(
        .beside,
        "\(leftover): left by `evoke restore`, which was killed. Answers that were withdrawn may be in it; "
          + "the next program that writes to the database removes it")
    }
    let path = StudyHistory.path(beside: examination.path)
    do {
      guard let history = try StudyHistory(beside: examination.path) else { return }
      guard history.site == nil || history.site == (try? database.site) else {
        report(.beside, "\(path): is the history of another database")
        return
      }
      compare(with: history)
    } catch let error as StoreError {
      report(.beside, "\(error)")
    }
  }

  /// Looks whether the database is an older one than was there before.
  private mutating func compare(with history: StudyHistory) {
    if let known = history.respondents, let found = examination.respondents, found < known {
      report(
        .seals,
        "\(counted(known, "respondent")) had taken part when a program last closed the database, which "
          + "holds \(grouped(found)): an older one is in its place")
    }
    if let newest = history.newestAction, (try? database.isLogged(newest)) == false {
      report(
        .log,
        "table action_log: the entry that was the newest when a program last closed the database is no "
          + "longer there")
    }
  }

  /// Why there is no key.
  var missingKey: String {
    let path = StudyKey.path(beside: examination.path)
    do {
      return try StudyKey(beside: examination.path) == nil
        ? "\(path) is missing" : "\(path): no key"
    } catch {
      return "\(error)"
    }
  }
}

extension Database {
  /// The statements that made tables, views, triggers and indexes, by kind and name. That of
  /// `responses_wide`, which is made anew with each instrument, is left out.
  fileprivate func definitions() throws -> [String: String] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT type || ' ' || name, iif(name = 'responses_wide', '', sql) FROM sqlite_master
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'grdb_migrations'
        """)
    return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
  }
}
