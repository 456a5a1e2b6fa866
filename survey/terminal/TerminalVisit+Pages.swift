import Responses
import Study
import Survey
import SurveySession

/// The pages between consent and the end: each is answered in full, then recorded at once.
extension TerminalVisit {
  func answer(_ person: inout Person) async throws {
    while let kept = try person.session.page(of: person.standing) {
      person.session.noteShown(kept.page, to: person.standing)
      var state = KeyboardPage.State(
        kept, of: KeyboardPage(kept.page, phrases), isTyped: terminal.isTypedInto)
      if let submission = try await fill(&state, for: person) {
        try await send(submission, of: kept.page, for: &person)
      } else {
        person.standing = try await person.session.standing() ?? person.standing
      }
    }
  }

  /// Sends the page, and says what is wrong if it is not recorded.
  private func send(
    _ submission: PageSubmission, of page: InterviewPage, for person: inout Person
  ) async throws {
    switch try await person.session.send(submission, of: page.name) {
    case .moved(let standing):
      person.standing = standing
      unsaved = nil
      notice = phrases.saved
    case .shownAgain(let state, _, _):
      notice =
        state.notice == .readAgain
        ? readAgain : "\(phrases.error) \(phrases.problems(state.problems.count))"
    case .unsaved(_, _, let error): try note(unsaved: error)
    case .unknown: throw StoreError.unknownSession
    case .nextItem: break
    }
  }

  var readAgain: String { "\(phrases.answering.hintTitle)\n\(phrases.answering.hintText)" }

  /// Says that the answers are not saved, and asks the person at the keyboard to try again.
  ///
  /// - Throws: the error, if the input is not a keyboard.
  func note(unsaved error: any Error) throws {
    guard terminal.isTypedInto else { throw error }
    unsaved = error
    notice = "\(phrases.codes.notSavedTitle)\n\(phrases.terminal.tryAgain)"
  }

  // MARK: Stopping

  /// Asks what should happen to the answers; false if the participant goes back to the study.
  func stops(_ person: Person) async throws -> Bool {
    enum Way {
      case pause
      case leave(InterviewSession.LeavingChoice)
      case goBack
    }
    let choices = study.leaving.choices.map { choice in
      (Way.leave(choice), choice == .keep ? phrases.keepAnswers : phrases.deleteAnswers)
    }
    let ways = [(Way.pause, phrases.pause)] + choices + [(Way.goBack, phrases.goBack)]
    let chosen = try choose(
      ways.map(\.1), heading: phrases.stopTitle, paragraphs: [phrases.stopText],
      question: phrases.stopQuestion, stops: false)
    switch ways[chosen ?? ways.count - 1].0 {
    case .pause: throw Interruption.paused
    case .goBack: return false
    case .leave(let choice):
      do {
        _ = try await person.session.leave(choice)
        unsaved = nil
        return true
      } catch {
        try note(unsaved: error)
        return false
      }
    }
  }
}
