import Foundation
import Responses
import Study
import Survey
import SurveyRecording

/// The pages between consent and the end: each is answered in full, then recorded at once.
extension TerminalVisit {
  /// One question of a page.
  private struct Asked {
    let field: String
    let text: String
    let form: Form

    enum Form {
      /// Values and labels; `keys` are what is typed.
      case choice([(value: String, label: String)], keys: [String])
      /// What is typed must fit one of these.
      case search([(value: String, label: String)], prompt: String, decline: String?)
      case number(ClosedRange<Int>, decline: String?)
      /// The person's own words.
      case words(limit: Int, decline: String?)
    }
  }

  func answer(_ person: inout Person) async throws {
    while person.state.status == .active {
      let interview = Interview(study)
      let step = person.state.step
      store.noteServed(interview.steps[step].name, to: person.state, now: survey.clock())
      guard let fields = try await fill(in: step, of: interview, for: person) else {
        person.state = try store.state(of: person.session) ?? person.state
        continue
      }
      let now = survey.clock()
      switch interview.read(fields, at: step, seed: person.state.seed, year: now.year) {
      case .complete(let answers):
        person.state = try await store.record(
          interview.recording(of: answers, at: step, seed: person.state.seed),
          from: person.session, in: person.registered, now: now)
        notice = phrases.saved
      case .incomplete(let problems):
        store.noteIncomplete(interview.steps[step].name, from: person.state, now: now)
        notice = "\(phrases.error) \(phrases.problems(problems.count))"
      }
    }
  }

  /// The answers of a page; nil where the person has left.
  private func fill(
    in step: Int, of interview: Interview, for person: Person
  ) async throws -> FormFields? {
    let percent = Int((interview.progress(at: step) * 100).rounded())
    let status = "\(study.title) · \(phrases.progress(percent))"
    switch interview.steps[step].content {
    case .consent, .debrief:
      return FormFields([])
    case .situation:
      let text = person.state.situation.flatMap { study.situation($0)?.text } ?? ""
      var view = TerminalView(
        status: status, heading: phrases.situationTitle,
        paragraphs: [phrases.situationInstruction, text], input: .proceed)
      view.hints = [phrases.enterContinues, "q: \(phrases.keyStops)"]
      while true {
        switch try ask(view) {
        case .proceed:
          let questions = interview.questionsOnImagining.map(asked)
          if questions.isEmpty { return FormFields([]) }
          return try await fill(
            questions, heading: phrases.situationTitle, instruction: nil, status: status,
            for: person)
        case .stop: if try await stops(person) { return nil }
        default: notice = phrases.notAnOption
        }
      }
    case .screening:
      return try await fill(
        study.screening.map(asked), heading: phrases.screeningTitle, instruction: nil,
        status: status, for: person)
    case .demographics:
      return try await fill(
        study.demographics.map(asked), heading: phrases.demographicsTitle, instruction: nil,
        status: status, for: person)
    case .scale(let scale):
      let entries = interview.page(of: scale, seed: person.state.seed).entries
      return try await fill(
        entries.map(asked),
        heading: scale.occasion == .default ? phrases.defaultTitle : phrases.evokedTitle,
        instruction: scale.instrument.instruction[scale.occasion], status: status, for: person)
    }
  }

  private func asked(_ entry: Interview.ScaleEntry) -> Asked {
    // The key is the number of the answer, as on the page, where one key can say it.
    let codes = entry.options.map(\.code)
    let isDigits = codes.allSatisfy { $0.count == 1 && $0.first!.isNumber }
    return Asked(
      field: entry.id.name, text: entry.text,
      form: .choice(
        entry.options.map { ($0.code, $0.label) },
        keys: isDigits ? codes : codes.indices.map { "\($0 + 1)" }))
  }

  private func asked(_ question: Question) -> Asked {
    let decline = question.canDecline ? phrases.preferNotToSay : nil
    let declined =
      question.isOptional
      ? [(value: "", label: phrases.preferNotToSay)]
      : decline.map { [(value: Question.declined, label: $0)] } ?? []
    let form: Asked.Form
    switch question.form {
    case .choices(let choices):
      let all = choices.map { ($0.value, $0.label) } + declined
      form = .choice(all, keys: all.indices.map { "\($0 + 1)" })
    case .country:
      form = .search(
        Country.named(in: study.language).map { ($0.code, $0.name) },
        prompt: phrases.typeCountry, decline: decline)
    case .yearOfBirth(let ages):
      let years = question.years(ages: ages, in: survey.clock().year)
      form = .number(years.min()!...years.max()!, decline: decline)
    case .number(let range):
      form = .number(range, decline: decline)
    case .text(let limit):
      form = .words(limit: limit, decline: question.isOptional ? phrases.preferNotToSay : nil)
    }
    return Asked(field: question.id.name, text: question.text, form: form)
  }

  // MARK: One question after the other

  private func fill(
    _ questions: [Asked], heading: String, instruction: String?, status: String, for person: Person
  ) async throws -> FormFields? {
    var answers: [String: String] = [:]
    var index = 0
    while true {
      guard index < questions.count else {
        var view = TerminalView(
          status: status, heading: heading, paragraphs: [phrases.allAnswered], input: .proceed)
        view.hints = [
          phrases.enterSends, "b: \(phrases.keyGoesBack)", "q: \(phrases.keyStops)",
        ]
        switch try ask(view, canGoBack: true) {
        case .proceed: return FormFields(answers.map { (name: $0.key, value: $0.value) })
        case .back: index -= 1
        case .stop: if try await stops(person) { return nil }
        default: notice = phrases.notAnOption
        }
        continue
      }
      let question = questions[index]
      var view = TerminalView(
        status: "\(status) · \(phrases.position(index + 1, questions.count))", heading: heading,
        paragraphs: index == 0 ? [instruction].compactMap(\.self) : [], question: question.text,
        input: .proceed)
      show(question.form, in: &view, answer: answers[question.field])
      view.hints += (index > 0 ? ["b: \(phrases.keyGoesBack)"] : []) + ["q: \(phrases.keyStops)"]
      switch try ask(view, canGoBack: index > 0) {
      case .back: index -= 1
      case .stop: if try await stops(person) { return nil }
      case .choice(let place):
        if case .choice(let options, _) = question.form {
          answers[question.field] = options[place].value
        }
        index += 1
      case .line(let line):
        switch value(of: line, for: question) {
        case .answer(let value, let declinesNumber):
          answers[question.field] = value
          answers["\(question.field)-declined"] = declinesNumber ? "yes" : nil
          index += 1
        case .unclear(let problem): notice = problem
        }
      default: notice = phrases.notAnOption
      }
    }
  }

  private func show(_ form: Asked.Form, in view: inout TerminalView, answer: String?) {
    switch form {
    case .choice(let options, let keys):
      view.input = .choice(
        zip(keys, options).map { TerminalView.Choice(key: $0, label: $1.label) })
      view.chosen = answer.flatMap { answer in options.firstIndex { $0.value == answer } }
      view.hints = ["\(keys.first!)–\(keys.last!): \(phrases.keyAnswers)"]
    case .search(let options, let prompt, let decline):
      view.input = .line
      view.paragraphs.append(prompt)
      let label = options.first { $0.value == answer }?.label
      view.answerSoFar = (label ?? (answer == Question.declined ? decline : nil))
        .map { "\(phrases.answerSoFar) \($0)" }
      if let decline { view.hints = ["-: \(decline)"] }
    case .number(let range, let decline):
      view.input = .line
      view.paragraphs.append(phrases.typeNumber(range.lowerBound, range.upperBound))
      view.answerSoFar = answer.map {
        "\(phrases.answerSoFar) \($0 == Question.declined ? decline ?? "" : $0)"
      }
      if let decline { view.hints = ["-: \(decline)"] }
    case .words(_, let decline):
      view.input = .line
      view.answerSoFar = answer.map { "\(phrases.answerSoFar) \($0.isEmpty ? decline ?? "" : $0)" }
      if let decline { view.hints = ["-: \(decline)"] }
    }
  }

  private enum Typed {
    case answer(String, declinesNumber: Bool)
    case unclear(String)
  }

  private func value(of line: String, for question: Asked) -> Typed {
    switch question.form {
    case .choice:
      return .unclear(phrases.notAnOption)
    case .number(let range, let decline):
      if line == "-", decline != nil {
        return .answer(Question.declined, declinesNumber: true)
      }
      // Digits of any script.
      let digits = line.map { $0.wholeNumberValue.map(String.init) ?? String($0) }.joined()
      guard let number = Int(digits), range.contains(number) else {
        return .unclear(phrases.typeNumber(range.lowerBound, range.upperBound))
      }
      return .answer("\(number)", declinesNumber: false)
    case .words(let limit, let decline):
      if line == "-", decline != nil { return .answer("", declinesNumber: false) }
      guard !line.trimmingWhitespace.isEmpty else { return .unclear(phrases.notAnOption) }
      guard line.count <= limit else { return .unclear(phrases.answering.tooLong) }
      return .answer(line, declinesNumber: false)
    case .search(let options, let prompt, let decline):
      if line == "-", decline != nil { return .answer(Question.declined, declinesNumber: false) }
      let wanted = comparable(line)
      if let exact = options.first(where: {
        $0.value.lowercased() == line.lowercased() || comparable($0.label) == wanted
      }) {
        return .answer(exact.value, declinesNumber: false)
      }
      let fitting = options.filter { comparable($0.label).hasPrefix(wanted) }
      if fitting.count == 1 { return .answer(fitting[0].value, declinesNumber: false) }
      guard !fitting.isEmpty else { return .unclear(prompt) }
      let names = fitting.prefix(6).map(\.label).joined(separator: ", ")
      return .unclear("\(phrases.severalFit) (\(names)\(fitting.count > 6 ? ", …" : ""))")
    }
  }

  /// Letters alone, without case and accents: `cote divoire` finds Côte d’Ivoire.
  private func comparable(_ text: String) -> String {
    let decomposed = text.lowercased().decomposedStringWithCanonicalMapping
    return String(
      decomposed.unicodeScalars.filter { $0.properties.isAlphabetic }.map(Character.init))
  }

  // MARK: Stopping

  /// Asks what is to become of the answers; false where the person goes back to the study.
  private func stops(_ person: Person) async throws -> Bool {
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
      _ = try await store.leave(
        person.session, deletingAnswers: ways[chosen!].0 == .delete, now: survey.clock())
      return true
    }
  }
}
