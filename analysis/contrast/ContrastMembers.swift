package import Study

/// Who is in each group of a contrast.
struct ContrastMembers {
  /// Numbers of respondents, ascending.
  let first: [Int32]
  let second: [Int32]

  init(_ definition: ContrastDefinition, of respondents: Respondents) throws(ContrastError) {
    let cells = (0..<respondents.count).map { respondents.cell(of: $0) }
    try self.init(
      definition, cells: cells, attributes: respondents.attributes, of: respondents.design)
  }

  /// - Parameters:
  ///   - cells: of each person.
  ///   - attributes: of the same people; nil if criteria are about situations alone.
  init(
    _ definition: ContrastDefinition, cells: [Int?], attributes: Respondents.Attributes?,
    of design: Design
  ) throws(ContrastError) {
    let meetsFirst = Self.meets(definition.of, cells.count, attributes)
    let ofFirst = design.cells.indices.map { definition.of.includes($0, of: design) }
    let ofSecond = design.cells.indices.map {
      definition.against.includes($0, of: design, beside: definition.of)
    }
    let meetsSecond: [Bool?] =
      switch definition.against {
      case .group(let selection): Self.meets(selection, cells.count, attributes)
      case .rest: []
      }
    var first: [Int32] = []
    var second: [Int32] = []
    var both = 0
    for person in cells.indices {
      guard let cell = cells[person] else { continue }
      let isFirst = ofFirst[cell] && meetsFirst[person] == true
      let isSecond: Bool
      switch definition.against {
      case .group: isSecond = ofSecond[cell] && meetsSecond[person] == true
      // Somebody who did not say may well be one of the first group.
      case .rest: isSecond = ofSecond[cell] && !(ofFirst[cell] && meetsFirst[person] != false)
      }
      if isFirst { first.append(Int32(person)) }
      if isSecond { second.append(Int32(person)) }
      if isFirst && isSecond { both += 1 }
    }
    guard both == 0 else { throw .inBoth(people: both, groups: definition.groups) }
    self.first = first
    self.second = second
  }

  /// Whether each person meets the criteria that are not about the situation; nil if it is not known.
  private static func meets(
    _ selection: GroupSelection, _ count: Int, _ attributes: Respondents.Attributes?
  ) -> [Bool?] {
    var meets = [Bool?](repeating: true, count: count)
    for criterion in selection.ofPeople {
      let values = attributes?.values(of: criterion.trait)
      for person in 0..<count {
        let isMet = values?[person].map(criterion.includes)
        meets[person] =
          meets[person] == false || isMet == false ? false : isMet == nil ? nil : meets[person]
      }
    }
    return meets
  }
}

extension Respondents.Attributes {
  /// What each respondent has of a trait that is not of the situation; nil if it is not known.
  func values(of trait: GroupSelection.Trait) -> [String?] {
    switch trait {
    case .language: (0..<count).map { language(of: $0) }
    case .answer(let question): answers(named: question.name)
    case .emotion, .factor, .kind: Array(repeating: nil, count: count)
    }
  }

  /// The answers themselves, and ages in their bands. Quarters of numbers would depend on who else took
  /// part.
  private func answers(named name: String) -> [String?] {
    let attribute = Attribute(name, of: self)
    if name == "age", attribute.grouping == .ages { return attribute.groups(in: self) }
    return (0..<count).map { self[attribute.question, $0] }
  }
}

extension Respondents {
  /// What criteria can name among these respondents.
  package var vocabulary: SelectionVocabulary {
    let languages = attributes?.languagesSpoken ?? []
    var questions: [SelectionVocabulary.Question] = []
    func add(_ question: QuestionID, _ form: Question.Form?) {
      let given = Set(attributes!.values(of: .answer(question)).compactMap(\.self)).sorted()
      questions.append(
        .init(
          name: question.name, possible: form?.answers(isAge: question == "age"), given: given))
    }
    // A question that nobody answered is one all the same.
    let asked = Set((attributes?.answered ?? []) + (attributes.map { Array($0.forms.keys) } ?? []))
    for question in asked.sorted(by: { $0.name < $1.name })
    where question != Imagining.descriptionID {
      let form = attributes!.forms[question]
      if case .text = form { continue }
      add(question, form)
    }
    if attributes?.yearOfBirth != nil || questions.contains(where: { $0.name == "year_of_birth" }),
      !questions.contains(where: { $0.name == "age" })
    {
      add("age", attributes!.yearOfBirth.flatMap { attributes!.forms[$0] })
    }
    return SelectionVocabulary(
      design: design, languages: languages.isEmpty ? nil : languages, questions: questions)
  }
}
