import Responses
import Study
import Survey

/// One person at the terminal, from the start screen to the end.
final class TerminalVisit {
  /// Why the way through the pages was left before its end.
  enum Departure: Error {
    case paused
    case endOfInput
    case idle
    case interrupted
    /// A line that came from a pipe is no answer, so that those behind it would answer something
    /// else than they were meant for.
    case refused(TerminalError.Line)
  }

  /// Somebody who has consented, or gone on with a code.
  struct Person {
    let session: SessionToken
    let registered: RegisteredStudy
    var state: RespondentState
  }

  let survey: TerminalSurvey
  let terminal: Terminal
  let current: RegisteredStudy
  var phrases: Phrases
  /// The study in the person's language.
  var study: StudyDefinition
  /// What stands above the next view about the last.
  var notice: String?
  /// Why the last answer or page could not be saved; nil where it was.
  var unsaved: (any Error)?
  /// What a person should still be able to read when the screen is gone.
  var lastWords: String?
  /// True once the researcher has left the kiosk, or its input has ended.
  var leavesKiosk = false

  init(_ survey: TerminalSurvey, _ current: RegisteredStudy, _ terminal: Terminal) {
    self.survey = survey
    self.current = current
    self.terminal = terminal
    let language =
      survey.configuration.language ?? survey.study.language(for: survey.configuration.preferred)
    study = survey.study.inLanguage(language)
    phrases = Phrases.of(language)
  }

  var isKiosk: Bool { survey.configuration.isKiosk }

  /// Leads the person through; what was recorded stays, wherever this ends.
  ///
  /// - Throws: `TerminalError` for a line of a pipe that is no answer, and for a pipe that ends
  ///   before anybody began.
  func take() async throws -> TerminalOutcome {
    do {
      guard var person = try await arrive() else { return .finished }
      try await answer(&person)
      try await end(person)
      return .finished
    } catch let departure as Departure {
      if case .interrupted = departure { leavesKiosk = true }
      if case .endOfInput = departure { leavesKiosk = true }
      guard let session = session, try store.state(of: session)?.status == .active else {
        switch departure {
        case .refused(let line):
          throw TerminalError.notAnAnswer(line, session == nil ? .nothing : .everything)
        case .endOfInput where !terminal.isTypedInto && !isKiosk: throw TerminalError.nobodyBegan
        default: return .finished
        }
      }
      if case .idle = departure { return .unfinished }
      if case .refused(let line) = departure {
        let code = try await store.code(.resume, of: session, now: survey.clock())
        throw TerminalError.notAnAnswer(line, code.map { .answersBefore($0) } ?? .everything)
      }
      try await sayHowToGoOn(session, departure)
      if let unsaved { throw unsaved }
      return .unfinished
    }
  }

  /// The session of whoever is there, known as soon as there is one.
  var session: SessionToken?
  var store: ResponseStore { survey.store }

  // MARK: Asking

  /// What the person does with a view; leaves the way where the input has ended or the person stops.
  ///
  /// - Parameter canGoBack: without it `back` explains itself.
  func ask(_ view: TerminalView, canGoBack: Bool = false) throws -> TerminalEntry {
    var view = view
    view.moreHint = phrases.enterReadsOn
    view.unreadableNotice = phrases.terminal.unreadable
    view.notice = notice ?? view.notice
    while true {
      let entry = terminal.ask(view)
      switch entry {
      case .endOfInput where isKiosk && terminal.isScreen && !terminal.inputIsGone: continue
      case .endOfInput: throw Departure.endOfInput
      case .interrupt: throw Departure.interrupted
      case .idle: throw Departure.idle
      case .back where !canGoBack: view.notice = try refusal(phrases.cannotGoBack, in: view)
      case .unknown: view.notice = try refusal(phrases.notAnOption, in: view)
      case .unreadable: view.notice = try refusal(phrases.terminal.unreadable, in: view)
      default:
        notice = nil
        return entry
      }
    }
  }

  /// The sentence that says why an answer cannot be taken.
  ///
  /// - Throws: where nobody types who could read it.
  func refusal(_ sentence: String, in view: TerminalView) throws -> String {
    guard terminal.isTypedInto else {
      throw Departure.refused(TerminalError.Line(number: terminal.linesRead, view: view, sentence))
    }
    return sentence
  }

  /// A choice of a few; nil where the person stops.
  func choose(
    _ labels: [String], heading: String?, paragraphs: [String] = [], question: String? = nil,
    chosen: Int? = nil, stops: Bool
  ) throws -> Int? {
    var view = TerminalView(
      status: [study.title], heading: heading, paragraphs: paragraphs, question: question,
      input: .choice(
        labels.enumerated().map { TerminalView.Choice(key: "\($0 + 1)", label: $1) }))
    view.chosen = chosen
    view.hints = ["1–\(labels.count): \(phrases.keyAnswers)"]
    if stops { view.hints.append("q: \(phrases.keyStops)") }
    while true {
      switch try ask(view) {
      case .choice(let index): return index
      case .stop where stops: return nil
      default: notice = try refusal(phrases.notAnOption, in: view)
      }
    }
  }
}
