package import Study

// What is kept of a page that is still being filled in, and what may stay open on it.
extension InterviewPage {
  /// Whether the entry may be left open by participants who have been asked for it again.
  ///
  /// No one is led to fail a check that ends the interview by leaving it open.
  package func canSkip(_ entry: Entry) -> Bool {
    guard interview.study.presentation.allowsSkipping else { return false }
    return switch entry {
    case .item: true
    case .check(let check, _): !check.consequence.ends
    }
  }

  /// Answers to the page as they are kept until it is sent.
  package func draft(
    of answers: [SavedAnswer], paradata: [ParadataRecord] = [], layout: Presentation.Layout? = nil
  ) -> PageDraft {
    PageDraft(
      page: name, step: step, answers: answers, keepsChanges: keepsChanges, paradata: paradata,
      layout: layout)
  }

  /// The answers of a page that is still being filled in: what the form could send, and an empty text
  /// for an answer that was taken back. Everything else is ignored.
  package func savable(_ answers: [String: String]) -> [SavedAnswer] {
    var saved: [SavedAnswer] = []
    func save(_ field: String, if isSavable: (String) -> Bool) {
      guard let sent = answers[field], isSavable(sent) else { return }
      saved.append(SavedAnswer(field: field, option: sent))
    }
    for entry in entries {
      save(entry.field) { code in entry.options.contains { $0.code == code } }
    }
    for question in questions {
      save(question.id.name) { $0.isEmpty || question.accepts($0, year: participant.year) }
      if question.canDecline, case .number = question.form {
        save(question.declineField) { ["", "yes"].contains($0) }
      }
    }
    return saved
  }

  /// The answers of a page that comes back, as they are kept until it is sent again: what was sent,
  /// and an empty text for an answer that is no longer there. nil if a text is too long to be kept.
  ///
  /// A number is kept as it was typed, so that it can be put right.
  ///
  /// - Parameter kept: what has been kept so far.
  package func draftAnswers(
    of submission: PageSubmission, kept: [String: String?]
  ) -> [SavedAnswer]? {
    var sent = Dictionary(
      uniqueKeysWithValues: savable(submission.answers).map { ($0.field, $0.option ?? "") })
    var fields = entries.map(\.field)
    if asksOneAtATime, case .items(let asked) = submission.extent {
      fields.removeAll { $0 != asked && submission.answers[$0] == nil }
    }
    for question in questions {
      let field = question.id.name
      fields += [field] + (question.canDecline ? [question.declineField] : [])
      guard sent[field] == nil, let typed = submission.answer(in: field) else { continue }
      switch question.form {
      case .number: sent[field] = String(typed.prefix(Question.mostDigits))
      case .text(let limit) where typed.count > limit: return nil
      case .text, .choices, .country, .yearOfBirth: break
      }
    }
    return fields.compactMap { field in
      let answer = sent[field] ?? ""
      return answer.isEmpty && kept[field] == nil ? nil : .init(field: field, option: answer)
    }
  }

  /// What is missing, or wrong, in what has been kept of the page: of one item, by its number, if
  /// items come one at a time.
  func problems(with kept: [String: String?], item: Int?) -> [PageProblem] {
    if let item {
      let entry = entries[item - 1]
      return kept[entry.field] == nil
        ? [PageProblem(field: entry.field, text: entry.text, reason: .unanswered)] : []
    }
    guard case .incomplete(let problems) = read(PageSubmission(kept.compactMapValues(\.self)))
    else { return [] }
    return problems
  }

  // MARK: One item at a time

  /// The number of the item that comes next, from 1; nil once every item is answered or left open on
  /// purpose.
  ///
  /// - Parameter asked: the field of the item that was just asked.
  package func item(after asked: String?, kept: [String: String?]) -> Int? {
    if let number = number(of: asked), number < entries.count { return number + 1 }
    return firstOpenItem(kept)
  }

  package func firstOpenItem(_ kept: [String: String?]) -> Int? {
    entries.firstIndex { kept[$0.field] == nil }.map { $0 + 1 }
  }

  /// The number of the item with this field, from 1; nil if the page has none.
  package func number(of field: String?) -> Int? {
    entries.firstIndex { $0.field == field }.map { $0 + 1 }
  }
}

extension Question {
  /// What is kept of a number that is none: more than anyone types by mistake.
  fileprivate static let mostDigits = 40

  /// The field in which participants decline to answer, if the question's own takes numbers alone.
  package var declineField: String { "\(id)-declined" }
}
