import Foundation
import GRDB
import Responses
import Study
import Testing

@Suite struct RestoreTests {
  /// A study of which a copy was made after two people; the first has withdrawn since, a third came.
  private struct Grown {
    let temporary = try! TemporaryStore()
    let copy: String
    let first: String
    let third: String

    init() async throws {
      let store = temporary.store
      let study = try await store.register(SmallStudy(quota: 9).load(), now: moment)
      let sessions = [SessionToken(), SessionToken(), SessionToken()]
      func takePart(_ number: Int) async throws -> String {
        let identity = RecruitedIdentity(
          panel: "P", person: "person-\(number)", panelStudy: nil, panelSession: nil)
        let state = try await store.consent(sessions[number], to: study, identity: identity)
        _ = try await store.send(2, .default, from: sessions[number], in: study)
        return state.uuid
      }
      first = try await takePart(0)
      _ = try await takePart(1)
      copy = try await ResponseStore.backUp(
        temporary.path, to: temporary.folder.appendingPathComponent("backups").path, now: moment
      ).path
      third = try await takePart(2)
      _ = try await store.sendSituation(from: sessions[1], in: study)
      _ = try await store.send(4, .evoked, from: sessions[1], in: study)
      _ = try await store.withdraw(
        .participant(first), by: .participant, now: moment.adding(days: 1))
      try await store.finish()
    }

    func restore(isTrial: Bool = false) async throws -> Restoration {
      try await ResponseStore.restore(
        temporary.path, from: copy, isTrial: isTrial, now: moment.adding(days: 2))
    }

    func bytes() throws -> [String: Data] {
      let names = try FileManager.default.subpathsOfDirectory(atPath: temporary.folder.path)
        .filter { !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") }
      return Dictionary(
        uniqueKeysWithValues: names.compactMap { name in
          (try? Data(contentsOf: temporary.folder.appendingPathComponent(name))).map { (name, $0) }
        })
    }
  }

  @Test func `a dry run says what would be lost, and changes nothing`() async throws {
    let grown = try await Grown()
    let before = try grown.bytes()
    let trial = try await grown.restore(isTrial: true)
    #expect(try grown.bytes() == before)
    #expect(!trial.isDone && trial.putAside == nil)
    #expect(trial.present?.respondents == 3 && trial.copied.respondents == 2)
    #expect(trial.respondentsLost == 1)
    #expect(trial.administrationsLost == 2)
    #expect(trial.withdrawn == [grown.first: moment.adding(days: 1).description])
    #expect(trial.knowsWithdrawals)
  }

  @Test func `withdrawn answers do not come back, and the database is put aside`() async throws {
    let grown = try await Grown()
    let site = try grown.temporary.rows("SELECT uuid FROM site")
    let done = try await grown.restore()
    #expect(done.isDone)
    let temporary = grown.temporary
    #expect(
      try temporary.rows(
        "SELECT status, (SELECT count(*) FROM administration WHERE "
          + "respondent_id = respondent.id) FROM respondent ORDER BY id")
        == [["withdrawn", "0"], ["active", "1"]])
    #expect(
      try temporary.rows("SELECT at, responses_deleted FROM withdrawal")
        == [[moment.adding(days: 1).description, "20"]])
    #expect(try temporary.rows("SELECT person FROM identity") == [["person-1"]])
    #expect(try temporary.rows("SELECT uuid FROM site") == site)
    #expect(try await ResponseStore.examination(of: temporary.path).isSound)
    let aside = try #require(done.putAside)
    let put = try await ResponseStore.examination(of: aside)
    #expect(put.respondents == 3 && put.isSound)
    #expect(put.findings.filter { $0.part == .key } == [])
    // The study goes on.
    temporary.store = try ResponseStore(path: temporary.path, now: moment)
    let study = try await temporary.store.register(SmallStudy(quota: 9).load(), now: moment)
    _ = try await temporary.store.consent(to: study)
    try await temporary.store.finish()
    #expect(try await ResponseStore.examination(of: temporary.path).isSound)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: temporary.folder.path)
        .filter { $0.contains("restoring") } == [])
  }

  @Test(arguments: ["removed", "overwritten", "cut"])
  func `after total loss nobody comes back who withdrew`(loss: String) async throws {
    let grown = try await Grown()
    let temporary = grown.temporary
    let file = URL(fileURLWithPath: temporary.path)
    switch loss {
    case "removed": try FileManager.default.removeItem(at: file)
    case "overwritten": try Data(repeating: 7, count: 5000).write(to: file)
    default: try Data(contentsOf: file).prefix(6000).write(to: file)
    }
    let done = try await grown.restore()
    #expect(done.present == nil && done.knowsWithdrawals)
    #expect((done.damage == nil) == (loss == "removed"))
    #expect(done.withdrawn.keys.sorted() == [grown.first])
    #expect(
      try temporary.rows("SELECT status FROM respondent ORDER BY id")
        == [["withdrawn"], ["active"]])
    #expect((done.putAside == nil) == (loss == "removed"))
    #expect(try await ResponseStore.examination(of: temporary.path).isSound)
  }

  @Test func `without any memory it is said that withdrawals are not known`() async throws {
    let grown = try await Grown()
    let folder = grown.temporary.folder
    for name in ["responses.sqlite", "responses.history"] {
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    let done = try await grown.restore()
    #expect(!done.knowsWithdrawals && done.withdrawn.isEmpty && done.isDone)
  }

  @Test func `an open database, a foreign copy and a changed one are refused`() async throws {
    let grown = try await Grown()
    let temporary = grown.temporary
    let other = try await Grown()
    var error = await #expect(throws: StoreError.self) {
      _ = try await ResponseStore.restore(
        temporary.path, from: other.copy, isTrial: false, now: moment)
    }
    #expect(error?.description.contains("another study") == true)
    temporary.store = try ResponseStore(path: temporary.path, now: moment)
    error = await #expect(throws: StoreError.self) { _ = try await grown.restore() }
    #expect(error?.description.contains("stop the server") == true)
    try await temporary.store.finish()
    try await DatabaseQueue(path: grown.copy).write {
      try $0.execute(sql: "UPDATE administration SET language = 'de'")
    }
    let before = try grown.bytes()
    error = await #expect(throws: StoreError.self) { _ = try await grown.restore() }
    #expect(error?.description.contains("not what was recorded") == true)
    #expect(try grown.bytes() == before)
  }

  @Test func `an older database in the place of a newer one is noticed`() async throws {
    let grown = try await Grown()
    let path = URL(fileURLWithPath: grown.temporary.path)
    try FileManager.default.removeItem(at: path)
    try FileManager.default.copyItem(at: URL(fileURLWithPath: grown.copy), to: path)
    let findings = try await ResponseStore.examination(of: path.path).findings
    #expect(findings.contains { $0.part == .seals && $0.text.contains("3 respondents") })
    // It is on record when the next program writes to it.
    let store = try ResponseStore(path: path.path, now: moment)
    await #expect(throws: StoreError.self) {
      try await store.refuseOlder(accepting: false, now: moment)
    }
    try await store.finish()
    #expect(
      try grown.temporary.rows("SELECT detail FROM action_log WHERE action LIKE 'older%'")
        == [["3 respondents were known, 2 are there"]])
    // Until it is accepted.
    #expect(try await !ResponseStore.examination(of: path.path).isSound)
    let accepting = try ResponseStore(path: path.path, now: moment)
    try await accepting.refuseOlder(accepting: true, now: moment)
    try await accepting.finish()
    #expect(try await ResponseStore.examination(of: path.path).isSound)
  }

  @Test func `what was released since stays in the ledger`() async throws {
    let grown = try await Grown()
    let hash = String(repeating: "b", count: 64)
    try grown.temporary.execute(
      "INSERT INTO release (at, recipe, sha256, record) VALUES ('now', 'r', '\(hash)', '{}')")
    _ = try await grown.restore()
    #expect(try grown.temporary.rows("SELECT sha256 FROM release") == [[hash]])
  }
}
