import Responses
import Study
import Survey
import SurveySession
import Testing

@Suite struct InterviewSessionTests {
  private func isNewcomer(_ arrival: InterviewSession.Arrival) -> Bool {
    if case .newcomer = arrival { true } else { false }
  }

  private func turnedAway(_ arrival: InterviewSession.Arrival) -> Ending? {
    if case .turnedAway(let ending) = arrival { ending } else { nil }
  }

  @Test func `a participant goes from consent to debrief, and all is stored`() async throws {
    let fixture = try await SessionFixture()
    let session = fixture.session()
    #expect(isNewcomer(try await session.arrive()))
    #expect(try await session.place == "nobody")
    var places: [String] = []
    _ = try await session.consent(.init(isGiven: true, language: .english))
    while let standing = try await session.standing(), let state = try session.page(of: standing) {
      places.append(state.page.name)
      _ = try await session.send(InterviewSession.page("3"), of: state.page.name)
    }
    #expect(places == ["default", "situation", "evoked"])
    #expect(try await session.place == "debrief")
    let answers = try #require(try await fixture.store.answers(of: session.token))
    #expect(answers.status == .completed)
    #expect(answers.responses.count == 4)
    #expect(try await session.receipt(at: .debrief) != nil)
  }

  // MARK: Arriving

  @Test func `a closed study turns newcomers away and lets participants continue`() async throws {
    let fixture = try await SessionFixture("closes: 2026-01-02")
    let session = try await fixture.participant()
    #expect(isNewcomer(try await fixture.session().arrive()))
    fixture.wait(minutes: 3 * 24 * 60)
    #expect(turnedAway(try await fixture.session().arrive()) == .closed)
    let consent = InterviewSession.Consent(isGiven: true, language: .english)
    guard case .turnedAway(.closed) = try await fixture.session().consent(consent) else {
      Issue.record("a closed study took consent")
      return
    }
    try await session.send(pages: "default")
    #expect(try await session.place == "situation")
  }

  @Test func `a full study turns newcomers away until a place comes free`() async throws {
    let fixture = try await SessionFixture()
    let first = try await fixture.participant()
    _ = try await fixture.participant()
    #expect(turnedAway(try await fixture.session().arrive()) == .full)
    let late = try await fixture.participant()
    #expect(try await late.place == "full")
    _ = try await first.leave(.delete)
    #expect(isNewcomer(try await late.arrive()))
    _ = try await late.consent(.init(isGiven: true, language: .english))
    #expect(try await late.place == "default")
  }

  @Test func `a person of a panel is known in every session`() async throws {
    let fixture = try await SessionFixture()
    let identity = RecruitedIdentity(panel: "P", person: "anna", panelStudy: nil, panelSession: nil)
    var form = InterviewSession.Consent(isGiven: true, language: .english)
    form.identity = identity
    let session = fixture.session()
    _ = try await session.consent(form)
    try await session.send(pages: "default")
    let other = fixture.session()
    guard case .known(let standing) = try await other.arrive(as: identity) else {
      Issue.record("the panel's person was not known")
      return
    }
    #expect(standing.step.name == "situation")
    #expect(try await other.open(for: standing).place == "situation")
  }

  // MARK: Consent

  @Test(arguments: [(true, "default"), (false, "declined")])
  func `a consent form that is sent again changes nothing`(
    isGiven: Bool, place: String
  ) async throws {
    let session = try await SessionFixture().session()
    for answer in [isGiven, !isGiven, isGiven] {
      let outcome = try await session.consent(.init(isGiven: answer, language: .english))
      guard case .recorded = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(try await session.place == place)
    }
  }

  @Test func `nobody consents to a text that was put in place in the meantime`() async throws {
    let fixture = try await SessionFixture()
    var form = InterviewSession.Consent(isGiven: true, language: .english)
    form.textSHA256 = fixture.interviews.current.consentSHA256(in: .english)
    let later = try await fixture.restarted(consent: "# Other words")
    let session = later.session(channel: .web, kind: .human)
    guard case .textChanged = try await session.consent(form) else {
      Issue.record("consent to an old text was recorded")
      return
    }
    #expect(try await session.place == "nobody")
  }

  @Test func `a participant who would not be known again is given no place`() async throws {
    let fixture = try await SessionFixture()
    for (isGiven, place) in [(true, "nobody"), (false, "declined")] {
      let session = fixture.session()
      var form = InterviewSession.Consent(isGiven: isGiven, language: .english)
      form.canBeKnownAgain = false
      _ = try await session.consent(form)
      #expect(try await session.place == place)
    }
  }

  @Test func `consent that cannot be stored is an outcome`() async throws {
    let fixture = try await SessionFixture()
    try fixture.refuse("INSERT ON consent")
    let session = fixture.session()
    guard case .unsaved = try await session.consent(.init(isGiven: true, language: .english)) else {
      Issue.record("the failure was not told")
      return
    }
    #expect(try await session.place == "nobody")
  }

  // MARK: Versions

  @Test func `participants stay with the version of the study they began with`() async throws {
    let fixture = try await SessionFixture()
    let session = try await fixture.participant()
    try await session.send(pages: "default")
    let later = try await fixture.restarted("attention: [\(Self.check)]")
    let same = later.session(session.token, channel: .web, kind: .human)
    let standing = try #require(try await same.standing())
    #expect(standing.version.study.sha256 == fixture.interviews.current.study.sha256)
    try await same.send(pages: "situation", "evoked")
    #expect(try await same.place == "debrief")
  }

  private static let check =
    "{ id: two, text: Choose b, before_page: evoked, expect: b, outcome: end, "
    + "options: [{ value: a, label: A }, { value: b, label: B }] }"

  // MARK: Leaving

  @Test(arguments: [
    ("ask", InterviewSession.LeavingChoice.keep, "left", 2), ("ask", .unsaid, "situation", 2),
    ("ask", .delete, "withdrawn", 0), ("ask", .unclear, "situation", 2),
    ("keep", .unsaid, "left", 2), ("keep", .delete, "situation", 2), ("keep", .keep, "left", 2),
    ("delete", .unsaid, "withdrawn", 0), ("delete", .keep, "situation", 2),
  ])
  func `the study's rule decides what participants who stop can choose`(
    rule: String, choice: InterviewSession.LeavingChoice, place: String, kept: Int
  ) async throws {
    let fixture = try await SessionFixture("leaving: \(rule)")
    let session = try await fixture.participant()
    try await session.send(pages: "default")
    let outcome = try await session.leave(choice)
    if case .undecided = outcome { #expect(place == "situation") }
    #expect(try await session.place.hasPrefix(place))
    #expect(try await fixture.store.answers(of: session.token)?.responses.count == kept)
  }

  @Test(arguments: [("delete", InterviewSession.LeavingChoice.unsaid, 4), ("ask", .delete, 0)])
  func `nothing of a whole interview is deleted unless the participant says so`(
    rule: String, choice: InterviewSession.LeavingChoice, kept: Int
  ) async throws {
    let fixture = try await SessionFixture("leaving: \(rule)")
    let session = try await fixture.participant()
    try await session.send(pages: "default", "situation", "evoked")
    _ = try await session.leave(choice)
    #expect(try await fixture.store.answers(of: session.token)?.responses.count == kept)
  }

  // MARK: Codes

  @Test func `a code continues elsewhere, and a receipt does not`() async throws {
    let session = try await SessionFixture().participant()
    try await session.send(pages: "default")
    let code = try #require(try await session.resumeCode())
    let resumed = try #require(try await session.resume(with: code))
    #expect(resumed.session.token != session.token)
    #expect(try await resumed.session.place == "situation")
    try await resumed.session.send(pages: "situation", "evoked")
    let receipt = try #require(try await session.receipt(at: .debrief))
    #expect(try await session.resume(with: receipt) == nil)
  }

  @Test func `a receipt deletes the answers once that is confirmed`() async throws {
    let fixture = try await SessionFixture()
    let session = try await fixture.participant()
    try await session.send(pages: "default", "situation", "evoked")
    let receipt = try #require(try await session.receipt(at: .debrief))
    let stranger = fixture.session()
    guard case .unconfirmed = try await stranger.withdraw(with: receipt, isConfirmed: false) else {
      Issue.record("answers were deleted without asking")
      return
    }
    #expect(try await session.place == "debrief")
    guard
      case .withdrawn(let opened?) = try await stranger.withdraw(with: receipt, isConfirmed: true)
    else {
      Issue.record("the answers were not deleted")
      return
    }
    #expect(try await opened.standing()?.ending == .withdrawn(after: .complete))
    #expect(try await fixture.store.answers(of: session.token)?.responses.isEmpty == true)
    guard
      case .unknownCode = try await stranger.withdraw(
        with: AccessCode("0000-0000-0000")!, isConfirmed: true)
    else {
      Issue.record("a code that was never given out was known")
      return
    }
  }
}
