import Study
import Survey

// What is asked beside the items of a scale.
extension PageWriter {
  func questions(of state: PageState) -> [HTML] {
    state.page.questions.map { question in
      if state.isPlain, state.page.participant.year == year {
        return written[Look(step: state.page.step, field: question.id.name)]!
      }
      let reason = state.problems.first { $0.field == question.id.name }?.reason
      return self.question(
        question, in: state, problem: reason.map { text(of: $0, for: question) })
    }
  }

  func question(_ question: Question, in state: PageState, problem: String?) -> HTML {
    let field = question.id.name
    let answer = state.answer(in: field)
    let decline =
      question.canDecline
      ? [Question.Choice(value: Question.declined, label: phrases.preferNotToSay)] : []
    let optional: HTML =
      question.isOptional ? " <span class=\"optional\">\(phrases.answering.optional)</span>" : ""
    func select(_ choices: [Question.Choice]) -> HTML {
      let options: [HTML] = choices.map { choice in
        """
        <option value="\(choice.value)"\(choice.value == answer ? " selected" : "")>\
        \(choice.label)</option>

        """
      }
      return """
        <select \(attributes)>
        <option value="">\(phrases.choose)</option>
        \(options)</select>
        """
    }
    var attributes: HTML {
      let invalid: HTML = problem == nil ? "" : " aria-invalid=\"true\""
      return "name=\"\(field)\" id=\"\(field)\"\(invalid)\(described(by: problem, with: field))"
    }
    let input: HTML
    switch question.form {
    case .choices(let choices) where choices.count <= 8:
      return self.choices(
        field, "\(question.text)\(optional)", (choices + decline).map { ($0.value, nil, $0.label) },
        chosen: answer, problem: problem)
    case .choices(let choices): input = select(choices + decline)
    case .country: input = select(decline + countries)
    case .yearOfBirth(let ages):
      let years = question.years(ages: ages, in: state.page.participant.year)
      input = select(decline + years.map { .init(value: "\($0)", label: "\($0)") })
    case .number(let range):
      let isDeclined = state.answer(in: question.declineField) != nil
      let box: HTML = """
        <label class="option"><input type="checkbox" name="\(question.declineField)" value="yes"\
        \(isDeclined ? " checked" : "")> <span>\(phrases.preferNotToSay)</span></label>
        """
      input = """
        <input type="number" inputmode="numeric" \(attributes) min="\(range.lowerBound)" \
        max="\(range.upperBound)" value="\(answer ?? "")" autocomplete="off">
        \(question.canDecline ? box : "")
        """
    case .text(let limit):
      input = """
        <textarea \(attributes) rows="3" maxlength="\(limit)" dir="auto">
        \(answer ?? "")</textarea>
        """
    }
    return """
      <div class="item">
      <label class="legend" for="\(field)">\(question.text)\(optional)</label>
      \(self.problem(problem, with: field))
      \(input)
      </div>

      """
  }

  /// What is wrong with the answer to a question, said in the way in which it is answered.
  private func text(of reason: PageProblem.Reason, for question: Question) -> String {
    switch (question.form, reason) {
    case (.number(let range), _):
      phrases.answering.wholeNumber(range.lowerBound, range.upperBound)
    case (.text, .unanswered): phrases.answering.fewWords
    default: text(of: reason)
    }
  }
}
