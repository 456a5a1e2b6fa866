package import Study
import TextFormats

/// The fields of a form as they were sent, in their order.
package struct FormFields: Sendable {
  /// The field by which somebody who was asked for missing answers once more goes on without them.
  package static let skip = "_skip"

  private let values: [String: String]

  /// The last value of a name counts, as it does in a browser's own reading of a form.
  package init(_ pairs: some Sequence<(name: String, value: String)>) {
    values = Dictionary(pairs.map { ($0.name, $0.value) }) { _, last in last }
  }

  package subscript(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The value as it was sent, which may be empty; nil where the field was not sent.
  package func sent(_ name: String) -> String? {
    values[name]
  }

  package func has(_ name: String) -> Bool {
    values[name] != nil
  }

  /// These fields, and where a name is missing here, the others.
  package func completed(by others: [String: String]) -> FormFields {
    FormFields(values: values.merging(others) { own, _ in own })
  }

  private init(values: [String: String]) {
    self.values = values
  }
}

extension Question {
  /// An answer as it is compared and stored: without space around it, lines ended by `\n` alone.
  fileprivate func cleaned(_ sent: String) -> String {
    let answer = sent.trimmingWhitespace
    guard case .text = form else { return answer }
    return answer.replacing("\r\n", with: "\n").replacing("\u{0}", with: "")
  }
}

/// Why a page cannot be recorded yet.
package struct PageProblem: Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    case unanswered
    case notAnOption
    case tooLong
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
    /// Whether a screening question accepts the answer; nil for every other question.
    package var isAccepted: Bool? { question.screening?.accepts(value) }
  }

  package struct CheckAnswer: Sendable {
    package let check: StudyDefinition.AttentionCheck
    /// The code of the option chosen; nil where the check was left unanswered.
    package let code: String?
    package var passed: Bool { code == check.expectedCode }
  }

  package var questions: [QuestionAnswer] = []
  package var items: [ItemID: AnswerOption] = [:]
  /// Items that the person was asked for and left unanswered.
  package var skipped: Set<ItemID> = []
  package var checks: [CheckAnswer] = []

  package init() {}

  fileprivate mutating func skip(_ entry: Interview.ScaleEntry) {
    switch entry {
    case .item(let item): skipped.insert(item.id)
    case .check(let check, _): checks.append(CheckAnswer(check: check, code: nil))
    }
  }

  /// Where the answers lead: on, or to an early end.
  package var outcome: StudyDefinition.Outcome? { end?.outcome }

  /// The early end that the answers lead to, and the rule that ends the interview: the first that
  /// does, questions before checks; nil where the interview goes on.
  package var end: (outcome: StudyDefinition.Outcome, rule: String)? {
    let question = questions.first {
      $0.isAccepted == false && $0.question.screening?.consequence.ends == true
    }
    if let question { return (.screenedOut, question.question.id.name) }
    let check = checks.first { !$0.passed && $0.check.consequence.ends }
    return check.map { (.failedAttention, $0.check.id.name) }
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
    case .scale(let scale): read(fields, page(of: scale, seed: seed))
    case .check(let check): read(fields, check, questions(at: step), year: year)
    default: read(fields, questions(at: step), year: year)
    }
  }

  private func read(
    _ fields: FormFields, _ check: StudyDefinition.AttentionCheck, _ questions: [Question],
    year: Int
  ) -> FilledPage {
    guard case .complete(let answered) = read(fields, questions, year: year) else {
      return read(fields, questions, year: year)
    }
    var answers = PageAnswers()
    answers.checks = answered.questions.map {
      PageAnswers.CheckAnswer(check: check, code: $0.value)
    }
    return .complete(answers)
  }

  private func read(_ fields: FormFields, _ questions: [Question], year: Int) -> FilledPage {
    var answers = PageAnswers()
    var problems: [PageProblem] = []
    for question in questions {
      let declines = question.canDecline && fields["\(question.id)-declined"] != nil
      guard let sent = declines ? Question.declined : fields[question.id.name] else {
        if question.isOptional {
          answers.questions.append(PageAnswers.QuestionAnswer(question: question, value: nil))
          continue
        }
        problems.append(
          PageProblem(field: question.id.name, text: question.text, reason: .unanswered))
        continue
      }
      let answer = question.cleaned(sent)
      if question.accepts(answer, year: year) {
        answers.questions.append(
          PageAnswers.QuestionAnswer(
            question: question, value: answer == Question.declined ? nil : answer))
      } else {
        let isText = if case .text = question.form { true } else { false }
        let reason: PageProblem.Reason =
          isText ? (answer.isEmpty ? .unanswered : .tooLong) : .notAnOption
        problems.append(
          PageProblem(field: question.id.name, text: question.text, reason: reason))
      }
    }
    return problems.isEmpty ? .complete(answers) : .incomplete(problems)
  }

  private func read(_ fields: FormFields, _ page: ScalePage) -> FilledPage {
    var answers = PageAnswers()
    var problems: [PageProblem] = []
    let skips = study.presentation.allowsSkipping && fields[FormFields.skip] != nil
    for entry in page.entries {
      if skips, entry.canBeSkipped, fields[entry.id.name] == nil {
        answers.skip(entry)
        continue
      }
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
        answers.checks.append(PageAnswers.CheckAnswer(check: check, code: option.code))
      }
    }
    return problems.isEmpty ? .complete(answers) : .incomplete(problems)
  }
}
