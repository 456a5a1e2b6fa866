import Responses
import Study
import Survey
import SurveyRecording

/// One person at the terminal, from the start screen to the end.
final class TerminalVisit {
  /// Why the way through the pages was left before its end.
  enum Departure: Error {
    case paused
    case endOfInput
    case idle
    case interrupted
  }

  /// Somebody who has consented, or gone on with a code.
  struct Person {
    let session: SessionToken
    let registered: RegisteredStudy
    var state: RespondentState
  }

  let survey: TerminalSurvey
  let terminal: Terminal
  private let current: RegisteredStudy
  var phrases: Phrases
  /// The study in the person's language.
  var study: StudyDefinition
  /// What stands above the next view about the last.
  var notice: String?
  /// What a person should still be able to read when the screen is gone.
  private(set) var lastWords: String?
  /// True once the researcher has left the kiosk, or its input has ended.
  private(set) var leavesKiosk = false

  init(_ survey: TerminalSurvey, _ current: RegisteredStudy, _ terminal: Terminal) {
    self.survey = survey
    self.current = current
    self.terminal = terminal
    let language =
      survey.configuration.language ?? survey.study.language(for: survey.configuration.preferred)
    study = survey.study.inLanguage(language)
    phrases = Phrases.of(language)
  }

  private var isKiosk: Bool { survey.configuration.isKiosk }

  /// Leads the person through; what was recorded stays, wherever this ends.
  func take() async throws -> TerminalOutcome {
    var person: Person?
    do {
      person = try await arrive()
      guard var found = person else { return .finished }
      try await answer(&found)
      person = found
      try await end(found)
      return .finished
    } catch let departure as Departure {
      if departure == .interrupted || departure == .endOfInput { leavesKiosk = true }
      guard let session = session, try store.state(of: session)?.status == .active else {
        return .finished
      }
      if departure != .idle { try await sayHowToGoOn(session, departure) }
      return .unfinished
    }
  }

  /// The session of whoever is there, known as soon as there is one.
  private var session: SessionToken?
  var store: ResponseStore { survey.store }

  // MARK: Asking

  /// What the person does with a view; leaves the way where the input has ended or the person stops.
  ///
  /// - Parameter canGoBack: without it `back` explains itself.
  func ask(_ view: TerminalView, canGoBack: Bool = false) throws -> TerminalEntry {
    var view = view
    view.moreHint = phrases.enterReadsOn
    view.notice = notice ?? view.notice
    while true {
      let entry = terminal.ask(view)
      switch entry {
      case .endOfInput where isKiosk && terminal.isScreen: continue
      case .endOfInput: throw Departure.endOfInput
      case .interrupt: throw Departure.interrupted
      case .idle: throw Departure.idle
      case .back where !canGoBack: view.notice = phrases.cannotGoBack
      case .unknown: view.notice = phrases.notAnOption
      default:
        notice = nil
        return entry
      }
    }
  }

  /// A choice of a few; nil where the person stops.
  func choose(
    _ labels: [String], heading: String?, paragraphs: [String] = [], question: String? = nil,
    chosen: Int? = nil, stops: Bool
  ) throws -> Int? {
    var view = TerminalView(
      status: study.title, heading: heading, paragraphs: paragraphs, question: question,
      input: .choice(
        labels.enumerated().map { TerminalView.Choice(key: "\($0 + 1)", label: $1) }))
    view.chosen = chosen
    view.hints = ["1–\(labels.count): \(phrases.keyAnswers)"]
    if stops { view.hints.append("q: \(phrases.keyStops)") }
    while true {
      switch try ask(view) {
      case .choice(let index): return index
      case .stop where stops: return nil
      default: notice = phrases.notAnOption
      }
    }
  }

  // MARK: Arriving

  /// Somebody who takes part or goes on; nil where nobody does.
  private func arrive() async throws -> Person? {
    if let code = survey.configuration.code {
      guard let person = try await goOn(with: code) else { throw TerminalError.unknownCode(code) }
      return person
    }
    try chooseLanguage()
    while true {
      let start = try choose(
        [phrases.begin, phrases.goOnWithCode], heading: nil, stops: !isKiosk)
      guard let start else { return nil }
      if start == 0 { return try await consent() }
      if let person = try await askForCode() { return person }
    }
  }

  private func chooseLanguage() throws {
    let languages = survey.study.languages
    guard survey.configuration.language == nil, languages.count > 1 else { return }
    let names = languages.map(\.ownName)
    let likely = languages.firstIndex(of: study.language)
    // The word for language in every language, since nobody knows yet which is read.
    let title = languages.map { Phrases.of($0).chooseLanguage }
    let question = title.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .joined(separator: " · ")
    guard
      let chosen = try choose(names, heading: nil, question: question, chosen: likely, stops: false)
    else { return }
    study = survey.study.inLanguage(languages[chosen])
    phrases = Phrases.of(languages[chosen])
  }

  private func askForCode() async throws -> Person? {
    var view = TerminalView(status: study.title, question: phrases.typeCode, input: .line)
    view.hints = ["b: \(phrases.keyGoesBack)"]
    while true {
      switch try ask(view, canGoBack: true) {
      case .line(let code):
        if let person = try await goOn(with: code) { return person }
        notice = phrases.unknownCode
      default: return nil
      }
    }
  }

  private func goOn(with code: String) async throws -> Person? {
    guard let code = AccessCode(code), let state = try store.state(of: code, for: .resume) else {
      return nil
    }
    let opened = SessionToken()
    try await store.open(opened, for: state, now: survey.clock())
    session = opened
    let registered =
      state.studySHA256 == current.study.sha256
      ? current
      : try await store.storedStudy(sha256: state.studySHA256, now: survey.clock()) ?? current
    study = registered.study.inLanguage(state.language)
    phrases = Phrases.of(state.language)
    return Person(session: opened, registered: registered, state: state)
  }

  private func consent() async throws -> Person? {
    let now = survey.clock()
    let closes = study.closes.map { now >= $0 } ?? false
    if try closes || store.isClosed() {
      try await show(.closed)
      return nil
    }
    if try store.placesTaken(kind: survey.configuration.kind, now: now) >= study.places {
      try await show(.full)
      return nil
    }
    let answer = try choose(
      [phrases.agree, phrases.disagree], heading: nil, paragraphs: study.consent.paragraphs,
      question: phrases.consentQuestion, stops: true)
    guard let answer else { return nil }
    let opened = SessionToken()
    var generator = SystemRandomNumberGenerator()
    let state = try await store.enrol(
      Enrolment(
        session: opened, consents: answer == 0, kind: survey.configuration.kind,
        channel: .terminal, language: study.language, identity: nil, seed: generator.next(),
        nextStep: 1),
      in: current, now: survey.clock())
    session = opened
    return Person(session: opened, registered: current, state: state)
  }

  // MARK: Ending

  /// Shows a last page, and waits until it has been read.
  private func show(heading: String, paragraphs: [String]) throws {
    var view = TerminalView(
      status: study.title, heading: heading, paragraphs: paragraphs, input: .proceed)
    if !isKiosk { keep(view) }
    view.hints = [isKiosk ? phrases.clearsScreen : phrases.enterContinues]
    if terminal.isScreen || isKiosk {
      do {
        while try ask(view, canGoBack: true) != .proceed {}
      } catch Departure.endOfInput {
        leavesKiosk = true
      } catch Departure.interrupted {
        leavesKiosk = true
      } catch Departure.idle {}
    } else {
      terminal.say(view)
    }
  }

  private func keep(_ view: TerminalView) {
    lastWords = view.lines(columns: 80).map { $0.text + "\n" }.joined()
  }

  private func end(_ person: Person) async throws {
    let interview = Interview(study)
    guard let ending = Ending(of: person.state, in: interview) else { return }
    try await show(ending, endedBy: person.state.endedBy)
  }

  private func show(_ ending: Ending, endedBy rule: String? = nil) async throws {
    let (heading, text) = ending.words(phrases)
    var paragraphs = text.map { [$0] } ?? []
    if ending.debriefs { paragraphs += study.debrief.paragraphs }
    let completion = study.completion(of: ending.outcome, endedBy: rule)
    if let code = completion.code {
      paragraphs.append("\(phrases.completionCode) \(code)")
    }
    if let address = completion.redirect {
      paragraphs.append("\(phrases.returnToPanel): \(address)")
    }
    if ending.keepsAnswers, let session,
      let code = try await store.code(.withdraw, of: session, now: survey.clock())
    {
      paragraphs += [phrases.withdrawLater, code.text]
    }
    try show(heading: heading, paragraphs: paragraphs)
  }

  /// Says that all is kept, and with which code to go on.
  private func sayHowToGoOn(_ session: SessionToken, _ departure: Departure) async throws {
    guard let code = try await store.code(.resume, of: session, now: survey.clock()) else { return }
    var paragraphs = [phrases.pausedText, code.text]
    if departure == .endOfInput { paragraphs.insert(phrases.inputEnded, at: 0) }
    if departure == .paused {
      try show(heading: phrases.pausedTitle, paragraphs: paragraphs)
    } else if !isKiosk {
      let view = TerminalView(
        status: study.title, heading: phrases.pausedTitle, paragraphs: paragraphs, input: .proceed)
      keep(view)
      if !terminal.isScreen { terminal.say(view) }
    }
  }
}

/// Why an interview cannot be held.
package enum TerminalError: Error, CustomStringConvertible {
  case unknownCode(String)

  package var description: String {
    switch self {
    case .unknownCode(let code):
      "--resume \(code): no interview of this study goes on with this code"
    }
  }
}
