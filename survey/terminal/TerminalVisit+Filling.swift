import Responses
import Study
import Survey

/// One question after the other, each answer on the disk before the next is asked.
extension TerminalVisit {
  /// The answers of a page; nil where the person has left, or stands elsewhere by now.
  func fill(_ filling: inout KeyboardFilling, for person: Person) async throws -> FormFields? {
    let shown = ContinuousClock.now
    while true {
      switch filling.place {
      case .reading:
        switch try ask(reading(filling)) {
        case .proceed:
          let seconds = max(filling.shownBefore ?? 0, (ContinuousClock.now - shown) / .seconds(1))
          if isTooSoon(filling, after: seconds) {
            filling.isHinted = true
            notice = "\(phrases.answering.hintTitle)\n\(phrases.answering.hintText)"
          } else if filling.page.questions.isEmpty {
            return filling.fields
          } else {
            filling.place = filling.firstOpen
          }
        case .stop: if try await stops(person) { return nil }
        default: notice = try refusal(phrases.notAnOption, in: reading(filling))
        }
      case .question(let index):
        guard try await ask(filling.page.questions[index], at: index, of: &filling, for: person)
        else { return nil }
      case .end:
        let view = closing(filling)
        switch try ask(view, canGoBack: true) {
        case .proceed: return filling.fields
        case .back: filling.goBack()
        case .stop: if try await stops(person) { return nil }
        default: notice = try refusal(phrases.notAnOption, in: view)
        }
      }
    }
  }

  /// Whether somebody leaves the situation sooner than its words can be read, for the first time.
  private func isTooSoon(_ filling: KeyboardFilling, after seconds: Double) -> Bool {
    guard study.imagining.hintsAtReadingTime, !filling.isHinted,
      let situation = filling.page.situation
    else { return false }
    return seconds < Double(study.readingSeconds(situation))
  }

  private func status(_ filling: KeyboardFilling, answered: Int = 0) -> [String] {
    let page = filling.page
    let share =
      page.isScale
      ? filling.interview.progress(at: page.step, answered: answered, of: page.questions.count)
      : filling.interview.progress(at: page.step)
    return [study.title, phrases.progress(Int((share * 100).rounded()))]
  }

  private func reading(_ filling: KeyboardFilling) -> TerminalView {
    let page = filling.page
    var view = TerminalView(
      status: status(filling), heading: page.heading,
      paragraphs: [page.instruction, page.situation?.text ?? ""].compactMap(\.self),
      input: .proceed)
    view.hints = [phrases.enterContinues, "q: \(phrases.keyStops)"]
    return view
  }

  private func closing(_ filling: KeyboardFilling) -> TerminalView {
    let left = filling.page.isScale ? filling.leftOpen : 0
    var view = TerminalView(
      status: status(filling, answered: filling.page.questions.count),
      heading: filling.page.heading,
      paragraphs: left == 0
        ? [phrases.allAnswered] : [phrases.problems(left), phrases.answering.skipOffered],
      input: .proceed)
    view.hints = [phrases.enterSends, "b: \(phrases.keyGoesBack)", "q: \(phrases.keyStops)"]
    return view
  }

  // MARK: A question

  private func view(of question: Asked, at index: Int, _ filling: KeyboardFilling) -> TerminalView {
    let page = filling.page
    var view = TerminalView(
      status: status(filling, answered: index),
      position: phrases.position(index + 1, page.questions.count), heading: page.heading,
      paragraphs: index == 0 && page.situation == nil ? [page.instruction].compactMap(\.self) : [],
      recall: page.recall.map {
        // Who listens hears the situation once; it can be had again at any time.
        TerminalView.Recall(
          label: $0.label, text: $0.text,
          isOpen: $0.isOpen && (terminal.isScreen || index == filling.start))
      }, question: question.text, input: .line)
    let answer = filling.answer(to: question)
    var readable = answer
    switch question.form {
    case .choice(let options, let keys):
      view.input = .choice(
        zip(keys, options).map { TerminalView.Choice(key: $0, label: $1.label) })
      view.chosen = answer.flatMap { answer in options.firstIndex { $0.value == answer } }
      view.hints = ["\(keys.first!)–\(keys.last!): \(phrases.keyAnswers)"]
      // A star says little to who listens.
      readable = terminal.isScreen ? nil : view.chosen.map { options[$0].label }
    case .search(let options, let prompt):
      view.prompt = prompt
      readable = options.first { $0.value == answer }?.label ?? answer
    case .number(let range):
      view.prompt = phrases.typeNumber(range.lowerBound, range.upperBound)
    case .words:
      // On a screen the answer stands in the line, to be gone on with.
      if terminal.isScreen { (view.draft, readable) = (answer ?? "", nil) }
    }
    if case .declined(let label, _) = question.omission {
      // Among options it is one of them.
      if case .line = view.input { view.hints.append("-: \(label)") }
      if let answer, answer.isEmpty || answer == Question.declined { readable = label }
    }
    view.answerSoFar =
      filling.isLeftOpen(question)
      ? phrases.terminal.leftUnanswered : readable.map { "\(phrases.answerSoFar) \($0)" }
    if offersOmission(of: question, filling) { view.hints.append("-: \(phrases.answering.skip)") }
    view.hints += (filling.canGoBack ? ["b: \(phrases.keyGoesBack)"] : [])
    view.hints.append("q: \(phrases.keyStops)")
    return view
  }

  private func offersOmission(of question: Asked, _ filling: KeyboardFilling) -> Bool {
    switch question.omission {
    case .free: true
    case .afterPrompt: filling.prompted.contains(question.field)
    case .declined, .refused: false
    }
  }

  /// False where the person has left, or stands elsewhere by now.
  private func ask(
    _ question: Asked, at index: Int, of filling: inout KeyboardFilling, for person: Person
  ) async throws -> Bool {
    var view = view(of: question, at: index, filling)
    if !terminal.unsent.isEmpty { view.draft = terminal.unsent }
    filling.show(question)
    switch try ask(view, canGoBack: filling.canGoBack) {
    case .back: filling.goBack()
    case .stop: return try await !stops(person)
    case .recall: try recall(view)
    case .choice(let place):
      guard case .choice(let options, _) = question.form else { return true }
      return try await keep([question.field: options[place].value], question, &filling, person)
    case .line(let line):
      switch question.read(line, phrases) {
      case .answer(let value):
        return try await keep([question.field: value], question, &filling, person)
      case .unclear(let problem): notice = try refusal(problem, in: view)
      }
    case .nothing:
      // What stands there is left as it is, unless it was rubbed out.
      let isRubbedOut = !view.draft.isEmpty
      if !isRubbedOut, filling.answer(to: question) != nil || filling.isLeftOpen(question) {
        filling.goOn()
      } else {
        return try await omit(question, by: .nothing, view, &filling, person)
      }
    case .omit: return try await omit(question, by: .omit, view, &filling, person)
    default: notice = try refusal(phrases.notAnOption, in: view)
    }
    return true
  }

  /// Goes on without an answer, where that is possible, and says so where it is not.
  private func omit(
    _ question: Asked, by key: TerminalEntry, _ view: TerminalView,
    _ filling: inout KeyboardFilling, _ person: Person
  ) async throws -> Bool {
    switch question.omission {
    case .free: return try await keep(nil, question, &filling, person)
    case .afterPrompt:
      if key == .omit, filling.prompted.contains(question.field) {
        return try await keep(nil, question, &filling, person)
      }
      filling.prompted.insert(question.field)
      notice = "\(phrases.unanswered) -: \(phrases.answering.skip)"
    case .declined(let label, let fields):
      if key == .omit { return try await keep(fields, question, &filling, person) }
      notice = try refusal("\(phrases.unanswered) -: \(label)", in: view)
    case .refused: notice = try refusal(phrases.terminal.mustAnswer, in: view)
    }
    return true
  }

  /// Saves the answer, nil for none, and goes on to the next question.
  private func keep(
    _ fields: [String: String]?, _ question: Asked, _ filling: inout KeyboardFilling,
    _ person: Person
  ) async throws -> Bool {
    var changed = filling
    let (answers, paradata) = changed.take(fields, for: question)
    var state: RespondentState?
    let isSaved = try await saving {
      state = try await store.save(
        answers, on: filling.page.name, step: filling.page.step, from: person.session,
        keepsChanges: study.paradata.contains(.answerChanges), paradata: paradata,
        layout: filling.page.layout, now: survey.clock())
    }
    guard isSaved else { return true }
    guard state?.status == .active, state?.step == filling.page.step else {
      notice = phrases.terminal.sentElsewhere
      return false
    }
    filling = changed
    filling.goOn()
    return true
  }

  /// The situation once more, until Enter.
  private func recall(_ view: TerminalView) throws {
    guard let recall = view.recall else { return }
    var text = TerminalView(
      status: view.status, heading: recall.label, paragraphs: [recall.text], input: .proceed)
    text.hints = [phrases.enterContinues]
    while true {
      switch try ask(text, canGoBack: true) {
      case .proceed, .back: return
      default: notice = try refusal(phrases.notAnOption, in: text)
      }
    }
  }
}
