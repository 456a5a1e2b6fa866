import Study
import Survey
import SurveySession

/// One question after the other, each answer on the disk before the next is asked.
extension TerminalVisit {
  /// The page as it is to be sent; nil if the participant has left, or is elsewhere by now.
  func fill(
    _ state: inout KeyboardPage.State, for person: Person
  ) async throws -> PageSubmission? {
    while true {
      switch state.position {
      case .reading:
        switch try ask(reading(state)) {
        case .proceed:
          if !state.isHinted,
            try person.session.isTooSoon(state.page.interviewPage, for: person.standing)
          {
            state.isHinted = true
            notice = readAgain
          } else if state.page.questions.isEmpty {
            return state.submission
          } else {
            state.position = state.firstOpen
          }
        case .stop: if try await stops(person) { return nil }
        default: notice = try refusal(phrases.notAnOption, in: reading(state))
        }
      case .question(let index):
        guard try await ask(state.page.questions[index], at: index, of: &state, for: person)
        else { return nil }
      case .end:
        let view = closing(state)
        switch try ask(view, canGoBack: true) {
        case .proceed: return state.submission
        case .back: state.goBack()
        case .stop: if try await stops(person) { return nil }
        default: notice = try refusal(phrases.notAnOption, in: view)
        }
      }
    }
  }

  private func status(_ state: KeyboardPage.State, answered: Int = 0) -> [String] {
    let share = state.page.progress(answered: answered)
    return [study.title, phrases.progress(Int((share * 100).rounded()))]
  }

  private func reading(_ state: KeyboardPage.State) -> TerminalView {
    let page = state.page
    return TerminalView(
      status: status(state), heading: page.interviewPage.heading,
      paragraphs: [page.interviewPage.instruction, page.situation?.text ?? ""].compactMap(\.self),
      input: .proceed, hints: [phrases.enterContinues, "q: \(phrases.keyStops)"])
  }

  private func closing(_ state: KeyboardPage.State) -> TerminalView {
    let left = state.page.interviewPage.isScale ? state.leftOpen : 0
    return TerminalView(
      status: status(state, answered: state.page.questions.count),
      heading: state.page.interviewPage.heading,
      paragraphs: left == 0
        ? [phrases.allAnswered] : [phrases.problems(left), phrases.answering.skipOffered],
      input: .proceed,
      hints: [phrases.enterSends, "b: \(phrases.keyGoesBack)", "q: \(phrases.keyStops)"])
  }

  // MARK: A question

  private func view(of question: KeyboardQuestion, at index: Int, _ state: KeyboardPage.State)
    -> TerminalView
  {
    let page = state.page
    var view = TerminalView(
      status: status(state, answered: index),
      position: phrases.position(index + 1, page.questions.count),
      heading: page.interviewPage.heading,
      paragraphs: index == 0 && page.situation == nil
        ? [page.interviewPage.instruction].compactMap(\.self) : [],
      recall: page.recall.map {
        // Who listens hears the situation once; it can be had again at any time.
        TerminalView.Recall(
          label: $0.label, text: $0.text,
          isOpen: $0.isOpen && (terminal.isScreen || index == state.start))
      }, question: question.text, input: .line)
    let answer = state.answer(to: question)
    var readable = answer
    switch question.form {
    case .choice(let options, let keys):
      view.input = .choice(
        zip(keys, options).map { TerminalView.Choice(key: $0, label: $1.label) })
      view.chosen = answer.flatMap { answer in options.firstIndex { $0.value == answer } }
      view.hints = ["\(keys.first!)–\(keys.last!): \(phrases.keyAnswers)"]
      // A screen reader does not announce the star.
      readable = terminal.isScreen ? nil : view.chosen.map { options[$0].label }
    case .search(let options, let prompt):
      view.prompt = prompt
      readable = options.first { $0.value == answer }?.label ?? answer
    case .number(let range):
      view.prompt = phrases.typeNumber(range.lowerBound, range.upperBound)
    case .words:
      // On a screen the answer is in the line, to be continued.
      if terminal.isScreen { (view.draft, readable) = (answer ?? "", nil) }
    }
    if case .declined(let label, _) = question.omission {
      // Among options it is one of them.
      if case .line = view.input { view.hints.append("-: \(label)") }
      if let answer, answer.isEmpty || answer == Question.declined { readable = label }
    }
    view.answerSoFar =
      state.isLeftOpen(question)
      ? phrases.terminal.leftUnanswered : readable.map { "\(phrases.answerSoFar) \($0)" }
    if offersOmission(of: question, state) { view.hints.append("-: \(phrases.answering.skip)") }
    if state.canGoBack { view.hints.append("b: \(phrases.keyGoesBack)") }
    view.hints.append("q: \(phrases.keyStops)")
    return view
  }

  private func offersOmission(of question: KeyboardQuestion, _ state: KeyboardPage.State) -> Bool {
    switch question.omission {
    case .free: true
    case .afterPrompt: state.prompted.contains(question.field)
    case .declined, .refused: false
    }
  }

  /// False if the person has left, or is elsewhere by now.
  private func ask(
    _ question: KeyboardQuestion, at index: Int, of state: inout KeyboardPage.State,
    for person: Person
  ) async throws -> Bool {
    var view = view(of: question, at: index, state)
    if !terminal.unsent.isEmpty { view.draft = terminal.unsent }
    state.show(question)
    switch try ask(view, canGoBack: state.canGoBack) {
    case .back: state.goBack()
    case .stop: return try await !stops(person)
    case .recall: try recall(view)
    case .choice(let place):
      guard case .choice(let options, _) = question.form else { return true }
      return try await keep([question.field: options[place].value], question, &state, person)
    case .line(let line):
      switch question.read(line, phrases) {
      case .answer(let value):
        return try await keep([question.field: value], question, &state, person)
      case .unclear(let problem): notice = try refusal(problem, in: view)
      }
    case .nothing:
      // The line's content is kept unless it was erased.
      let isRubbedOut = !view.draft.isEmpty
      if !isRubbedOut, state.answer(to: question) != nil || state.isLeftOpen(question) {
        state.goOn()
      } else {
        return try await omit(question, by: .nothing, view, &state, person)
      }
    case .omit: return try await omit(question, by: .omit, view, &state, person)
    default: notice = try refusal(phrases.notAnOption, in: view)
    }
    return true
  }

  /// Goes on without an answer, if that is possible, and says so if it is not.
  private func omit(
    _ question: KeyboardQuestion, by key: TerminalEntry, _ view: TerminalView,
    _ state: inout KeyboardPage.State, _ person: Person
  ) async throws -> Bool {
    switch question.omission {
    case .free: return try await keep(nil, question, &state, person)
    case .afterPrompt:
      if key == .omit, state.prompted.contains(question.field) {
        return try await keep(nil, question, &state, person)
      }
      state.prompted.insert(question.field)
      notice = "\(phrases.unanswered) -: \(phrases.answering.skip)"
    case .declined(let label, let fields):
      if key == .omit { return try await keep(fields, question, &state, person) }
      notice = try refusal("\(phrases.unanswered) -: \(label)", in: view)
    case .refused: notice = try refusal(phrases.terminal.mustAnswer, in: view)
    }
    return true
  }

  /// Saves the answer, nil for none, and continues with the next question.
  private func keep(
    _ fields: [String: String]?, _ question: KeyboardQuestion, _ state: inout KeyboardPage.State,
    _ person: Person
  ) async throws -> Bool {
    var changed = state
    let draft = changed.accept(fields, for: question)
    do {
      switch try await person.session.save(draft) {
      case .kept:
        state = changed
        state.goOn()
      case .moved, .unknown:
        notice = phrases.terminal.sentElsewhere
        unsaved = nil
        return false
      }
      unsaved = nil
    } catch {
      try note(unsaved: error)
    }
    return true
  }

  /// The situation once more, until Enter.
  private func recall(_ view: TerminalView) throws {
    guard let recall = view.recall else { return }
    let text = TerminalView(
      status: view.status, heading: recall.label, paragraphs: [recall.text], input: .proceed,
      hints: [phrases.enterContinues])
    while true {
      switch try ask(text, canGoBack: true) {
      case .proceed, .back: return
      default: notice = try refusal(phrases.notAnOption, in: text)
      }
    }
  }
}
