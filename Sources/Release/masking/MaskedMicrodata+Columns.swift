import Responses
import Study

extension MaskedMicrodata {
  typealias Column = (variable: ReleasedVariable, values: [ReleasedValue])

  /// The columns of the release behind the id: a value per person, of all people.
  var releasedColumns: [Column] {
    quasiColumns + attributeColumns + identifyingColumns + conditionColumns
      + microdata.administrations.flatMap { itemColumns($0) + scoreColumns($0) }
  }

  private var quasiColumns: [Column] {
    columns.map { name, texts in
      let chosen = recipe.columns.first { $0.name == name }!
      let question = microdata.questions.first { $0.id == name }
      let isTime = name == Self.timeColumn
      let isAsAnswered = chosen.generalisation == .asAnswered
      return column(
        name,
        isTime
          ? "When the participant took part."
          : (question?.text ?? name) + (isAsAnswered ? "" : " (\(chosen.level))"),
        isTime ? .time : .quasiIdentifier, texts, chosen.generalisation, question,
        isNumber: isAsAnswered && !isTime && Self.areNumbers(texts)
          && texts.contains { Int($0) != nil })
    }
  }

  private var attributeColumns: [Column] {
    microdata.questions.filter { microdata.rules.attributes.contains($0.id) }.map { question in
      let texts = question.answers.map { $0 ?? Microdata.declined }
      return column(
        question.id, question.text, .attribute, texts, .asAnswered, question,
        isNumber: Self.areNumbers(texts))
    }
  }

  /// The column of answers to a question, or of what is left of them.
  private func column(
    _ name: String, _ label: String, _ role: ReleasedVariable.Role, _ texts: [String],
    _ generalisation: Generalisation, _ question: Microdata.Question?, isNumber: Bool
  ) -> Column {
    let isOrdered = if case .bands = generalisation { true } else { false }
    let values = texts.map { text -> ReleasedValue in
      if let reason = Self.reason(text) { return .missing(reason) }
      return isNumber ? .integer(Int(text)!) : .text(text)
    }
    return (
      ReleasedVariable(
        name: name, label: label, kind: isNumber ? .integer : .string,
        measure: isNumber ? .scale : isOrdered ? .ordinal : .nominal, role: role,
        levels: isNumber ? [] : levels(generalisation, question, kept.map { values[$0] })), values
    )
  }

  private var conditionColumns: [Column] {
    let design = situations.map(\.cell)
    let hasControls = !Design(design).controls.isEmpty
    let given = microdata.people.map(\.situation)
    func names(
      _ condition: ReleasedVariable.Condition, _ label: String, _ name: (Design.Cell) -> String
    ) -> Column {
      let levels = unique(design.map(name)).map {
        ReleasedVariable.Level(value: .text($0), label: $0)
      }
      return (
        ReleasedVariable(
          name: condition.rawValue, label: label, kind: .string, measure: .nominal,
          role: .condition(condition), levels: levels), given.map { .text(name($0)) }
      )
    }
    func numbers(
      _ condition: ReleasedVariable.Condition, _ label: String, _ number: (Design.Cell) -> Int
    ) -> Column {
      (
        ReleasedVariable(
          name: condition.rawValue, label: label, kind: .integer, measure: .nominal,
          role: .condition(condition), range: 1...Double(max(1, design.map(number).max() ?? 1))),
        given.map { .integer(number($0)) }
      )
    }
    return [
      names(
        .emotion,
        hasControls
          ? "The emotion that the situation belongs to. A control (see situation_kind) should not "
            + "evoke it."
          : "The emotion that the situation should evoke."
      ) { $0.key.emotion },
      names(.factor, "The factor of the emotion that the situation belongs to.") { $0.key.factor },
      numbers(.factorIndex, "The factor's number within its emotion, from 1.") { $0.factorIndex },
      numbers(.situation, "The situation's number within its factor, from 1.") { $0.key.index },
    ]
      + (hasControls ? [names(.kind, "The kind of the situation.") { $0.key.kind.rawValue }] : [])
  }

  private func itemColumns(_ administration: Microdata.Administration) -> [Column] {
    administration.instrument.items.flatMap { item -> [Column] in
      let name = administration.name(item)
      let given = microdata.columns.responses[name]
      let responses = microdata.people.indices.map { given?[$0] }
      let isWhole = item.options.allSatisfy { $0.value == $0.value.rounded() }
      let numbers = item.options.map(\.value)
      let levels = unique(numbers).map { value in
        ReleasedVariable.Level(
          value: Self.number(value, nil, isWhole: isWhole),
          label: item.options.filter { $0.value == value }.map(\.label).joined(separator: " / "))
      }
      let column: Column = (
        ReleasedVariable(
          name: "\(name)", label: item.text, kind: isWhole ? .integer : .number, measure: .ordinal,
          role: .response(administration.instrument.id, administration.occasion, item.id),
          levels: levels, range: numbers.isEmpty ? nil : numbers.min()!...numbers.max()!),
        responses.map { Self.number($0?.value, $0?.missing, isWhole: isWhole) }
      )
      guard levels.count < item.options.count else { return [column] }
      let options: Column = (
        ReleasedVariable(
          name: name.ofOption, label: item.text, kind: .string, measure: .nominal,
          role: .option(administration.instrument.id, administration.occasion, item.id),
          levels: item.options.map { .init(value: .text($0.code), label: $0.label) }),
        responses.map { response in
          response?.option.map { .text($0) } ?? Self.number(nil, response?.missing, isWhole: true)
        }
      )
      return [column, options]
    }
  }

  private func scoreColumns(_ administration: Microdata.Administration) -> [Column] {
    let occasion = administration.occasion
    return administration.instrument.subscales.map { subscale in
      let name = administration.name(subscale)
      let given = microdata.columns.scores[name]
      let scores = microdata.people.indices.map { given?[$0] }
      let isWhole = scores.allSatisfy { $0.map { $0 == $0.rounded() } ?? true }
      return (
        ReleasedVariable(
          name: "\(name)",
          label: "\(subscale.title), \(subscale.method.rawValue) of its items, "
            + (occasion == .default ? "before the situation." : "after the situation."),
          kind: isWhole ? .integer : .number, measure: .scale,
          role: .score(administration.instrument.id, occasion, subscale.id),
          range: subscale.range), scores.map { Self.number($0, nil, isWhole: isWhole) }
      )
    }
  }

  // MARK: Values

  private static func number(
    _ value: Double?, _ missing: String?, isWhole: Bool
  ) -> ReleasedValue {
    guard let value else {
      return .missing(missing.flatMap { MissingReason(rawValue: $0) } ?? .skipped)
    }
    return isWhole && value == value.rounded() ? .integer(Int(value)) : .number(value)
  }

  private static func reason(_ text: String) -> MissingReason? {
    [MissingReason.suppressed, .declined].first { $0.token == text }
  }

  /// Whether every text that is not missing is a whole number.
  private static func areNumbers(_ texts: [String]) -> Bool {
    texts.allSatisfy { Int($0) != nil || reason($0) != nil }
  }

  /// The allowed values: those of the recipe's groups, or the answers that the question offers.
  private func levels(
    _ generalisation: Generalisation, _ question: Microdata.Question?,
    _ values: [ReleasedValue]
  ) -> [ReleasedVariable.Level] {
    var allowed: [(value: String, label: String)] = []
    if let labels = generalisation.labels {
      allowed = labels.map { ($0, $0) }
    } else if case .choices(let choices)? = question?.form {
      allowed = choices.map { ($0.value, $0.label) }
    } else {
      allowed = Set(values.compactMap { if case .text(let text) = $0 { text } else { nil } })
        .sorted().map { ($0, $0) }
    }
    if values.contains(.text(Generalisation.notListed)),
      !allowed.contains(where: { $0.value == Generalisation.notListed })
    {
      allowed.append((Generalisation.notListed, "An answer that is in no list."))
    }
    // Imported answers may be written otherwise than the study's own options.
    let known = Set(allowed.map(\.value))
    let others = Set(
      values.compactMap { value -> String? in
        if case .text(let text) = value, !known.contains(text) { text } else { nil }
      })
    return (allowed + others.sorted().map { ($0, $0) }).map {
      ReleasedVariable.Level(value: .text($0.value), label: $0.label)
    }
  }
}
