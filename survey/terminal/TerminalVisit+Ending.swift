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

  func end(_ person: Person) async throws {
    let interview = Interview(study)
    guard let ending = Ending(of: person.state, in: interview) else { return }
    try await show(ending, endedBy: person.state.endedBy)
  }

  func show(_ ending: Ending, endedBy rule: String? = nil) async throws {
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
    // A debrief has a heading of its own.
    try show(heading: text == nil ? nil : heading, paragraphs: paragraphs)
  }

  /// Says that all is kept, and with which code to go on.
  func sayHowToGoOn(_ session: SessionToken, _ departure: Departure) async throws {
    guard let code = try await store.code(.resume, of: session, now: survey.clock()) else { return }
    var paragraphs = [phrases.pausedText, code.text]
    if case .endOfInput = departure { paragraphs.insert(phrases.inputEnded, at: 0) }
    if case .paused = departure {
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
