import Responses
import Study
import Survey
import SurveySession
import Testing

@Suite struct PageSendingTests {
  /// An outcome in short: where the participant is, which item is next, or what is wrong.
  private func summary(_ outcome: InterviewSession.SendOutcome) -> String {
    switch outcome {
    case .unknown: "unknown"
    case .moved(let standing): standing.ending.map { "\($0)" } ?? standing.step.name
    case .nextItem(let number, let page): "\(page.name) \(number)"
    case .shownAgain(let state, _, _):
      state.notice.map { "\($0)" }
        ?? state.problems.map { "\($0.field) \($0.reason)" }.joined(separator: ", ")
    case .unsaved(let state, _, _): "\(state.notice!) \(state.answers.count)"
    }
  }

  private func send(
    _ answers: [String: String], of page: String = "default", from session: InterviewSession,
    _ change: (inout PageSubmission) -> Void = { _ in }
  ) async throws -> String {
    var submission = PageSubmission(answers)
    change(&submission)
    return summary(try await session.send(submission, of: page))
  }

  @Test(arguments: [
    ("default", ["at_ease": "1", "quiet": "3"], "situation"),
    ("default", ["at_ease": "1"], "quiet unanswered"),
    ("default", ["at_ease": "4", "quiet": ""], "at_ease notAnOption, quiet unanswered"),
    // Pages that are not next, or not at all, lead to the one that is.
    ("evoked", ["at_ease": "1", "quiet": "3"], "default"), ("consent", [:], "default"),
    ("debrief", [:], "default"), ("elsewhere", [:], "default"),
  ])
  func `a page is recorded where it is next and complete`(
    page: String, answers: [String: String], outcome: String
  ) async throws {
    let session = try await SessionFixture().participant()
    #expect(try await send(answers, of: page, from: session) == outcome)
  }

  @Test func `a page that was recorded is not recorded again`() async throws {
    let fixture = try await SessionFixture()
    let session = try await fixture.participant()
    try await session.send("1", pages: "default")
    #expect(try await send(["at_ease": "3"], from: session) == "situation")
    let responses = try #require(try await fixture.store.answers(of: session.token)).responses
    #expect(responses.map(\.option) == ["1", "1"])
  }

  @Test func `nobody is known by a session without consent`() async throws {
    #expect(try await send([:], from: try await SessionFixture().session()) == "unknown")
  }

  @Test func `items can be left open only where the study allows it, once they were asked for`()
    async throws
  {
    for (rule, outcome) in [("true", "situation"), ("false", "quiet unanswered")] {
      let fixture = try await SessionFixture("presentation: { skipping: \(rule) }")
      let session = try await fixture.participant()
      #expect(try await send(["at_ease": "1"], from: session) == "quiet unanswered")
      #expect(
        try await send(["at_ease": "1"], from: session) { $0.skipsOpenItems = true } == outcome)
    }
  }

  @Test(arguments: [
    (
      "screening: [{ id: adult, text: Adult?, options: [{ value: y, label: Y }, "
        + "{ value: n, label: N }], accept: [y] }]", "screening", "adult", "y", "n",
      Ending.screenedOut(by: "adult")
    ),
    (
      "attention: [{ id: two, text: Choose b, before_page: default, expect: b, outcome: end, "
        + "options: [{ value: a, label: A }, { value: b, label: B }] }]", "question", "two", "b",
      "a",
      .failedAttention(by: "two")
    ),
  ])
  func `a rule of the study ends the interview`(
    lines: String, page: String, field: String, right: String, wrong: String, ending: Ending
  ) async throws {
    let fixture = try await SessionFixture(lines)
    let first = try await fixture.participant()
    #expect(try await send([field: right], of: page, from: first) == "default")
    let second = try await fixture.participant()
    #expect(try await send([field: wrong], of: page, from: second) == "\(ending)")
    #expect(try await second.standing()?.ending == ending)
  }

  @Test func `a situation that is left too soon is shown once more`() async throws {
    let fixture = try await SessionFixture("imagining: { reading_hint: true }")
    let session = try await fixture.participant()
    try await session.send(pages: "default")
    let standing = try #require(try await session.standing())
    session.noteShown(try #require(try session.page(of: standing)).page, to: standing)
    #expect(try await send([:], of: "situation", from: session) == "readAgain")
    #expect(try await send([:], of: "situation", from: session) { $0.wasHinted = true } == "evoked")

    let patient = try await fixture.participant()
    try await patient.send(pages: "default")
    let reading = try #require(try await patient.standing())
    patient.noteShown(try #require(try patient.page(of: reading)).page, to: reading)
    fixture.wait(minutes: 1)
    // What is written later comes to the disk later: the note is there.
    _ = try await patient.resumeCode()
    #expect(try await send([:], of: "situation", from: patient) == "evoked")
  }

  @Test func `what was sent of a page that comes back is kept, and says what is wrong`()
    async throws
  {
    let session = try await SessionFixture(
      "demographics: [{ id: pets, text: Pets?, number: { min: 0, max: 9 } }, "
        + "{ id: sky, text: Sky?, options: [{ value: blue, label: B }, { value: red, label: R }] }]"
    ).participant()
    func again() async throws -> PageState {
      let standing = try #require(try await session.standing())
      return try #require(try session.page(of: standing, again: .missing))
    }
    // What was typed can be put right.
    let wrong = ["pets": "many", "sky": "blue"]
    #expect(try await send(wrong, of: "demographics", from: session) == "pets notAnOption")
    #expect(try await again().problems.map(\.field) == ["pets"])
    #expect(try await again().answers == ["pets": "many", "sky": "blue"])
    // What has been saved since counts, and what is no longer sent is gone.
    _ = try await session.save(PageSubmission(["pets": "3"]), of: "demographics")
    #expect(try await !again().hasProblems)
    #expect(try await send(["pets": "3"], of: "demographics", from: session) == "sky unanswered")
    #expect(try await again().problems.map(\.field) == ["sky"])
    #expect(try await again().answers == ["pets": "3"])
  }

  @Test func `a text that is longer than any form lets it be is not kept`() async throws {
    let session = try await SessionFixture("imagining: { description: required }").participant()
    try await session.send(pages: "default")
    _ = try await session.save(PageSubmission(["imagined": "A wood."]), of: "situation")
    let long = ["imagined": String(repeating: "x", count: 60_000)]
    #expect(try await send(long, of: "situation", from: session) == "imagined tooLong")
    let standing = try #require(try await session.standing())
    #expect(try session.page(of: standing)?.answers == ["imagined": "A wood."])
  }

  @Test(arguments: [PageState.Return.missing, .missingAfterHint, .readAgain])
  func `why a page is shown again outlasts the way to it`(reason: PageState.Return) async throws {
    let fixture = try await SessionFixture(
      "imagining: { reading_hint: true, vividness: required }")
    let session = try await fixture.participant()
    try await session.send(pages: "default")
    let standing = try #require(try await session.standing())
    let state = try #require(try session.page(of: standing, again: reason))
    #expect(state.reason == reason)
    #expect(state.hasProblems == (reason != .readAgain))
    #expect(try #require(try session.page(of: standing)).isPlain)
  }

  @Test func `a page that cannot be stored is an outcome, with all its answers`() async throws {
    let fixture = try await SessionFixture()
    let session = try await fixture.participant()
    try fixture.refuse("INSERT ON response")
    let answers = ["at_ease": "1", "quiet": "3"]
    #expect(try await send(answers, from: session) == "unsaved 2")
    #expect(try await session.place == "default")
  }

  // MARK: One item at a time

  @Test func `items that come one at a time are kept one by one, then recorded`() async throws {
    let fixture = try await SessionFixture("presentation: { items: one_at_a_time }")
    let session = try await fixture.participant()
    func sendItem(_ item: String, _ answers: [String: String]) async throws -> String {
      try await send(answers, from: session) { $0.extent = .items(asked: item) }
    }
    func item() async throws -> Int? {
      try session.page(of: try #require(try await session.standing()))?.item
    }
    #expect(try await item() == 1)
    #expect(try await sendItem("at_ease", [:]) == "at_ease unanswered")
    #expect(try await sendItem("at_ease", ["at_ease": "2"]) == "default 2")
    #expect(try await item() == 2)
    #expect(try await fixture.store.answers(of: session.token)?.responses.isEmpty == true)
    #expect(try await sendItem("at_ease", ["at_ease": "1"]) == "default 2")
    #expect(try await sendItem("quiet", ["quiet": "3"]) == "situation")
    let responses = try #require(try await fixture.store.answers(of: session.token)).responses
    #expect(Set(responses.map { "\($0.item) \($0.option ?? "")" }) == ["at_ease 1", "quiet 3"])
  }

  // MARK: Saving

  @Test func `answers are kept before the page is sent, as long as it is next`() async throws {
    let session = try await SessionFixture().participant()
    func save(_ answers: [String: String], _ page: String = "default") async throws -> String {
      switch try await session.save(PageSubmission(answers), of: page) {
      case .kept: "kept"
      case .moved: "moved"
      case .unknown: "unknown"
      }
    }
    func kept() async throws -> [String: String?]? {
      try session.page(of: try #require(try await session.standing()))?.answers
    }
    #expect(try await save(["at_ease": "2", "quiet": "9", "other": "1"]) == "kept")
    #expect(try await kept() == ["at_ease": "2"])
    #expect(try await save([:]) == "kept")
    #expect(try await save(["at_ease": "2"], "evoked") == "moved")
    try await session.send(pages: "default")
    #expect(try await save(["at_ease": "1"]) == "moved")
    let stranger = try await SessionFixture().session()
    guard case .unknown = try await stranger.save(PageSubmission([:]), of: "default") else {
      Issue.record("a session without consent was known")
      return
    }
  }

  // MARK: What is measured

  @Test func `what was measured is stored with the page that counts`() async throws {
    let fixture = try await SessionFixture("paradata: [input_mode]")
    let session = try await fixture.participant()
    let pages = try #require(try await session.standing()).interview
    _ = try await send(["at_ease": "2", "quiet": "2"], from: session) { submission in
      submission.measured = { page in
        [ParadataRecord(measure: .inputMode, value: .text(page.name))]
      }
    }
    #expect(pages.study.paradata == [.inputMode])
    #expect(try fixture.paradata() == ["default input_mode default"])
  }
}
