import Foundation
import GRDB
import Responses
import Study
import Testing

/// A database in which every table has a row, and every column can be given any value.
final class LooseDatabase {
  static let completed = SessionToken("0123456789abcdef0123456789abcdef")!
  static let active = SessionToken("00000000000000000000000000000001")!
  static let identity = RecruitedIdentity(
    panel: "PROLIFIC_PID", person: "anna", panelStudy: "a", panelSession: "b")

  let temporary: TemporaryStore
  private(set) var columns: [(table: String, column: String, rows: [String])] = []

  init() async throws {
    temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 2).load(), now: moment)
    let state = try await store.consent(Self.completed, to: study, identity: Self.identity)
    store.noteServed("situation", to: state, now: moment)
    _ = try await store.send(2, .default, from: Self.completed, in: study)
    _ = try await store.sendSituation(from: Self.completed, in: study)
    _ = try await store.send(4, .evoked, from: Self.completed, in: study)
    _ = try await store.consent(Self.active, to: study)
    _ = try await store.code(.resume, of: Self.active, now: moment)
    let gone = SessionToken()
    _ = try await store.consent(gone, to: study)
    _ = try await store.send(3, .default, from: gone, in: study)
    _ = try await store.leave(gone, deletingAnswers: true, now: moment)
    _ = try await store.close(true, now: moment)
    _ = try await store.close(false, now: moment)
    try await store.finish()
    try temporary.execute(Self.others)
    try temporary.execute(Self.loosening)
    columns = try Self.columns(of: temporary.path)
  }

  private static let others = """
    DELETE FROM seal;
    UPDATE study_key SET code = '\(String(repeating: "c", count: 64))';
    INSERT INTO question_answer VALUES (1, 'country', 'demographics', 'KE', NULL);
    INSERT INTO question_answer VALUES (1, 'adult', 'screening', 'yes', 1);
    INSERT INTO question_answer VALUES (1, 'imagined', 'situation', 'a wood', NULL);
    INSERT INTO attention_answer VALUES (1, 'check', '3', 0, '2026-01-01T00:00:00.000Z');
    INSERT INTO paradata VALUES (1, 1, 'default', 'upset', 'ms', 5, '2026-01-01T00:00:00.000Z');
    INSERT INTO answer_change VALUES (1, 2, 'default', 'upset', '3', '2026-01-01T00:00:00.000Z');
    INSERT INTO latecomer VALUES (1, 1, 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z');
    INSERT INTO imported_file VALUES (1, '\(String(repeating: "a", count: 64))', 'f', 'x', 0, 'now');
    INSERT INTO run VALUES (1, 'r', 'm', 1, NULL);
    INSERT INTO release VALUES (1, 'now', 'r', '\(String(repeating: "b", count: 64))', '{}');
    UPDATE administration SET item_order =
      '20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1' WHERE id = 1;
    """

  /// Takes the types and the conditions from all tables, so that nothing is refused.
  private static let loosening = """
    PRAGMA writable_schema = ON;
    UPDATE sqlite_master SET sql = replace(replace(replace(replace(
      sql, 'IS NOT NULL', 'NOTNULL'), 'NOT NULL', ''), ') STRICT, W', ') W'), ') STRICT', ')')
    WHERE type = 'table';
    DELETE FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_is\\_not\\_%' ESCAPE '\\';
    """

  private static func columns(
    of path: String
  ) throws -> [(table: String, column: String, rows: [String])] {
    try DatabaseQueue(path: path).read { database in
      let tables = try Row.fetchAll(
        database,
        sql: """
          SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master
          WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
          """)
      return try tables.flatMap { row in
        let (table, isKeyed): (String, Bool) = (row[0], row[1])
        var rows = ["1"]
        if !isKeyed {
          let ids = try Int64.fetchAll(
            database,
            sql: "SELECT rowid FROM \(table) LIMIT \(table == "respondent" ? 9 : 1)")
          #expect(!ids.isEmpty, "no row in \(table)")
          rows = ids.map { "rowid = \($0)" }
        }
        return try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))").map {
          (table, $0["name"] as String, rows)
        }
      }
    }
  }

  /// A copy in which a column of some rows holds another value; nil if SQLite has no such row.
  func damaged(_ table: String, _ column: String, _ value: String, where rows: String) -> String? {
    let copy = temporary.folder.appendingPathComponent("damaged.sqlite").path
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + end) }
    do {
      try FileManager.default.copyItem(atPath: temporary.path, toPath: copy)
      var configuration = Configuration()
      configuration.foreignKeysEnabled = false
      try DatabaseQueue(path: copy, configuration: configuration).writeWithoutTransaction {
        try $0.execute(
          sql: """
            PRAGMA ignore_check_constraints = ON;
            UPDATE OR REPLACE \(table) SET "\(column)" = \(value) WHERE \(rows);
            """)
      }
      return copy
    } catch {
      return nil
    }
  }
}
