package import Study

/// The fields of a form as they were sent, in their order.
package struct FormFields: Sendable {
  private let values: [String: String]

  /// The last value of a name counts, as it does in a browser's own reading of a form.
  package init(_ pairs: some Sequence<(name: String, value: String)>) {
    values = Dictionary(pairs.map { ($0.name, $0.value) }) { _, last in last }
  }

  package subscript(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Why a page cannot be recorded yet.
package struct PageProblem: Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    case unanswered
    case notAnOption
  }

  /// The name of the form's field.
  package let field: String
  /// The question's text, for the summary of what is left to do.
  package let text: String
  package let reason: Reason

  package init(field: String, text: String, reason: Reason) {
    self.field = field
    self.text = text
    self.reason = reason
  }
}

/// A page as it was read: what it answers, and what it leaves open.
package enum FilledPage: Sendable {
  case complete(PageAnswers)
  case incomplete([PageProblem])
}

/// The answers of a complete page.
package struct PageAnswers: Sendable {
  package struct QuestionAnswer: Sendable {
    package let question: Question
    /// nil where the person declined to say.
    package let value: String?
  }

  package struct CheckAnswer: Sendable {
    package let check: StudyDefinition.AttentionCheck
    package let option: AnswerOption
    package var passed: Bool { option.code == check.expectedCode }
  }

  package var questions: [QuestionAnswer] = []
  package var items: [ItemID: AnswerOption] = [:]
  package var checks: [CheckAnswer] = []

  package init() {}

  /// Where the answers lead: on, or to an early end.
  package var outcome: StudyDefinition.Outcome? {
    let screened = questions.contains { answer in
      answer.question.accepted.map { !$0.contains(answer.value ?? Question.declined) } ?? false
    }
    if screened { return .screenedOut }
    return checks.contains { !$0.passed && $0.check.outcome == .end } ? .failedAttention : nil
  }
}

extension Interview {
  /// Reads the form of a step.
  ///
  /// - Parameters:
  ///   - seed: the person's, for the order of items.
  ///   - year: the current calendar year, for questions of age.
  package func read(_ fields: FormFields, at step: Int, seed: UInt64, year: Int) -> FilledPage {
    switch steps[step].content {
    case .screening: read(fields, study.screening, year: year)
    case .demographics: read(fields, study.demographics, year: year)
    case .scale(let scale): read(fields, page(of: scale, seed: seed))
    case .consent, .situation, .debrief: .complete(PageAnswers())
    }
  }

  private func read(_ fields: FormFields, _ questions: [Question], year: Int) -> FilledPage {
    var answers = PageAnswers()
    var problems: [PageProblem] = []
    for question in questions {
      let declines = question.canDecline && fields["\(question.id)-declined"] != nil
      guard let sent = declines ? Question.declined : fields[question.id.name] else {
        problems.append(
          PageProblem(field: question.id.name, text: question.text, reason: .unanswered))
        continue
      }
      let answer = sent.trimmingWhitespace
      if question.accepts(answer, year: year) {
        answers.questions.append(
          PageAnswers.QuestionAnswer(
            question: question, value: answer == Question.declined ? nil : answer))
      } else {
        problems.append(
          PageProblem(field: question.id.name, text: question.text, reason: .notAnOption))
      }
    }
    return problems.isEmpty ? .complete(answers) : .incomplete(problems)
  }

  private func read(_ fields: FormFields, _ page: ScalePage) -> FilledPage {
    var answers = PageAnswers()
    var problems: [PageProblem] = []
    for entry in page.entries {
      guard let code = fields[entry.id.name] else {
        problems.append(
          PageProblem(field: entry.id.name, text: entry.text, reason: .unanswered))
        continue
      }
      guard let option = entry.options.first(where: { $0.code == code }) else {
        problems.append(
          PageProblem(field: entry.id.name, text: entry.text, reason: .notAnOption))
        continue
      }
      switch entry {
      case .item(let item): answers.items[item.id] = option
      case .check(let check, _):
        answers.checks.append(PageAnswers.CheckAnswer(check: check, option: option))
      }
    }
    return problems.isEmpty ? .complete(answers) : .incomplete(problems)
  }
}
