import Foundation
import GRDB
import Responses
import Statistics
import Study
import Testing
import TextFormats

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
          "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z", "negative",
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
