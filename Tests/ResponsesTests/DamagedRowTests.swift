import Foundation
import GRDB
import Study
import Testing
import TextFormats

@testable import Responses

/// A database in which every table has a row, and every column can be given any value.
private final class LooseDatabase {
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

@Suite struct DamagedRowTests {
  private static let values = [
    "NULL", "'nonsense'", "-1", "9223372036854775807", "9e999",
  ]

  /// Does everything that the store can be asked for; returns the errors of reading.
  private func readEverything(of path: String) async throws -> [any Error] {
    var errors: [any Error] = []
    func attempt(_ work: () async throws -> Void) async {
      do { try await work() } catch { errors.append(error) }
    }
    let store: ResponseStore
    do {
      store = try ResponseStore(path: path, now: moment)
    } catch {
      return [error]
    }
    for kind in [RespondentKind.human, .test] {
      await attempt { _ = try await store.progress(of: kind, now: moment) }
      await attempt { _ = try await store.people(of: kind) }
      await attempt {
        _ = try await store.respondents(
          of: kind, including: [.scores, .answers, .attributes, .checks, .keys, .times])
      }
    }
    await attempt { _ = try await store.instruments() }
    await attempt { _ = try await store.releases() }
    await attempt { _ = try await store.checkActionLog() }
    await attempt { _ = try store.isClosed() }
    await attempt { _ = try store.placesTaken(kind: .human, now: moment) }
    await attempt { _ = try await store.state(of: LooseDatabase.identity) }
    for session in [LooseDatabase.completed, LooseDatabase.active] {
      await attempt { _ = try await store.answers(of: session) }
      await attempt {
        guard let state = try store.state(of: session) else { return }
        _ = try store.savedAnswers(of: state, on: "default")
        _ = try store.secondsSinceServed("situation", to: state, now: moment)
        _ = try await store.storedStudy(sha256: state.studySHA256, now: moment)
      }
    }
    let found = errors
    // What is written may be refused by SQLite; it is enough that the program goes on.
    await attempt {
      let study = try await store.register(SmallStudy(quota: 2).load(), now: moment)
      await attempt {
        _ = try await store.consent(to: study, identity: LooseDatabase.identity)
      }
      await attempt { _ = try await store.consent(to: study) }
      await attempt {
        _ = try await store.receive(from: LooseDatabase.active, now: moment) { sender in
          try sender.record(.scale(3, .default, of: study.study), in: study)
        }
      }
      await attempt {
        _ = try await store.withdraw(
          .code(AccessCode(of: LooseDatabase.active, for: .resume)), by: .participant, now: moment)
      }
    }
    return found
  }

  @Test func `any value in any column of any table is an error or a result, never the end`()
    async throws
  {
    let database = try await LooseDatabase()
    let before = try #require(database.damaged("site", "name", "NULL", where: "0"))
    #expect(try await readEverything(of: before).isEmpty)
    var damaged = 0
    for (table, column, rows) in database.columns {
      for row in rows {
        for value in Self.values {
          guard let path = database.damaged(table, column, value, where: row) else { continue }
          damaged += 1
          for error in try await readEverything(of: path) where !(error is any UserFacingError) {
            Issue.record("\(table).\(column) = \(value) where \(row): \(error)")
          }
        }
      }
    }
    #expect(damaged > 500)
  }

  @Test(
    arguments: [
      ("kind", "'robot'"), ("status", "'asleep'"), ("step", "-1"), ("layout", "'round'"),
      ("situation_id", "99"), ("study_version_id", "99"), ("seed", "NULL"),
    ])
  func `a participant's damaged row is named`(column: String, value: String) async throws {
    let database = try await LooseDatabase()
    let path = try #require(
      database.damaged("respondent", column, value, where: "rowid = 1"))
    let store = try ResponseStore(reading: path)
    let error = try #require(throws: StoreError.self) {
      _ = try store.state(of: LooseDatabase.completed)
    }
    guard case .damaged(_, let row) = error else {
      Issue.record("\(error)")
      return
    }
    // A situation that is not there is missing in its own table.
    #expect(row.table == (column == "situation_id" ? "situation" : "respondent"))
    #expect(row.row == (column == "situation_id" ? "situation_id 99" : "id 1"))
    #expect("\(error)".contains("evoke doctor"))
  }

  @Test func `what a damaged answer holds is not repeated`() async throws {
    let database = try await LooseDatabase()
    let path = try #require(
      database.damaged("response", "value", "'a secret'", where: "administration_id = 1"))
    let store = try ResponseStore(reading: path)
    let error = try await #require(throws: StoreError.self) {
      _ = try await store.respondents(of: .human, including: .answers)
    }
    #expect(!"\(error)".contains("secret"))
    #expect("\(error)".contains("table response"))
  }
}
