import Disclosure
import Documents
import Responses
internal import Study

extension ReleasedDataset {
  /// The dataset of masked people, in random order under new random ids.
  ///
  /// - Parameters:
  ///   - date: of the release, such as `2026-11-21`.
  ///   - generator: the Evoke that makes it.
  init(
    _ masked: MaskedMicrodata, report: RiskReport, date: String, generator name: String,
    using generator: inout some RandomNumberGenerator
  ) {
    let table = masked.table(using: &generator)
    let microdata = masked.microdata
    var leftOut = microdata.leftOut
    if !masked.masking.dropped.isEmpty {
      leftOut.append(
        LeftOut(
          reason: "excluded so that others cannot find them", count: masked.masking.dropped.count))
    }
    self.init(
      about: microdata.rules.description, languages: microdata.languages,
      instruments: microdata.instruments, situations: microdata.situations,
      variables: table.variables, rows: table.rows, leftOut: leftOut, risk: report.summary,
      documents: [
        Document(
          path: "recipe.yaml", text: masked.recipe.yaml,
          description: "How quasi-identifiers were made coarser; it can be applied again."),
        Document(
          path: "risk/report.md", text: report.document.markdown,
          description: "How easily participants could be found, before and after."),
        Document(
          path: "risk/report.html", text: report.document.html,
          description: "The same report as a page for a browser."),
        Document(
          path: "risk/risk.json", text: report.json, description: "The report's figures."),
      ], date: date, generator: name)
  }
}

extension MaskedMicrodata {
  /// The columns of the release, its rows in random order under new random ids.
  package func table(
    using generator: inout some RandomNumberGenerator
  ) -> (variables: [ReleasedVariable], rows: [[ReleasedValue]]) {
    let order = kept.shuffled(using: &generator)
    let ids = Self.randomIDs(order.count, using: &generator)
    var variables = [
      ReleasedVariable(
        name: "participant", label: "A random id of the participant, used only in this release.",
        kind: .string, measure: .nominal, role: .identifier)
    ]
    var columns: [[ReleasedValue]] = [ids.map { .text($0) }]
    func add(_ variable: ReleasedVariable, _ values: [ReleasedValue]) {
      let found = Set(values)
      variables.append(variable.missing(for: { found.contains(.missing($0)) }))
      columns.append(values)
    }
    for (variable, values) in quasiColumns + attributeColumns + identifyingColumns
      + conditionColumns
    {
      add(variable, order.map { values[$0] })
    }
    for (instrument, occasion) in microdata.administrations {
      for (variable, values) in itemColumns(instrument, occasion)
        + scoreColumns(instrument, occasion)
      {
        add(variable, order.map { values[$0] })
      }
    }
    let rows = order.indices.map { row in columns.map { $0[row] } }
    return (variables, rows)
  }

  /// Ids that no spreadsheet takes for a number, without vowels, so they spell no words.
  private static func randomIDs(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [String] {
    let letters = Array("bcdfghjkmnpqrstvwxz23456789")
    var seen: Set<String> = []
    var ids: [String] = []
    while ids.count < count {
      let id = "p" + String((0..<9).map { _ in letters.randomElement(using: &generator)! })
      if seen.insert(id).inserted { ids.append(id) }
    }
    return ids
  }

  private typealias Column = (variable: ReleasedVariable, values: [ReleasedValue])

  private var quasiColumns: [Column] {
    columns.map { name, texts in
      let chosen = recipe.columns.first { $0.name == name }!
      let question = microdata.questions.first { $0.id == name }
      let isTime = name == Self.timeColumn
      let isNumber =
        chosen.generalisation == .asAnswered && !isTime
        && texts.allSatisfy { Int($0) != nil || Self.reason($0) != nil }
        && texts.contains { Int($0) != nil }
      let label =
        isTime
        ? "When the participant took part."
        : (question?.text ?? name)
          + (chosen.generalisation == .asAnswered ? "" : " (\(chosen.level))")
      let values = texts.map { text -> ReleasedValue in
        if let reason = Self.reason(text) { return .missing(reason) }
        return isNumber ? .integer(Int(text)!) : .text(text)
      }
      let levels = isNumber ? [] : levels(chosen.generalisation, question, values)
      return (
        ReleasedVariable(
          name: name, label: label, kind: isNumber ? .integer : .string,
          measure: isNumber ? .scale : Self.isOrdered(chosen.generalisation) ? .ordinal : .nominal,
          role: isTime ? .time : .quasiIdentifier, levels: levels, missing: Self.reasons(values)),
        values
      )
    }
  }

  private var attributeColumns: [Column] {
    microdata.questions.filter { microdata.rules.attributes.contains($0.id) }.map { question in
      let isNumber = question.answers.allSatisfy { $0.map { Int($0) != nil } ?? true }
      let values = question.answers.map { answer -> ReleasedValue in
        guard let answer else { return .missing(.declined) }
        return isNumber ? .integer(Int(answer)!) : .text(answer)
      }
      return (
        ReleasedVariable(
          name: question.id, label: question.text, kind: isNumber ? .integer : .string,
          measure: isNumber ? .scale : .nominal, role: .attribute,
          levels: isNumber ? [] : levels(.asAnswered, question, values),
          missing: Self.reasons(values)), values
      )
    }
  }

  private var conditionColumns: [Column] {
    func unique(_ texts: [String]) -> [ReleasedVariable.Level] {
      var seen: Set<String> = []
      return texts.filter { seen.insert($0).inserted }.map {
        ReleasedVariable.Level(value: .text($0), label: $0)
      }
    }
    func numbers(_ highest: Int) -> ClosedRange<Double> { 1...Double(max(1, highest)) }
    let places = microdata.people.map(\.situation)
    return [
      (
        ReleasedVariable(
          name: "emotion", label: "The emotion that the situation should evoke.",
          kind: .string, measure: .nominal, role: .condition(.emotion),
          levels: unique(microdata.situations.map(\.emotion))), places.map { .text($0.key.emotion) }
      ),
      (
        ReleasedVariable(
          name: "factor", label: "The factor of the emotion that the situation belongs to.",
          kind: .string, measure: .nominal, role: .condition(.factor),
          levels: unique(microdata.situations.map(\.factor))), places.map { .text($0.key.factor) }
      ),
      (
        ReleasedVariable(
          name: "factor_index", label: "The factor's number within its emotion, from 1.",
          kind: .integer, measure: .nominal, role: .condition(.factorIndex),
          range: numbers(microdata.situations.map(\.factorIndex).max() ?? 1)),
        places.map { .integer($0.factorIndex) }
      ),
      (
        ReleasedVariable(
          name: "situation", label: "The situation's number within its factor, from 1.",
          kind: .integer, measure: .nominal, role: .condition(.situation),
          range: numbers(microdata.situations.map(\.index).max() ?? 1)),
        places.map { .integer($0.key.index) }
      ),
    ]
  }

  private func itemColumns(_ instrument: Instrument, _ occasion: Occasion) -> [Column] {
    instrument.items.flatMap { item -> [Column] in
      let name = VariableName(instrument: instrument.id, occasion: occasion, item: item.id)
      let responses = microdata.people.map { $0.responses[name] }
      let isWhole = item.options.allSatisfy { $0.value == $0.value.rounded() }
      let values = responses.map { Self.number($0?.value, $0?.missing, isWhole: isWhole) }
      var seen: Set<Double> = []
      let levels = item.options.filter { seen.insert($0.value).inserted }.map { option in
        ReleasedVariable.Level(
          value: isWhole ? .integer(Int(option.value)) : .number(option.value),
          label: item.options.filter { $0.value == option.value }.map(\.label)
            .joined(separator: " / "))
      }
      let numbers = item.options.map(\.value)
      var columns: [Column] = [
        (
          ReleasedVariable(
            name: "\(name)", label: item.text, kind: isWhole ? .integer : .number,
            measure: .ordinal,
            role: .response(instrument.id, occasion, item.id), levels: levels,
            range: numbers.isEmpty ? nil : numbers.min()!...numbers.max()!,
            missing: Self.reasons(values)), values
        )
      ]
      if seen.count < item.options.count {
        let codes = responses.map { response -> ReleasedValue in
          response?.option.map { .text($0) } ?? Self.number(nil, response?.missing, isWhole: true)
        }
        columns.append(
          (
            ReleasedVariable(
              name: name.ofOption, label: item.text, kind: .string, measure: .nominal,
              role: .option(instrument.id, occasion, item.id),
              levels: item.options.map {
                ReleasedVariable.Level(value: .text($0.code), label: $0.label)
              }, missing: Self.reasons(codes)), codes
          ))
      }
      return columns
    }
  }

  private func scoreColumns(_ instrument: Instrument, _ occasion: Occasion) -> [Column] {
    instrument.subscales.map { subscale in
      let name = VariableName(
        instrument: instrument.id, occasion: occasion, subscale: subscale.id)
      let scores = microdata.people.map { $0.scores[name] }
      let isWhole = scores.allSatisfy { $0.map { $0 == $0.rounded() } ?? true }
      let values = scores.map { Self.number($0, nil, isWhole: isWhole) }
      return (
        ReleasedVariable(
          name: "\(name)",
          label: "\(subscale.title), \(subscale.method.rawValue) of its items, "
            + (occasion == .default ? "before the situation." : "after the situation."),
          kind: isWhole ? .integer : .number, measure: .scale,
          role: .score(instrument.id, occasion, subscale.id), range: subscale.range,
          missing: Self.reasons(values)), values
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

  private static func reasons(_ values: [ReleasedValue]) -> [MissingReason] {
    let found = Set(values)
    return MissingReason.allCases.filter { found.contains(.missing($0)) }
  }

  private static func isOrdered(_ generalisation: Generalisation) -> Bool {
    if case .bands = generalisation { true } else { false }
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
