import TextFormats
import Yams

extension StudyDefinition.Loader {
  // MARK: The design line

  func designSteps(_ line: String, _ fields: YAMLMapping) -> [StudyDefinition.DesignStep] {
    var steps: [StudyDefinition.DesignStep] = []
    var isReadable = true
    for part in line.split(separator: "->", omittingEmptySubsequences: false) {
      let words = String(part).trimmingWhitespace
      let ids = words.split(separator: ",", omittingEmptySubsequences: false)
        .map { String($0).trimmingWhitespace }
      if words == "imagine situation" {
        steps.append(.imagine)
      } else if ids.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }), words != "imagine" {
        let occasion: Occasion = steps.contains(.imagine) ? .evoked : .default
        steps.append(.administer(ids.map { InstrumentID($0) }, occasion))
      } else {
        isReadable = false
        fields.report(
          "design",
          "`\(words)` is not a step; write instruments and `imagine situation` joined by `->`, as in "
            + "`panas -> imagine situation -> panas`")
      }
    }
    // What a step that cannot be read would have been is not known, and nor is what lacks then.
    if isReadable, let problem = problem(with: steps) { fields.report("design", problem) }
    return steps
  }

  /// The first problem with the order of the steps; nil if there is none.
  private func problem(with steps: [StudyDefinition.DesignStep]) -> String? {
    let administered = steps.flatMap { step -> [(id: InstrumentID, occasion: Occasion)] in
      guard case .administer(let ids, let occasion) = step else { return [] }
      return ids.map { ($0, occasion) }
    }
    switch steps.count(where: { $0 == .imagine }) {
    case 0: return "the design has no `imagine situation`"
    case 1: break
    default: return "a participant imagines one situation; `imagine situation` appears twice"
    }
    for occasion in [Occasion.default, .evoked] {
      let ids = administered.filter { $0.occasion == occasion }.map(\.id)
      if ids.isEmpty {
        return occasion == .default
          ? "no instrument is given before the situation; there is nothing to compare with"
          : "no instrument is given after the situation"
      }
      if Set(ids).count < ids.count {
        return "an instrument can be given only once before the situation and once after it"
      }
    }
    return nil
  }

  // MARK: Questions

  /// - Parameter completeCode: the code of participants who completed.
  func questions(_ key: String, _ fields: YAMLMapping, completeCode: String?) -> [Question] {
    let screens = key == "screening"
    return fields.mappings(
      fields.optionalList(key), name: "the question",
      keys: ["id", "text", "options", "country", "year_of_birth", "number"]
        + (screens ? ["accept"] + Self.consequenceKeys : ["decline"])
    ).compactMap { question in
      let id = question.identifier("id")
      let text = question.string("text")
      let form = form(question)
      let screening =
        screens
        ? Question.Screening(
          accepted: accepted(question, form),
          consequence: consequence(of: question, unstated: .end, completeCode: completeCode))
        : nil
      let decline = question.optionalBoolean("decline") ?? !screens
      guard let id, let text, let form else { return nil }
      return Question(
        id: QuestionID(id), text: text, form: form, canDecline: decline, screening: screening)
    }
  }

  private func form(_ question: YAMLMapping) -> Question.Form? {
    let kinds = ["options", "country", "year_of_birth", "number"].filter(question.has)
    guard kinds.count == 1 else {
      question.report(
        "id",
        "a question must have exactly one of `options`, `country: true`, `year_of_birth` and `number`"
      )
      return nil
    }
    switch kinds[0] {
    case "options":
      let choices = choices(of: question)
      if choices.contains(where: { $0.value == Question.declined }) {
        question.report(
          "options", "the value `\(Question.declined)` is reserved for \"Prefer not to say\"")
      }
      return .choices(choices)
    case "country":
      guard question.optionalBoolean("country") == true else {
        question.report(
          "country", "`country` must be true; leave the key out otherwise")
        return nil
      }
      return .country
    case "year_of_birth":
      return range(question, "year_of_birth", keys: ["youngest", "oldest"], within: 0...130)
        .map { .yearOfBirth(ages: $0) }
    default:
      return range(question, "number", keys: ["min", "max"], within: -1_000_000...1_000_000)
        .map { .number($0) }
    }
  }

  /// The options to choose from, at least two and all different.
  func choices(of question: YAMLMapping) -> [Question.Choice] {
    let choices = question.mappings(
      question.list("options"), name: "the option", keys: ["value", "label"]
    ).compactMap { choice -> Question.Choice? in
      guard let value = choice.identifier("value"), let label = choice.string("label") else {
        return nil
      }
      return Question.Choice(value: value, label: label)
    }
    if question.has("options"), choices.count < 2 {
      question.report("options", "at least two options are needed")
    }
    if Set(choices.map(\.value)).count < choices.count {
      question.report("options", "two options have the same `value`")
    }
    return choices
  }

  private func range(
    _ question: YAMLMapping, _ key: String, keys: [String], within limits: ClosedRange<Int>
  ) -> ClosedRange<Int>? {
    guard
      let ends = question.fields(key, name: "`\(key)`", keys: keys),
      let low = ends.integer(keys[0], in: limits), let high = ends.integer(keys[1], in: limits)
    else { return nil }
    guard low <= high else {
      question.report(key, "`\(keys[0])` is above `\(keys[1])`")
      return nil
    }
    return low...high
  }

  private func accepted(_ question: YAMLMapping, _ form: Question.Form?) -> Set<String> {
    let answers = question.strings("accept")
    if answers.isEmpty {
      question.report("accept", "a screening question must list the answers to `accept`")
    }
    if case .choices(let choices) = form {
      for (answer, node) in answers where !choices.contains(where: { $0.value == answer }) {
        let hint = hint(for: answer, among: choices.map(\.value))
        question.document.report(node, "no option has the value `\(answer)`\(hint)")
      }
    }
    return Set(answers.map(\.text))
  }

  func checkDistinct(_ questions: [Question], _ fields: YAMLMapping) {
    var seen: Set<String> = []
    for question in questions where !seen.insert(question.id.name).inserted {
      fields.report(
        fields.has("demographics") ? "demographics" : "screening",
        "two questions have the id `\(question.id)`")
    }
  }
}
