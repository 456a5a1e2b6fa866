import Responses
import Study
import Survey
import SurveySession

/// From the start screen to consent.
extension TerminalVisit {
  /// A participant who begins or continues; nil if the person stops.
  func arrive() async throws -> Person? {
    if let code = configuration.code {
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
    let languages = interviews.current.study.languages
    guard configuration.language == nil, languages.count > 1 else { return }
    let names = languages.map(\.ownName)
    let likely = languages.firstIndex(of: study.language)
    // The word for language in every language, because it is not known yet which is read.
    let title = languages.map { Phrases.of($0).chooseLanguage }
    let question = title.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .joined(separator: " · ")
    guard
      let chosen = try choose(names, heading: nil, question: question, chosen: likely, stops: false)
    else { return }
    study = interviews.current.study.inLanguage(languages[chosen])
    phrases = Phrases.of(languages[chosen])
  }

  private func askForCode() async throws -> Person? {
    let view = TerminalView(
      status: [study.title], question: phrases.typeCode, input: .line,
      hints: ["b: \(phrases.keyGoesBack)"])
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
    let session = interviews.session(channel: .terminal, kind: configuration.kind)
    guard let code = AccessCode(code), let resumed = try await session.resume(with: code) else {
      return nil
    }
    study = resumed.standing.interview.study
    phrases = Phrases.of(study.language)
    return join(resumed.session, at: resumed.standing)
  }

  private func join(_ session: InterviewSession, at standing: Standing) -> Person {
    self.session = session
    return Person(session: session, standing: standing)
  }

  private func consent() async throws -> Person? {
    let session = interviews.session(channel: .terminal, kind: configuration.kind)
    if case .turnedAway(let ending) = try await session.arrive() {
      try await show(ending)
      return nil
    }
    let answer = try choose(
      [phrases.agree, phrases.disagree], heading: nil, paragraphs: study.consent.paragraphs,
      question: phrases.consentQuestion, stops: true)
    guard let answer else { return nil }
    var form = InterviewSession.Consent(isGiven: answer == 0, language: study.language)
    form.textSHA256 = interviews.current.consentSHA256(in: study.language)
    switch try await session.consent(form) {
    case .turnedAway(let ending):
      try await show(ending)
      return nil
    case .unsaved(let error):
      try note(unsaved: error)
      return try await consent()
    case .textChanged, .needsRecognition: return try await consent()
    case .recorded(let standing):
      unsaved = nil
      if standing.isActive, let code = try await session.resumeCode() {
        // Said now, because a window that is closed says nothing any more.
        notice = "\(phrases.codes.resumeCode) \(code.text)\n\(phrases.codes.codeWarning)"
      }
      return join(session, at: standing)
    }
  }
}
