import Foundation
import GRDB
import Responses
import Study
import Testing

@Suite struct AccessCodeTests {
  @Test func `a code follows from its session, and differs by purpose`() {
    let session = SessionToken("00112233445566778899aabbccddeeff")!
    let resume = AccessCode(of: session, for: .resume)
    #expect(resume == AccessCode(of: session, for: .resume))
    #expect(resume != AccessCode(of: session, for: .withdraw))
    #expect(resume != AccessCode(of: SessionToken(), for: .resume))
    #expect(resume.text.wholeMatch(of: /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}/) != nil)
  }

  @Test(arguments: [
    "70WH-1234-ABCD", "70wh1234abcd", " 70wh 1234 abcd ", "7Owh-l234-abcd", "7o_wh.i2–34abcd",
    "٧٠WH-١٢٣٤-ABCD",
  ])
  func `a code is read as people type it`(typed: String) {
    #expect(AccessCode(typed)?.text == "70WH-1234-ABCD")
  }

  @Test(arguments: ["", "70WH", "70WH-1234-ABCDE", "70WH-1234-ABCU", "70WH-1234-ABCé", "-", "½"])
  func `what is no code is none`(typed: String) {
    #expect(AccessCode(typed) == nil)
  }
}

@Suite struct WithdrawalTests {
  private func completed(
    _ temporary: TemporaryStore, _ session: SessionToken, identity: RecruitedIdentity? = nil
  ) async throws -> RegisteredStudy {
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    _ = try await store.consent(session, to: study, identity: identity)
    _ = try await store.send(3, .default, from: session, in: study)
    _ = try await store.sendSituation(from: session, in: study)
    let state = try await store.send(4, .evoked, from: session, in: study)
    #expect(state.status == .completed)
    return study
  }

  @Test func `the receipt of somebody who completed takes every answer back, once`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let session = SessionToken()
    let identity = RecruitedIdentity(
      panel: "P", person: "canary-5d21", panelStudy: nil, panelSession: nil)
    _ = try await completed(temporary, session, identity: identity)
    let other = SessionToken()
    _ = try await completed(temporary, other)
    let code = AccessCode(of: session, for: .withdraw)
    for (round, day) in [1, 2, 3].enumerated() {
      let done = try await store.withdraw(
        .code(code), by: .participant, now: moment.adding(days: day))
      #expect(done?.responsesDeleted == 40)
      #expect(done?.isNew == (round == 0))
      #expect(done?.at == moment.adding(days: 1).description)
    }
    #expect(
      try temporary.rows("SELECT status, finished_at FROM respondent ORDER BY id") == [
        ["withdrawn", moment.description], ["completed", moment.description],
      ])
    for table in ["response", "administration", "subscale_score", "identity"] {
      let left = try temporary.rows(
        table == "response"
          ? "SELECT count(*) FROM response"
          : "SELECT count(*) FROM \(table) WHERE respondent_id = 1")
      #expect(left == [[table == "response" ? "40" : "0"]], "\(table)")
    }
    #expect(
      try temporary.rows(
        "SELECT answers, responses_deleted, status_before FROM withdrawal") == [
          ["deleted", "40", "completed"]
        ])
    let log = try temporary.rows(
      "SELECT action, detail FROM action_log WHERE action LIKE '%withdrawn%'")
    #expect(log.count == 1)
    #expect(log[0][0] == "answers withdrawn by the participant")
    #expect(log[0][1].contains("40 responses"))
    #expect(try await store.respondents(of: .human, including: .scores).count == 1)
    #expect(try store.placesTaken(kind: .human, now: moment) == 1)
    try temporary.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: temporary.path))
    #expect(bytes.range(of: Data("canary-5d21".utf8)) == nil)
  }

  @Test func `somebody who left and kept the answers can have them deleted later`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    _ = try await store.consent(session, to: study)
    _ = try await store.send(3, .default, from: session, in: study)
    _ = try await store.leave(session, deletingAnswers: false, now: moment)
    let code = AccessCode(of: session, for: .withdraw)
    let done = try await store.withdraw(.code(code), by: .participant, now: moment)
    #expect(done?.responsesDeleted == 20)
    #expect(
      try temporary.rows("SELECT answers, status_before FROM withdrawal ORDER BY answers DESC")
        == [["kept", "active"], ["deleted", "left"]])
    let progress = try await store.progress(of: .human, now: moment)
    #expect(progress.withdrawn == [.left: 1])
    #expect(progress.statuses == [.withdrawn: 1])
  }

  @Test func `a participant is found by code, by UUID and by the panel's id`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let session = SessionToken()
    let identity = RecruitedIdentity(
      panel: "P", person: "anna", panelStudy: nil, panelSession: nil)
    _ = try await completed(temporary, session, identity: identity)
    let uuid = try temporary.rows("SELECT uuid FROM respondent")[0][0]
    let nobody = AccessCode(of: SessionToken(), for: .withdraw)
    #expect(try await store.withdraw(.code(nobody), by: .researcher, now: moment) == nil)
    #expect(try await store.withdraw(.participant("x"), by: .researcher, now: moment) == nil)
    #expect(try await store.withdraw(.panelID("ben"), by: .researcher, now: moment) == nil)
    let found = try await store.withdraw(.panelID("anna"), by: .researcher, now: moment)
    #expect(found?.participant == uuid)
    let again = try await store.withdraw(
      .participant(uuid.uppercased()), by: .researcher, now: moment)
    #expect(again?.isNew == false)
  }

  @Test func `a code to go on works in every browser that asked for one`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    let state = try await store.consent(session, to: study)
    #expect(try store.state(of: AccessCode(of: session, for: .resume)) == nil)
    let code = try await store.code(.resume, of: session, now: moment)!
    #expect(try await store.code(.resume, of: session, now: moment) == code)
    #expect(try await store.code(.resume, of: SessionToken(), now: moment) == nil)
    let elsewhere = SessionToken()
    try await store.open(elsewhere, for: state, now: moment)
    let second = try await store.code(.resume, of: elsewhere, now: moment)!
    #expect(code != second)
    for known in [code, second] {
      #expect(try store.state(of: known, for: .resume)?.uuid == state.uuid)
      #expect(try store.state(of: known, for: .withdraw) == nil)
    }
    #expect(
      try temporary.rows("SELECT count(*) FROM access_code WHERE code_sha256 LIKE '%-%'") == [["0"]]
    )
  }
}

@Suite struct ActionLogTests {
  @Test func `the chain of the log breaks where an entry was changed or taken out`() async throws {
    for tampering in [
      "UPDATE action_log SET detail = 'x' WHERE id = 2", "DELETE FROM action_log WHERE id = 2",
      "UPDATE action_log SET at = '2020-01-01T00:00:00.000Z' WHERE id = 2",
    ] {
      let temporary = try TemporaryStore()
      let store = temporary.store
      for round in 0..<4 { #expect(try await store.close(round % 2 == 0, now: moment)) }
      #expect(try await store.checkActionLog() == .unbroken(entries: 4))
      try temporary.execute(
        "DROP TRIGGER action_log_is_not_changed; DROP TRIGGER action_log_is_not_deleted")
      try temporary.execute(tampering)
      let broken: Int64 = tampering.hasPrefix("DELETE") ? 3 : 2
      #expect(try await store.checkActionLog() == .broken(entry: broken))
    }
  }

  @Test func `a study is closed and opened by an entry of the log, once each`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    #expect(try !store.isClosed())
    #expect(try await !store.close(false, now: moment))
    #expect(try await store.close(true, now: moment))
    #expect(try await !store.close(true, now: moment))
    #expect(try store.isClosed())
    #expect(try await store.close(false, now: moment))
    #expect(try !store.isClosed())
    #expect(
      try temporary.rows("SELECT action FROM action_log") == [["study closed"], ["study opened"]])
  }
}
