import Foundation
import GRDB
import Responses
import Statistics
import Study
import Testing
import TextFormats

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
