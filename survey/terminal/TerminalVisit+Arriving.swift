import Responses
import Study
import Survey
import SurveySession

/// From the start screen to consent.
extension TerminalVisit {
  /// Somebody who takes part or goes on; nil where nobody does.
  func arrive() async throws -> Person? {
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
    var view = TerminalView(status: [study.title], question: phrases.typeCode, input: .line)
    view.hints = ["b: \(phrases.keyGoesBack)"]
    while true {
      switch try ask(view, canGoBack: true) {
      case .line(let code):
        if let person = try await goOn(with: code) { return person }
        notice = try refusal(phrases.unknownCode, in: view)
      case .nothing, .omit: notice = try refusal(phrases.typeCode, in: view)
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
    let enrolment = Enrolment(
      session: opened, consents: answer == 0, kind: survey.configuration.kind,
      channel: .terminal, language: study.language, identity: nil, seed: generator.next(),
      nextStep: 1)
    var enrolled: RespondentState?
    try await saving {
      enrolled = try await store.enrol(enrolment, in: current, now: survey.clock())
    }
    guard let state = enrolled else { return try await consent() }
    session = opened
    if state.status == .active,
      let code = try await store.code(.resume, of: opened, now: survey.clock())
    {
      // Said now, since a window that is closed says nothing any more.
      notice = "\(phrases.codes.resumeCode) \(code.text)\n\(phrases.codes.codeWarning)"
    }
    return Person(session: opened, registered: current, state: state)
  }
}
