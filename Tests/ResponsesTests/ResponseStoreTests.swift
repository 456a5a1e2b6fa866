import Foundation
import GRDB
import Responses
import Statistics
import Study
import Testing
import TextFormats

@Suite struct ResponseStoreTests {
  @Test func `a new database is in write-ahead mode, durable and strict`() throws {
    let temporary = try TemporaryStore()
    #expect(try temporary.rows("PRAGMA journal_mode") == [["wal"]])
    let tables = try temporary.rows(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0")
    #expect(tables.allSatisfy { $0[0].hasPrefix("sqlite_") || $0[0] == "grdb_migrations" })
    #expect(try temporary.rows("PRAGMA foreign_key_check").isEmpty)
    #expect(try temporary.rows("SELECT count(*) FROM site") == [["1"]])
  }

  @Test func `a database that is opened again is the same one`() async throws {
    let temporary = try TemporaryStore()
    let site = try temporary.rows("SELECT uuid FROM site")
    temporary.store = try ResponseStore(path: temporary.path, now: moment)
    #expect(try temporary.rows("SELECT uuid FROM site") == site)
  }

  @Test func `a file that is something else is refused and left alone`() throws {
    let temporary = try TemporaryStore()
    let text = temporary.folder.appendingPathComponent("notes.sqlite").path
    try "not a database, whatever its name says".write(
      toFile: text, atomically: true, encoding: .utf8)
    #expect(throws: StoreError.self) { try ResponseStore(path: text, now: moment) }
    let foreign = temporary.folder.appendingPathComponent("foreign.sqlite").path
    try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE birds (name)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: foreign))
    let error = #expect(throws: StoreError.self) { try ResponseStore(path: foreign, now: moment) }
    #expect(error?.description.contains("not one of Evoke's") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: foreign)) == before)
  }

  @Test func `a database that was made in vain goes, unless it holds respondents`() async throws {
    let temporary = try TemporaryStore()
    let path = temporary.folder.appendingPathComponent("new.sqlite").path
    func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: temporary.folder.path)
        .filter { $0.hasPrefix("new.") }
    }
    try ResponseStore(path: path, now: moment).removeIfEmpty()
    #expect(try files() == [])
    let kept = try ResponseStore(path: path, now: moment)
    let study = try await kept.register(SmallStudy().load(), now: moment)
    _ = try await kept.consent(to: study)
    try kept.removeIfEmpty()
    #expect(try files().contains("new.sqlite"))
  }

  @Test func `nothing is acknowledged while a file of the database is elsewhere`() async throws {
    for end in ["", "-wal", "-shm"] {
      let temporary = try TemporaryStore()
      let study = try await temporary.store.register(SmallStudy().load(), now: moment)
      let (path, away) = (temporary.path + end, temporary.path + ".away")
      try FileManager.default.moveItem(atPath: path, toPath: away)
      let error = await #expect(throws: StoreError.self) {
        try await temporary.store.consent(to: study)
      }
      #expect(error?.description.hasPrefix("\(path): the file was moved") == true)
      try FileManager.default.moveItem(atPath: away, toPath: path)
      _ = try await temporary.store.consent(to: study)
      #expect(try temporary.rows("SELECT count(*) FROM respondent") == [["1"]])
    }
  }

  @Test func `a database that a link leads to is known by the link and by itself`() async throws {
    let temporary = try TemporaryStore()
    let link = temporary.folder.appendingPathComponent("link.sqlite").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: temporary.path)
    let store = try ResponseStore(path: link, now: moment)
    let study = try await store.register(SmallStudy().load(), now: moment)
    _ = try await store.consent(to: study)
    try FileManager.default.removeItem(atPath: link)
    await #expect(throws: StoreError.self) { try await store.consent(to: study) }
    #expect(try temporary.rows("SELECT count(*) FROM respondent") == [["1"]])
  }

  @Test func `a database is not made in a folder that is not there`() throws {
    let temporary = try TemporaryStore()
    let folder = temporary.folder.appendingPathComponent("none").path
    let error = #expect(throws: StoreError.self) {
      try ResponseStore(path: "\(folder)/new.sqlite", now: moment)
    }
    #expect(error?.description.hasPrefix("\(folder): no such folder") == true)
  }

  @Test func `a database of a newer Evoke is refused`() throws {
    let temporary = try TemporaryStore()
    try temporary.execute("INSERT INTO grdb_migrations VALUES ('999')")
    #expect(throws: StoreError.self) { try ResponseStore(path: temporary.path, now: moment) }
    #expect(throws: StoreError.self) { try ResponseStore(reading: temporary.path) }
  }

  @Test(arguments: [
    "UPDATE consent SET given = 0", "DELETE FROM consent", "DELETE FROM page_received",
    "UPDATE assignment SET quota = 9", "DELETE FROM assignment",
    "UPDATE action_log SET detail = ''",
    "UPDATE instrument_version SET content = ''",
    "REPLACE INTO consent SELECT id, respondent_id, 1 - given, text_sha256, language, at FROM consent",
    "INSERT OR REPLACE INTO study_file SELECT study_version_id, path, 'x' FROM study_file",
    "DELETE FROM action_log", "DELETE FROM study_file",
  ])
  func `what happened cannot be changed afterwards`(sql: String) async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    _ = try await temporary.store.consent(session, to: study)
    _ = try await temporary.store.send(3, .default, from: session, in: study)
    #expect(throws: DatabaseError.self) { try temporary.execute(sql) }
  }

  @Test func `every version of a study and its files is kept once`() async throws {
    let temporary = try TemporaryStore()
    let first = try await temporary.store.register(SmallStudy().load(), now: moment)
    _ = try await temporary.store.register(SmallStudy().load(), now: moment)
    _ = try await temporary.store.register(SmallStudy(quota: 2).load(), now: moment)
    #expect(try temporary.rows("SELECT count(*) FROM study_version") == [["2"]])
    #expect(try temporary.rows("SELECT count(*) FROM situation") == [["4"]])
    #expect(try temporary.rows("SELECT count(*) FROM instrument_version") == [["1"]])
    let stored = try await temporary.store.storedStudy(sha256: first.study.sha256, now: moment)
    #expect(stored?.study.quota == 1)
    #expect(stored?.study.sha256 == first.study.sha256)
  }

  @Test func `the researchers' log is chained by hashes`() async throws {
    let temporary = try TemporaryStore()
    _ = try await temporary.store.register(SmallStudy().load(), now: moment)
    _ = try await temporary.store.register(SmallStudy(quota: 2).load(), now: moment)
    let log = try temporary.rows(
      "SELECT previous_sha256, at, action, detail, sha256 FROM action_log ORDER BY id")
    #expect(log.count == 2)
    #expect(log[0][0] == "")
    #expect(log[1][0] == log[0][4])
    for entry in log {
      #expect(sha256Hex(entry[0..<4].joined(separator: "\u{0}").utf8) == entry[4])
    }
  }
}
