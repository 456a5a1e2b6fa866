import TextFormats

/// What criteria can name in a study or a source.
package struct SelectionVocabulary: Sendable {
  package let design: Design
  /// nil if they are not known.
  package let languages: [String]?
  package let questions: [Question]

  package init(design: Design, languages: [String]?, questions: [Question]) {
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
    guard case .group(let other) = contrast.against else {
      return canFail(contrast.of)
        ? nil
        : ("against", "every participant is in the group `\(contrast.of)`; the rest would be empty")
    }
    let shared = cells.filter { other.includes($0, of: design) }
    let areApart = contrast.of.ofPeople.contains { criterion in
      other.criteria.contains { $0.trait == criterion.trait && criterion.excludes($0) }
    }
    guard let cell = shared.first, !areApart else { return nil }
    return (
      "against",
      "a participant can be in both groups (\(design.cells[cell].key)); groups must exclude one another"
    )
  }

  /// Whether somebody who is no control can fail to meet the criteria of a group, as its rest does.
  private func canFail(_ group: GroupSelection) -> Bool {
    let candidates = design.cells.indices.filter { group[.kind] != nil || !design.isControl($0) }
    return candidates.contains { !group.includes($0, of: design) }
      || group.ofPeople.contains { criterion in
        guard case .answer(let question) = criterion.trait else {
          return languages.map { Answers.listed($0).fail(criterion) } ?? true
        }
        return questions.first { $0.name == question.name }?.answers.fail(criterion) ?? true
      }
  }

  /// What is wrong with one group.
  package func fault(of selection: GroupSelection) -> String? {
    for criterion in selection.criteria {
      if let fault = fault(of: criterion) { return fault }
    }
    guard design.cells.indices.contains(where: { selection.includes($0, of: design) }) else {
      let hasControls = design.cells.contains { selection.namesPosition(of: $0.key) }
      return "no situation is in the group `\(selection)`"
        + (selection[.kind] == nil && hasControls ? "; without `kind` it leaves controls out" : "")
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
      return fault(of: criterion, in: known)
    }
  }

  private func fault(of criterion: GroupSelection.Criterion, in question: Question) -> String? {
    if question.answers.meet(criterion) { return nil }
    if question.given != nil, question.possible?.meet(criterion) == true {
      return "no participant answered `\(question.name)` with `\(criterion.value)`"
    }
    let suggestion =
      switch question.possible ?? question.answers {
      case .listed(let answers):
        hint(for: criterion.value, among: answers, orAll: "answers are")
      case .numbers(let range):
        "; answers are numbers from \(range.lowerBound) to \(range.upperBound)"
      }
    return "`\(criterion.value)` is not an answer to `\(question.name)`\(suggestion)"
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
