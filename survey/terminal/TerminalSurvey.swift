package import Responses
package import Study
import SurveySession

/// How the interview is held in a terminal.
package struct TerminalConfiguration: Sendable {
  /// Lines alone, for screen readers: no cursor is moved and nothing is drawn twice.
  package var isPlain = false
  /// False with `NO_COLOR`.
  package var usesEmphasis = true
  /// One person after the other, each from the start screen.
  package var isKiosk = false
  /// The time without a key after which a kiosk returns to its start.
  package var idleSeconds = 300
  /// The language; nil lets the person choose if there are several.
  package var language: Language?
  /// The languages of the terminal's owner, best first.
  package var preferred: [Language] = []
  /// A code to go on with; nil asks.
  package var code: String?
  /// Who answers; `test` for a preview.
  package var kind = RespondentKind.human

  package init() {}
}

/// What is left when a terminal's interviews are over.
package struct TerminalResult: Sendable {
  /// Whether the interview came to its end; if not, a participant can continue with a code.
  package let isFinished: Bool
  /// Lines of a pipe that nothing asked for.
  package let linesLeftOver: Int
}

/// The interview of one study in a terminal: the same steps, checks and records as the web form's.
package struct TerminalSurvey {
  private let study: StudyDefinition
  private let store: ResponseStore
  private let configuration: TerminalConfiguration
  private let clock: @Sendable () -> Timestamp

  package init(
    study: StudyDefinition, store: ResponseStore, configuration: TerminalConfiguration,
    clock: @escaping @Sendable () -> Timestamp = { .now() }
  ) {
    self.study = study
    self.store = store
    self.configuration = configuration
    self.clock = clock
  }

  /// Holds one interview; as a kiosk one after the other, until Ctrl-C or the end of the input.
  ///
  /// - Throws: `TerminalError`, and what the store throws.
  package func run() async throws -> TerminalResult {
    let terminal = Terminal(
      isPlain: configuration.isPlain, usesEmphasis: configuration.usesEmphasis,
      idleSeconds: configuration.isKiosk ? configuration.idleSeconds : nil)
    defer { terminal.close() }
    let interviews = try await StudyInterviews(of: study, in: store, clock: clock)
    guard configuration.isKiosk else {
      let visit = TerminalVisit(interviews, configuration, terminal)
      defer {
        terminal.close()
        // The screen's last view goes with the screen; what is to be kept is said again.
        if terminal.isScreen, let last = visit.lastWords { print(last, terminator: "") }
      }
      let isFinished = try await visit.take()
      return TerminalResult(isFinished: isFinished, linesLeftOver: terminal.linesLeftOver())
    }
    while true {
      terminal.clear()
      let visit = TerminalVisit(interviews, configuration, terminal)
      _ = try await visit.take()
      terminal.clear()
      if visit.leavesKiosk { return TerminalResult(isFinished: true, linesLeftOver: 0) }
    }
  }
}
