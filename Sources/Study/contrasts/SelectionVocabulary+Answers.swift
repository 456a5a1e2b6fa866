extension SelectionVocabulary {
  /// What an answer to a question can be.
  package enum Answers: Sendable {
    case listed([String])
    case numbers(ClosedRange<Int>)

    /// Whether somebody with such an answer can meet a criterion.
    func meet(_ criterion: GroupSelection.Criterion) -> Bool {
      switch self {
      case .listed(let answers): answers.contains(where: criterion.includes)
      case .numbers(let range):
        // An answer is kept as a number is written: 1, and not 01.
        criterion.range.map(range.overlaps)
          ?? Int(criterion.value).map {
            range.contains($0) && String($0) == criterion.value
          } ?? false
      }
    }

    /// Whether somebody with such an answer can fail to meet it.
    func fail(_ criterion: GroupSelection.Criterion) -> Bool {
      switch self {
      case .listed(let answers): !answers.allSatisfy(criterion.includes)
      case .numbers(let range):
        criterion.numbers.map {
          $0.lowerBound > range.lowerBound || $0.upperBound < range.upperBound
        } ?? true
      }
    }
  }

  package struct Question: Sendable {
    package let name: String
    /// What the study lets participants answer; nil if that is not known.
    package let possible: Answers?
    /// What they answered; nil for a study as such.
    package let given: [String]?

    package init(name: String, possible: Answers?, given: [String]? = nil) {
      self.name = name
      self.possible = possible
      self.given = given
    }

    /// What those who are known can have answered.
    var answers: Answers { given.map { .listed($0) } ?? possible ?? .listed([]) }
  }
}

extension Question.Form {
  /// Years in which somebody who takes part can be born, whenever that is.
  private static let yearsOfBirth = 1900...2100

  /// What criteria can ask for; nil for texts.
  ///
  /// - Parameter isAge: whether the criterion is called `age`, which makes bands of years of birth.
  package func answers(isAge: Bool) -> SelectionVocabulary.Answers? {
    switch self {
    case .choices(let choices): .listed(choices.map(\.value))
    case .country: .listed(Array(Country.codes))
    case .number(let range): .numbers(range)
    case .yearOfBirth(let ages):
      isAge ? .listed(AgeBand.titles(of: ages)) : .numbers(Self.yearsOfBirth)
    case .text: nil
    }
  }
}

extension StudyDefinition {
  /// What criteria can name in the study.
  package var vocabulary: SelectionVocabulary {
    var found: [SelectionVocabulary.Question] = []
    let asked = screening + demographics
    for question in asked {
      let name = question.id.name
      if case .choices(let choices) = question.form {
        // An answer that ends the interview is nobody's who completes it.
        let allowed = choices.map(\.value).filter { answer in
          question.screening.map { !$0.consequence.ends || $0.accepts(answer) } ?? true
        }
        found.append(.init(name: name, possible: .listed(allowed)))
      } else if let answers = question.form.answers(isAge: name == "age") {
        found.append(.init(name: name, possible: answers))
      }
      if case .yearOfBirth = question.form, !asked.contains(where: { $0.id == "age" }),
        !found.contains(where: { $0.name == "age" })
      {
        found.append(.init(name: "age", possible: question.form.answers(isAge: true)))
      }
    }
    return SelectionVocabulary(
      design: Design(situations), languages: ([self] + translations).map(\.language.tag),
      questions: found)
  }
}
