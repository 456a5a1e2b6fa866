import Responses
import Study
import Testing

@Suite struct SessionsTests {
  private let identity = RecruitedIdentity(
    panel: "PROLIFIC_PID", person: "anna", panelStudy: nil, panelSession: nil)

  private func enrolment(
    _ form: SessionToken, from browser: SessionToken?, in store: ResponseStore,
    consents: Bool = true, as identity: RecruitedIdentity? = nil
  ) -> Enrolment {
    Enrolment(
      session: store.session(ofConsentForm: form), browser: browser, consents: consents,
      kind: .human, channel: .web, language: .english, identity: identity, seed: 42)
  }

  // MARK: Consent

  @Test func `a consent form leads to one session, and to another in each study`() throws {
    let (one, other) = (try TemporaryStore(), try TemporaryStore())
    let form = SessionToken()
    let session = one.store.session(ofConsentForm: form)
    #expect(session != form)
    #expect(session == one.store.session(ofConsentForm: form))
    #expect(session != other.store.session(ofConsentForm: form))
    for purpose in AccessCode.Purpose.allCases {
      #expect(
        AccessCode(of: session, for: purpose)
          != AccessCode(of: other.store.session(ofConsentForm: form), for: purpose))
    }
  }

  @Test func `a browser that consents again is the same respondent until something is answered`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 9).load(), now: moment)
    let browser = SessionToken()
    let (first, second) = (SessionToken(), SessionToken())
    let begun = try await store.enrol(
      enrolment(first, from: browser, in: store), in: study, now: moment)
    let early = store.session(ofConsentForm: first)
    let code = try #require(try await store.code(.resume, of: early, now: moment))
    let again = try await store.enrol(
      enrolment(second, from: browser, in: store), in: study, now: moment)
    #expect(again.id == begun.id)
    // What was known before opens nothing any more.
    #expect(try store.state(of: early) == nil)
    #expect(try store.state(of: code) == nil)
    #expect(try store.state(of: browser) == nil)
    let session = store.session(ofConsentForm: second)
    #expect(try store.begun(by: browser)?.id == begun.id)
    _ = try await store.send(2, .default, from: session, in: study)
    #expect(try store.begun(by: browser) == nil)
    let other = try await store.enrol(
      enrolment(SessionToken(), from: browser, in: store), in: study, now: moment)
    #expect(other.id != begun.id)
    #expect(try store.state(of: session)?.step == 2)
    // One consent to one text, and the form that came again.
    #expect(try temporary.rows("SELECT count(*) FROM consent WHERE respondent_id = 1") == [["1"]])
    #expect(
      try temporary.rows(
        "SELECT outcome FROM page_received WHERE respondent_id = 1 AND page = 'consent'")
        == [["recorded"], ["repeated"]])
  }

  @Test func `two people of a panel at one browser are two`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 9).load(), now: moment)
    let browser = SessionToken()
    let bert = RecruitedIdentity(
      panel: "PROLIFIC_PID", person: "bert", panelStudy: nil, panelSession: nil)
    var ids: Set<Int64> = []
    for identity in [identity, bert, nil] {
      ids.insert(
        try await store.enrol(
          enrolment(SessionToken(), from: browser, in: store, as: identity), in: study, now: moment
        ).id)
    }
    #expect(ids.count == 3)
  }

  // MARK: Links

  @Test func `a session by a link sees nothing of before, has no code and deletes nothing`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 9).load(), now: moment)
    let session = SessionToken()
    let state = try await store.consent(session, to: study, identity: identity)
    func save(_ field: String, from session: SessionToken) async throws {
      _ = try await store.receive(from: session, now: moment) { sender in
        try sender.save(
          PageDraft(
            page: "default", step: 1, answers: [SavedAnswer(field: field, option: "3")],
            keepsChanges: false, paradata: [], layout: nil))
      }
    }
    func seen(_ session: SessionToken) throws -> Set<String> {
      let state = try #require(try store.state(of: session))
      return Set(try store.savedAnswers(of: state, on: "default").keys)
    }
    try await save("upset", from: session)
    let (linked, other) = (SessionToken(), SessionToken())
    for session in [linked, other] { try await store.openLinked(session, for: state, now: moment) }
    #expect(try store.state(of: linked)?.mayOnlyContinue == true)
    #expect(try seen(linked).isEmpty)
    try await save("alert", from: linked)
    #expect(try seen(linked) == ["alert"])
    #expect(try seen(other).isEmpty)
    #expect(try seen(session) == ["upset", "alert"])
    for purpose in AccessCode.Purpose.allCases {
      #expect(try await store.code(purpose, of: linked, now: moment) == nil)
    }
    _ = try await store.leave(linked, deletingAnswers: true, now: moment)
    #expect(try seen(session) == ["upset", "alert"])
    _ = try await store.send(2, .default, from: linked, in: study)
    _ = try await store.sendSituation(from: linked, in: study)
    let ended = try await store.send(2, .evoked, from: linked, in: study)
    #expect(ended.status == .completed)
    // Nobody could make a receipt of the session's token.
    #expect(try temporary.rows("SELECT count(*) FROM access_code") == [["0"]])
    #expect(try store.state(of: AccessCode(of: linked, for: .withdraw)) == nil)
    _ = try await store.leave(linked, deletingAnswers: true, now: moment)
    #expect(try store.state(of: session)?.status == .completed)
    #expect(try temporary.rows("SELECT count(*) FROM linked_answer") == [["0"]])
  }

  @Test func `sessions by a link are few, and the newest stay`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    let state = try await store.consent(session, to: study, identity: identity)
    let tokens = (0..<30).map { _ in SessionToken() }
    for (minute, token) in tokens.enumerated() {
      try await store.openLinked(token, for: state, now: moment.adding(minutes: minute))
    }
    #expect(try temporary.rows("SELECT count(*) FROM session") == [["21"]])
    #expect(try store.state(of: session) != nil)
    #expect(try tokens.map { try store.state(of: $0) != nil }.lastIndex(of: false) == 9)
  }

  @Test func `a rehearsal and a person with the same id are two`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 9).load(), now: moment)
    let rehearsed = RecruitedIdentity(
      panel: "PROLIFIC_PID", person: "ANNA", panelStudy: nil, panelSession: nil, isRehearsal: true)
    let simulated = try await store.consent(to: study, kind: .simulated, identity: rehearsed)
    let human = try await store.consent(to: study, identity: identity)
    #expect(simulated.id != human.id)
    #expect(try await store.state(of: identity)?.id == human.id)
    #expect(try await store.state(of: rehearsed)?.id == simulated.id)
    let withdrawn = try await store.withdraw(.panelID("anna"), by: .researcher, now: moment)
    #expect(withdrawn?.participant == human.uuid)
  }

  @Test func `personal links are new each time, and known by their hashes`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let ids =
      try await store.issueLinks(200, now: moment) + store.issueLinks(200, now: moment)
    #expect(Set(ids).count == 400)
    #expect(ids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{24}/) != nil })
    #expect(try store.isIssued(ids[399].uppercased()))
    #expect(try !store.isIssued(PersonalLink.examples[0]))
    #expect(try temporary.rows("SELECT count(*) FROM personal_link") == [["400"]])
    #expect(try temporary.rows("SELECT 1 FROM personal_link WHERE id_sha256 = '\(ids[0])'").isEmpty)
  }

  // MARK: Paradata

  @Test func `of a page so many measures are kept, however often it is sent`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    _ = try await store.consent(session, to: study)
    let sights =
      (0..<300).map { ParadataRecord(measure: .pageShown, value: .milliseconds($0)) }
      + [ParadataRecord(measure: .surplus, value: .count(7))]
    for _ in 0..<10 {
      _ = try await store.receive(from: session, now: moment) { sender in
        try sender.noteIncomplete("default", paradata: sights)
      }
    }
    let rows = try temporary.rows(
      "SELECT measure, count(*), sum(value) FROM paradata GROUP BY 1 ORDER BY 1")
    #expect(rows.map { $0[0] } == ["page_shown", "surplus"])
    #expect(Int(rows[0][1])! <= 2_000)
    #expect(rows[1][1] == "1")
    // Nothing is lost without being counted.
    #expect(Int(rows[0][1])! + Int(rows[1][2])! == 10 * 307)
  }
}
