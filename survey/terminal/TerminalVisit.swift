import Responses
import Study
import Survey
import SurveySession

/// One person at the terminal, from the start screen to the end.
final class TerminalVisit {
  /// Why the way through the pages was left before its end.
  enum Interruption: Error {
    case paused
    case endOfInput
    case idle
    case interrupted
    /// A piped line is not an answer, so the following lines would answer the wrong questions.
    case refused(TerminalError.Line)
  }

  /// A participant who has consented, or continued with a code.
  struct Person {
    let session: InterviewSession
    var standing: Standing
  }

  let interviews: StudyInterviews
  let configuration: TerminalConfiguration
  let terminal: Terminal
  var phrases: Phrases
  /// The study in the person's language.
  var study: StudyDefinition
  /// The remark about the last view, shown above the next.
  var notice: String?
  /// Why the last answer or page could not be saved; nil if it was.
  var unsaved: (any Error)?
  /// What a person should still be able to read when the screen is gone.
  var lastWords: String?
  /// True once the researcher has left the kiosk, or its input has ended.
  var leavesKiosk = false

  init(
    _ interviews: StudyInterviews, _ configuration: TerminalConfiguration, _ terminal: Terminal
  ) {
    self.interviews = interviews
    self.configuration = configuration
    self.terminal = terminal
    let study = interviews.current.study
    let language = configuration.language ?? study.language(for: configuration.preferred)
    self.study = study.inLanguage(language)
    phrases = Phrases.of(language)
  }

  var isKiosk: Bool { configuration.isKiosk }

  /// Leads the participant through the interview; what was recorded remains, wherever it ends.
  ///
  /// - Returns: whether it came to its end; if not, it can be continued with a code.
  /// - Throws: `TerminalError` if a piped line is not an answer, or if the pipe ends before the
  ///   participant begins.
  func take() async throws -> Bool {
    do {
      guard var person = try await arrive() else { return true }
      try await answer(&person)
      try await end(person)
      return true
    } catch let interruption as Interruption {
      if case .interrupted = interruption { leavesKiosk = true }
      if case .endOfInput = interruption { leavesKiosk = true }
      guard let session, try await session.standing()?.isActive == true else {
        switch interruption {
        case .refused(let line):
          throw TerminalError.notAnAnswer(line, session == nil ? .nothing : .everything)
        case .endOfInput where !terminal.isTypedInto && !isKiosk: throw TerminalError.nobodyBegan
        default: return true
        }
      }
      if case .idle = interruption { return false }
      if case .refused(let line) = interruption {
        let code = try await session.resumeCode()
        throw TerminalError.notAnAnswer(line, code.map { .answersBefore($0) } ?? .everything)
      }
      try await sayHowToGoOn(session, interruption)
      if let unsaved { throw unsaved }
      return false
    }
  }

  /// The session of the participant, known as soon as there is one.
  var session: InterviewSession?

  // MARK: Asking

  /// What the person does with a view; leaves the way if the input has ended or the person stops.
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
      case .endOfInput: throw Interruption.endOfInput
      case .interrupt: throw Interruption.interrupted
      case .idle: throw Interruption.idle
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
  /// - Throws: if the input is not a keyboard, so no one could read it.
  func refusal(_ sentence: String, in view: TerminalView) throws -> String {
    guard terminal.isTypedInto else {
      throw Interruption.refused(
        TerminalError.Line(number: terminal.linesRead, view: view, sentence))
    }
    return sentence
  }

  /// A choice of a few; nil if the person stops.
  func choose(
    _ labels: [String], heading: String?, paragraphs: [String] = [], question: String? = nil,
    chosen: Int? = nil, stops: Bool
  ) throws -> Int? {
    let view = TerminalView(
      status: [study.title], heading: heading, paragraphs: paragraphs, question: question,
      input: .choice(
        labels.enumerated().map { TerminalView.Choice(key: "\($0 + 1)", label: $1) }),
      chosen: chosen,
      hints: ["1–\(labels.count): \(phrases.keyAnswers)"]
        + (stops ? ["q: \(phrases.keyStops)"] : []))
    while true {
      switch try ask(view) {
      case .choice(let index): return index
      case .stop where stops: return nil
      default: notice = try refusal(phrases.notAnOption, in: view)
      }
    }
  }
}
