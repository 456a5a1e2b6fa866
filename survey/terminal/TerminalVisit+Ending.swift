import Responses
import Study
import Survey
import SurveySession

/// The last pages, and what a person takes along.
extension TerminalVisit {
  /// Shows a last page, and waits until it has been read.
  private func show(heading: String?, paragraphs: [String]) throws {
    var view = TerminalView(
      status: [study.title], heading: heading, paragraphs: paragraphs, input: .proceed)
    if !isKiosk { keep(view) }
    view.hints = [isKiosk ? phrases.clearsScreen : phrases.enterContinues]
    if terminal.isScreen || isKiosk {
      do {
        while try ask(view, canGoBack: true) != .proceed {}
      } catch Interruption.endOfInput {
        leavesKiosk = true
      } catch Interruption.interrupted {
        leavesKiosk = true
      } catch Interruption.idle {}
    } else {
      terminal.say(view)
    }
  }

  private func keep(_ view: TerminalView) {
    lastWords = view.lines(columns: 80).map { $0.text + "\n" }.joined()
  }

  func end(_ person: Person) async throws {
    if let ending = person.standing.ending { try await show(ending) }
  }

  func show(_ ending: Ending) async throws {
    let (heading, text) = ending.words(phrases)
    var paragraphs = text.map { [$0] } ?? []
    if ending.debriefs { paragraphs += study.debrief.paragraphs }
    let completion = ending.completion(in: study)
    if let code = completion?.code {
      paragraphs.append("\(phrases.completionCode) \(code)")
    }
    if let address = completion?.redirect {
      paragraphs.append("\(phrases.returnToPanel): \(address)")
    }
    if let code = try await session?.receipt(at: ending) {
      paragraphs += [phrases.withdrawLater, code.text]
    }
    // A debrief has its own heading.
    try show(heading: text == nil ? nil : heading, paragraphs: paragraphs)
  }

  /// Says that all is kept, and with which code to go on.
  func sayHowToGoOn(
    _ session: InterviewSession, _ interruption: Interruption
  ) async throws {
    guard let code = try await session.resumeCode() else { return }
    var paragraphs = [phrases.pausedText, code.text]
    if case .endOfInput = interruption { paragraphs.insert(phrases.inputEnded, at: 0) }
    if case .paused = interruption {
      try show(heading: phrases.pausedTitle, paragraphs: paragraphs)
    } else if !isKiosk {
      let view = TerminalView(
        status: [study.title], heading: phrases.pausedTitle, paragraphs: paragraphs, input: .proceed
      )
      keep(view)
      if !terminal.isScreen { terminal.say(view) }
    }
  }
}
