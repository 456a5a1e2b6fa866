import TextFormats

/// What criteria can name in a study or a source.
package struct SelectionVocabulary: Sendable {
  package let design: Design
  /// nil if they are not known.
  package let languages: [String]?
  /// The questions, each with its answers; nil for answers that are too many to list.
  package let questions: [(name: String, answers: [String]?)]

  package init(
    design: Design, languages: [String]?, questions: [(name: String, answers: [String]?)]
  ) {
    self.design = design
    self.languages = languages
    self.questions = questions
  }

  /// What is wrong with a contrast: a name that nothing has, a group that nobody can be in, or people
  /// who can be in both.
  package func fault(of contrast: ContrastDefinition) -> (part: String, reason: String)? {
    if let reason = fault(of: contrast.of) { return ("of", reason) }
    if case .group(let selection) = contrast.against, let reason = fault(of: selection) {
      return ("against", reason)
    }
    let cells = design.cells.indices.filter { contrast.of.includes($0, of: design) }
    guard
      design.cells.indices.contains(where: {
        contrast.against.includes($0, of: design, beside: contrast.of)
      })
    else { return ("against", "there is no situation left for the rest; it would be empty") }
    guard case .group(let other) = contrast.against else { return nil }
    let shared = cells.filter { other.includes($0, of: design) }
    let areApart = contrast.of.ofPeople.contains { criterion in
      other[criterion.trait].map { $0 != criterion.value } ?? false
    }
    guard let cell = shared.first, !areApart else { return nil }
    return (
      "against",
      "a participant can be in both groups (\(design.cells[cell].key)); groups must exclude one another"
    )
  }

  /// What is wrong with one group.
  package func fault(of selection: GroupSelection) -> String? {
    for criterion in selection.criteria {
      if let fault = fault(of: criterion) { return fault }
    }
    guard design.cells.indices.contains(where: { selection.includes($0, of: design) }) else {
      return "no situation is in the group `\(selection)`"
        + (selection[.kind] == nil ? "; without `kind` it leaves controls out" : "")
    }
    return nil
  }

  private func fault(of criterion: GroupSelection.Criterion) -> String? {
    let value = criterion.value
    func unknown(_ noun: String, _ known: [String]) -> String? {
      guard !known.contains(value) else { return nil }
      return "no \(noun) is called `\(value)`"
        + hint(for: value, among: unique(known), orAll: "there are")
    }
    let keys = design.cells.lazy.map(\.key)
    switch criterion.trait {
    case .emotion: return unknown("emotion", keys.map(\.emotion))
    case .factor: return unknown("factor", keys.map(\.factor))
    case .kind:
      let kinds = Situation.Kind.allCases.map(\.rawValue)
      guard kinds.contains(value) else {
        return "`kind` is `\(value)`; expected one of \(kinds.joined(separator: ", "))"
      }
      return keys.contains { $0.kind.rawValue == value } ? nil : "no situation is \(value)"
    case .language:
      guard let languages else { return "the languages of these participants are not known" }
      return languages.contains(value)
        ? nil
        : "nobody is asked in `\(value)`" + hint(for: value, among: languages, orAll: "there are")
    case .answer(let question):
      guard let known = questions.first(where: { $0.name == question.name }) else {
        let names = GroupSelection.Trait.names + questions.map(\.name)
        return "nothing is called `\(question.name)`"
          + hint(for: question.name, among: names, orAll: "there are")
      }
      guard let answers = known.answers, !answers.contains(value) else { return nil }
      return "`\(value)` is not an answer to `\(question.name)`"
        + hint(for: value, among: answers, orAll: "answers are")
    }
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

extension StudyDefinition {
  /// What criteria can name in the study.
  package var vocabulary: SelectionVocabulary {
    var questions: [(name: String, answers: [String]?)] = []
    for question in screening + demographics {
      switch question.form {
      case .choices(let choices):
        // An answer that ends the interview is nobody's who completes it.
        let allowed = choices.map(\.value).filter { answer in
          question.screening.map { !$0.consequence.ends || $0.accepts(answer) } ?? true
        }
        questions.append((question.id.name, allowed))
      case .country: questions.append((question.id.name, Array(Country.codes)))
      case .number: questions.append((question.id.name, nil))
      case .yearOfBirth:
        questions.append((question.id.name, nil))
        if !(screening + demographics).contains(where: { $0.id == "age" }) {
          questions.append(("age", nil))
        }
      case .text: break
      }
    }
    return SelectionVocabulary(
      design: Design(situations), languages: ([self] + translations).map(\.language.tag),
      questions: questions)
  }
}
