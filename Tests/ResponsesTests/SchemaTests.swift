import Foundation
import GRDB
import Testing

@testable import Responses

@Suite struct SchemaTests {
  private static let file = URL(filePath: #filePath)
    .appending(path: "../../../Sources/Responses/migrations/0001.sql").standardizedFileURL

  private struct Entry: Equatable {
    let name: String
    let type: String
    let sql: String?
  }

  /// Everything that a database is made of, but for the table of migrations.
  private func schema(of path: String) throws -> [Entry] {
    try DatabaseQueue(path: path).read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT name, type, sql FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'
          ORDER BY type, name
          """
      ).map { Entry(name: $0[0], type: $0[1], sql: $0[2]) }
    }
  }

  @Test func `the sqlite3 shell makes the store's tables from the file alone`() throws {
    let temporary = try TemporaryStore()
    let made = FileManager.default.temporaryDirectory.appending(path: "evoke-\(UUID()).sqlite")
    defer { try? FileManager.default.removeItem(at: made) }
    let shell = Process()
    shell.executableURL = URL(filePath: "/usr/bin/env")
    shell.arguments = ["sqlite3", "-bail", made.path]
    shell.standardInput = try FileHandle(forReadingFrom: Self.file)
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(try schema(of: made.path) == schema(of: temporary.path))
    #expect(try schema(of: made.path).count { $0.type == "view" } == 4)
  }

  @Test func `a column for each item follows when an instrument is first used`() throws {
    let temporary = try TemporaryStore()
    #expect(try temporary.rows("SELECT * FROM responses_wide") == [])
  }

  @Test(arguments: [
    "INSERT INTO site (uuid, created_at) VALUES ('short', 'now')",
    """
    INSERT INTO situation (emotion, factor, factor_index, situation_index, kind, text, text_sha256)
    VALUES ('e', 'f', 1, 1, 'negative', 'words', '')
    """,
    """
    INSERT INTO respondent (uuid, site_id, kind, channel, status, language, seed, started_at)
    VALUES (printf('%036d', 1), 1, 'human', 'web', 'active', 'en', 1, 'now')
    """,
    """
    INSERT INTO action_log (at, action, detail, previous_sha256, sha256)
    VALUES ('now', 'a', 'd', '', 'short')
    """,
    """
    INSERT INTO release (at, recipe, sha256, record)
    VALUES ('now', 'r', printf('%064d', 1), 'no JSON')
    """,
  ])
  func `SQLite refuses what cannot be true`(statement: String) throws {
    let temporary = try TemporaryStore()
    #expect(throws: DatabaseError.self) { try temporary.execute(statement) }
  }
}
