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

@Suite struct RecordingTests {
  @Test func `the same consent sent twice is one participant`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    let first = try await temporary.store.consent(session, to: study)
    let second = try await temporary.store.consent(session, to: study)
    #expect(first.uuid == second.uuid)
    #expect(try temporary.rows("SELECT count(*) FROM respondent") == [["1"]])
    #expect(try temporary.rows("SELECT count(*) FROM consent") == [["1"]])
  }

  @Test func `a recruited person is one participant on every device`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let identity = RecruitedIdentity(
      panel: "P", person: "anna", panelStudy: nil, panelSession: nil)
    let store = temporary.store
    let states = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await store.consent(to: study, identity: identity).uuid
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(states.count == 1)
    #expect(try temporary.rows("SELECT count(*) FROM respondent") == [["1"]])
    #expect(try temporary.rows("SELECT count(*) FROM session") == [["8"]])
  }

  @Test func `a page sent twice is recorded once, the second time with other answers`() async throws
  {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    _ = try await temporary.store.consent(session, to: study)
    let first = try await temporary.store.send(2, .default, from: session, in: study)
    let second = try await temporary.store.send(5, .default, from: session, in: study)
    #expect(first.step == 2)
    #expect(second.step == 2)
    #expect(first.situation == second.situation)
    #expect(
      try temporary.rows("SELECT count(*), sum(value) FROM responses_long") == [["20", "40"]])
    #expect(try temporary.rows("SELECT count(*) FROM assignment") == [["1"]])
    #expect(
      try temporary.rows("SELECT outcome FROM page_received WHERE page = 'default'")
        == [["recorded"], ["repeated"]])
  }

  @Test func `the contract views show what people answered`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    let person = try await store.consent(session, to: study)
    _ = try await store.send(2, .default, from: session, in: study)
    _ = try await store.sendSituation(from: session, in: study)
    let end = try await store.send(4, .evoked, from: session, in: study)
    #expect(end.status == .completed)
    #expect(
      try temporary.rows("SELECT * FROM participants") == [
        [
          person.uuid, "human", "web", "completed", "Fear", "Dark", "1",
          "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z",
        ]
      ])
    #expect(
      try temporary.rows(
        "SELECT occasion, instrument, subscale, score FROM scores ORDER BY occasion, subscale")
        == [
          ["default", "panas", "negative_affect", "20"],
          ["default", "panas", "positive_affect", "20"],
          ["evoked", "panas", "negative_affect", "40"],
          ["evoked", "panas", "positive_affect", "40"],
        ])
    #expect(
      try temporary.rows(
        "SELECT DISTINCT participant, occasion, instrument, value, typeof(value) "
          + "FROM responses_long ORDER BY occasion")
        == [
          [person.uuid, "default", "panas", "2", "integer"],
          [person.uuid, "evoked", "panas", "4", "integer"],
        ])
    #expect(
      try temporary.rows("SELECT panas_default_upset, panas_evoked_afraid FROM responses_wide")
        == [["2", "4"]])
    #expect(
      try temporary.rows("SELECT occasion, situation_id IS NULL FROM administration ORDER BY id")
        == [["default", "1"], ["evoked", "0"]])
  }

  @Test func `an unanswered item is NULL with its reason and leaves no score`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    _ = try await temporary.store.consent(session, to: study)
    _ = try await temporary.store.send(nil, .default, from: session, in: study)
    #expect(
      try temporary.rows("SELECT DISTINCT value, option, missing FROM response")
        == [["NULL", "NULL", "skipped"]])
    #expect(
      try temporary.rows("SELECT DISTINCT score, answered FROM subscale_score") == [["NULL", "0"]])
  }

  @Test func `of writes that arrive together one that fails undoes itself alone`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy(quota: 100).load(), now: moment)
    let store = temporary.store
    let other = try TemporaryStore()
    _ = try await other.store.register(SmallStudy(quota: 100).load(), now: moment)
    // A version of the study that this store does not have.
    let unknown = try await other.store.register(SmallStudy(quota: 99).load(), now: moment)
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<60 {
        group.addTask {
          let session = SessionToken()
          do {
            if number % 3 == 0 {
              _ = try await store.consent(session, to: unknown)
            } else {
              _ = try await store.consent(session, to: study)
              _ = try await store.send(3, .default, from: session, in: study)
            }
            return true
          } catch {
            return false
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(outcomes == 40)
    #expect(try temporary.rows("SELECT count(*) FROM respondent") == [["40"]])
    #expect(try temporary.rows("SELECT count(*) FROM response") == [["800"]])
  }

  @Test func `whoever declines is noted without a place and without answers`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let state = try await temporary.store.consent(to: study, consents: false)
    #expect(state.status == .declined)
    #expect(try temporary.store.placesTaken(kind: .human, now: moment) == 0)
    #expect(try temporary.rows("SELECT given FROM consent") == [["0"]])
  }
}

@Suite struct PlacesTests {
  /// Rows of the counts that are kept and of those made anew that are not in both.
  private static let disagreement = """
    WITH kept AS (SELECT * FROM cell_completion WHERE participants > 0),
      counted AS (
        SELECT kind, coalesce(situation_id, 0), count(*) FROM respondent
        WHERE status = 'completed' AND channel <> 'import' GROUP BY 1, 2)
    SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted)
    UNION ALL SELECT * FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept)
    """

  @Test func `the counts of completed interviews are those that counting gives`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    func complete(_ kind: RespondentKind) async throws -> SessionToken {
      let session = SessionToken()
      _ = try await store.consent(session, to: study, kind: kind)
      _ = try await store.send(3, .default, from: session, in: study)
      _ = try await store.sendSituation(from: session, in: study)
      _ = try await store.send(4, .evoked, from: session, in: study)
      return session
    }
    let sessions = [
      try await complete(.human), try await complete(.simulated), try await complete(.human),
    ]
    #expect(try store.placesTaken(kind: .human, now: moment) == 2)
    #expect(try temporary.rows(Self.disagreement) == [])
    _ = try await store.leave(sessions[0], deletingAnswers: true, now: moment)
    #expect(try store.placesTaken(kind: .human, now: moment) == 1)
    #expect(try temporary.rows(Self.disagreement) == [])
    for statement in [
      "UPDATE respondent SET kind = 'simulated' WHERE id = 3",
      "UPDATE respondent SET situation_id = NULL WHERE id = 2",
      "UPDATE respondent SET status = 'left' WHERE id = 3",
      "UPDATE respondent SET status = 'completed'",
      """
      INSERT INTO respondent (uuid, site_id, kind, channel, status, study_version_id, language,
        situation_id, seed, started_at, finished_at)
      SELECT printf('%036d', 1), site_id, kind, channel, status, study_version_id, language,
        situation_id, seed, started_at, finished_at FROM respondent WHERE id = 3
      """,
      "DELETE FROM respondent WHERE id = 4",
    ] {
      try temporary.execute(statement)
      #expect(try temporary.rows(Self.disagreement) == [], "\(statement)")
    }
    #expect(try store.placesTaken(kind: .simulated, now: moment) == 2)
  }

  @Test func `whoever consents holds a place, and the next one is told before answering`()
    async throws
  {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    for _ in 0..<4 { #expect(try await temporary.store.consent(to: study).status == .active) }
    #expect(try await temporary.store.consent(to: study).status == .full)
    // A rehearsal takes no place from a human.
    #expect(try await temporary.store.consent(to: study, kind: .simulated).status == .active)
  }

  @Test func `cells are counted inside the transaction that gives one`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let store = temporary.store
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let session = SessionToken()
          _ = try await store.consent(session, to: study)
          _ = try await store.send(3, .default, from: session, in: study)
        }
      }
      try await group.waitForAll()
    }
    #expect(
      try temporary.rows("SELECT count(DISTINCT situation_id), count(*) FROM assignment")
        == [["4", "4"]])
  }

  @Test func `a lapsed place is free again, and the latecomer keeps the cell and is logged`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let late = SessionToken()
    _ = try await store.consent(late, to: study)
    let given = try await store.send(3, .default, from: late, in: study)
    let afterwards = moment.adding(minutes: 31)
    for _ in 0..<4 {
      let session = SessionToken()
      #expect(try await store.consent(session, to: study, now: afterwards).status == .active)
      _ = try await store.send(3, .default, from: session, in: study, now: afterwards)
    }
    let back = try await store.sendSituation(from: late, in: study, now: afterwards)
    #expect(back.status == .active)
    #expect(back.situation == given.situation)
    #expect(try temporary.rows("SELECT count(*) FROM latecomer") == [["1"]])
    let progress = try await store.progress(of: .human, now: afterwards)
    #expect(progress.latecomers == 1)
    #expect(progress.cells.map(\.active).sorted() == [1, 1, 1, 2])
  }

  @Test func `somebody whose place lapsed before the situation is given one all the same`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let late = SessionToken()
    _ = try await store.consent(late, to: study)
    let afterwards = moment.adding(minutes: 31)
    for _ in 0..<4 {
      let session = SessionToken()
      _ = try await store.consent(session, to: study, now: afterwards)
      _ = try await store.send(3, .default, from: session, in: study, now: afterwards)
    }
    let state = try await store.send(3, .default, from: late, in: study, now: afterwards)
    #expect(state.status == .active)
    #expect(state.situation != nil)
    #expect(
      try temporary.rows("SELECT latecomer, count(*) FROM assignment GROUP BY 1 ORDER BY 1")
        == [["0", "4"], ["1", "1"]])
  }
}

@Suite struct LeavingTests {
  @Test func `answers that are deleted leave no byte behind, and a tombstone`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    let identity = RecruitedIdentity(
      panel: "P", person: "canary-7f3a9c", panelStudy: nil, panelSession: nil)
    _ = try await store.consent(session, to: study, identity: identity)
    _ = try await store.send(3, .default, from: session, in: study)
    let left = try await store.leave(session, deletingAnswers: true, now: moment)
    #expect(left?.status == .withdrawn)
    #expect(
      try await store.leave(session, deletingAnswers: false, now: moment)?.status == .withdrawn)
    #expect(try temporary.rows("SELECT count(*) FROM response") == [["0"]])
    #expect(
      try temporary.rows("SELECT answers, responses_deleted, status_before FROM withdrawal")
        == [["deleted", "20", "active"]])
    #expect(try temporary.rows("SELECT status FROM participants") == [["withdrawn"]])
    try temporary.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: temporary.path))
    #expect(bytes.range(of: Data("canary-7f3a9c".utf8)) == nil)
  }

  @Test func `answers that are kept stay, out of the baseline`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    _ = try await store.consent(session, to: study)
    _ = try await store.send(3, .default, from: session, in: study)
    #expect(try await store.leave(session, deletingAnswers: false, now: moment)?.status == .left)
    #expect(try temporary.rows("SELECT count(*) FROM response") == [["20"]])
    #expect(try await store.respondents(of: .human, including: .scores).count == 0)
    #expect(try store.placesTaken(kind: .human, now: moment) == 0)
  }

  @Test func `identities are erased when their time has come`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    for (person, day) in [("old", 0), ("new", 20)] {
      let identity = RecruitedIdentity(
        panel: "P", person: person, panelStudy: nil, panelSession: nil)
      _ = try await temporary.store.consent(
        to: study, identity: identity, now: moment.adding(days: day))
    }
    let erased = try await temporary.store.eraseIdentities(
      olderThanDays: 30, now: moment.adding(days: 31))
    #expect(erased == 1)
    #expect(try temporary.rows("SELECT person FROM identity") == [["new"]])
    #expect(try temporary.rows("SELECT count(*) FROM respondent") == [["2"]])
  }
}
