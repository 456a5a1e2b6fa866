import Responses
import Study
import Survey
import SurveySession

/// A page as it is asked at a keyboard: a text first, where there is one, then question by question.
struct KeyboardPage {
  let name: String
  let step: Int
  let heading: String
  /// What stands above the first question.
  var instruction: String?
  /// The situation, where it is read here.
  var situation: Situation?
  /// The situation, where it is recalled here.
  var recall: TerminalView.Recall?
  var questions: [Asked] = []
  /// Whether every question tells how far the interview has come.
  var isScale = false

  /// Answers lie below each other in a terminal, as they then do in a browser that goes on.
  var layout: Presentation.Layout? { isScale ? .stacked : nil }
}

/// The pages between consent and the end: each is answered in full, then recorded at once.
extension TerminalVisit {
  func answer(_ person: inout Person) async throws {
    while person.state.status == .active {
      let interview = Interview(study)
      let step = person.state.step
      let page = page(at: step, of: interview, for: person)
      let shownBefore = try store.secondsSinceServed(
        page.name, to: person.state, now: survey.clock())
      store.noteServed(page.name, to: person.state, now: survey.clock())
      var filling = KeyboardFilling(
        page, of: interview, saved: try store.savedAnswers(of: person.state, on: page.name),
        isTyped: terminal.isTypedInto, shownBefore: shownBefore)
      guard let fields = try await fill(&filling, for: person) else {
        person.state = try store.state(of: person.session) ?? person.state
        continue
      }
      try await send(fields, filling.paradata, of: page, in: interview, for: &person)
    }
  }

  /// Records the page where it is complete, and says what is wrong where it is not.
  private func send(
    _ fields: FormFields, _ paradata: [ParadataRecord], of page: KeyboardPage,
    in interview: Interview, for person: inout Person
  ) async throws {
    let now = survey.clock()
    switch interview.read(fields, at: page.step, seed: person.state.seed, year: now.year) {
    case .complete(let answers):
      var recording = interview.recording(
        of: answers, at: page.step, seed: person.state.seed, layout: page.layout)
      recording.paradata = paradata
      recording.keepsChanges = study.paradata.contains(.answerChanges)
      try await saving {
        person.state = try await store.record(
          recording, from: person.session, in: person.registered, now: now)
        notice = phrases.saved
      }
    case .incomplete(let problems):
      store.noteIncomplete(page.name, from: person.state, paradata: paradata, now: now)
      notice = "\(phrases.error) \(phrases.problems(problems.count))"
    }
  }

  /// Does what writes; where the disk is full or another program holds the database, whoever types is
  /// told and can try again.
  ///
  /// - Returns: whether it was done.
  @discardableResult
  func saving(_ write: () async throws -> Void) async throws -> Bool {
    do {
      try await write()
      unsaved = nil
      return true
    } catch  where terminal.isTypedInto {
      unsaved = error
      notice = "\(phrases.codes.notSavedTitle)\n\(phrases.terminal.tryAgain)"
      return false
    }
  }

  private func page(at step: Int, of interview: Interview, for person: Person) -> KeyboardPage {
    func asked(_ questions: [Question]) -> [Asked] {
      questions.map {
        Asked($0, language: study.language, year: survey.clock().year, phrases)
      }
    }
    func page(_ heading: String, _ change: (inout KeyboardPage) -> Void) -> KeyboardPage {
      var page = KeyboardPage(name: interview.steps[step].name, step: step, heading: heading)
      change(&page)
      return page
    }
    let situation = person.state.situation.flatMap { study.situation($0) }
    switch interview.steps[step].content {
    case .consent, .debrief: return page("") { _ in }
    case .screening:
      return page(phrases.screeningTitle) { $0.questions = asked(study.screening) }
    case .demographics:
      return page(phrases.demographicsTitle) { $0.questions = asked(study.demographics) }
    case .situation:
      return page(phrases.situationTitle) {
        $0.instruction = phrases.situationInstruction
        $0.situation = situation
        $0.questions = asked(interview.questionsOnImagining)
      }
    case .check:
      return page(phrases.answering.question) {
        $0.questions = asked(interview.questions(at: step))
      }
    case .scale(let scale):
      let isEvoked = scale.occasion == .evoked
      return page(isEvoked ? phrases.evokedTitle : phrases.defaultTitle) {
        $0.instruction = scale.instrument.instruction[scale.occasion]
        $0.isScale = true
        $0.questions = interview.page(of: scale, seed: person.state.seed).entries
          .map { Asked($0, in: study) }
        if isEvoked, let rule = study.imagining.recall, let situation {
          $0.recall = TerminalView.Recall(
            label: phrases.answering.recall, text: situation.text, isOpen: rule == .open)
        }
      }
    }
  }

  // MARK: Stopping

  /// Asks what is to become of the answers; false where the person goes back to the study.
  func stops(_ person: Person) async throws -> Bool {
    enum Way { case pause, keep, delete, goBack }
    let rule = study.leaving
    let ways: [(Way, String)] =
      [(.pause, phrases.pause)]
      + (rule == .delete ? [] : [(.keep, phrases.keepAnswers)])
      + (rule == .keep ? [] : [(.delete, phrases.deleteAnswers)]) + [(.goBack, phrases.goBack)]
    let chosen = try choose(
      ways.map(\.1), heading: phrases.stopTitle, paragraphs: [phrases.stopText],
      question: phrases.stopQuestion, stops: false)
    switch ways[chosen ?? ways.count - 1].0 {
    case .pause: throw Departure.paused
    case .goBack: return false
    case .keep, .delete:
      return try await saving {
        _ = try await store.leave(
          person.session, deletingAnswers: ways[chosen!].0 == .delete, now: survey.clock())
      }
    }
  }
}
