import Study
import TextFormats

/// A table of the package, before it is CSV, TSV or SPSS.
struct ReleasedTable: Sendable {
  let name: String
  let path: String
  let description: String
  let variables: [ReleasedVariable]
  let rows: [[ReleasedValue]]
  /// The variables that identify a row.
  let key: [String]

  /// The cells with their header, as CSV holds them.
  var csv: String {
    csvText([variables.map(\.name)] + rows.map { $0.map(\.cell) })
  }

  /// Every reason for which a value is missing in the table.
  var missing: [MissingReason] { variables.missing }
}

extension ReleasedDataset {
  /// One row per participant: every variable under its name.
  var wide: ReleasedTable {
    ReleasedTable(
      name: "wide", path: PackageFormat.psychds.wideTable,
      description: "One row per participant: attributes, condition, answers and scores.",
      variables: variables, rows: rows, key: [variables[0].name])
  }

  /// One row per answer; nil if no single answers are released.
  var long: ReleasedTable? {
    let answers = variables.indices.compactMap { index -> LongAnswer? in
      guard case .response(let instrument, let occasion, let item) = variables[index].role else {
        return nil
      }
      return (index, instrument, occasion, item, column(.option(instrument, occasion, item)))
    }
    guard !answers.isEmpty else { return nil }
    let hasOptions = answers.contains { $0.option != nil }
    var long: [[ReleasedValue]] = []
    long.reserveCapacity(rows.count * answers.count)
    for row in rows {
      for answer in answers {
        var cells: [ReleasedValue] = [
          row[0], .text(answer.occasion.rawValue), .text(answer.instrument.name),
          .text(answer.item.name), row[answer.index],
        ]
        if hasOptions { cells.append(answer.option.map { row[$0] } ?? .text("")) }
        long.append(cells)
      }
    }
    return ReleasedTable(
      name: "long", path: "data/description-long_data.csv",
      description: "One row per answer: the same answers as in the wide table.",
      variables: longVariables(answers, hasOptions: hasOptions), rows: long,
      key: [variables[0].name, "occasion", "instrument", "item"])
  }

  private typealias LongAnswer = (
    index: Int, instrument: InstrumentID, occasion: Occasion, item: ItemID, option: Int?
  )

  private func longVariables(
    _ answers: [LongAnswer], hasOptions: Bool
  ) -> [ReleasedVariable] {
    let columns = answers.map { variables[$0.index] }
    let ranges = columns.compactMap(\.range)
    let shared = Set(columns.map(\.levels)).count == 1 ? columns[0].levels : []
    var long = [
      variables[0],
      ReleasedVariable(
        name: "occasion", label: "When the item was answered", kind: .string, measure: .ordinal,
        role: .attribute,
        levels: [
          .init(value: .text("default"), label: "Before the situation"),
          .init(value: .text("evoked"), label: "After the situation"),
        ]),
      ReleasedVariable(
        name: "instrument", label: "The instrument that the item belongs to", kind: .string,
        measure: .nominal, role: .attribute,
        levels: unique(answers.map(\.instrument)).map { id in
          .init(
            value: .text(id.name), label: instruments.first { $0.id == id }?.title ?? id.name)
        }),
      ReleasedVariable(
        name: "item", label: "The item", kind: .string, measure: .nominal, role: .attribute,
        levels: unique(answers.map(\.item)).map { id in
          .init(
            value: .text(id.name),
            label: instruments.lazy.compactMap { $0.item(id)?.text }.first ?? id.name)
        }),
      ReleasedVariable(
        name: "value", label: "The value of the answer",
        kind: columns.allSatisfy { $0.kind == .integer } ? .integer : .number,
        measure: .ordinal, role: .attribute, levels: shared,
        range: ranges.count == columns.count
          ? ranges.map(\.lowerBound).min()!...ranges.map(\.upperBound).max()! : nil,
        missing: columns.missing),
    ]
    if hasOptions {
      long.append(
        ReleasedVariable(
          name: "option", label: "The option chosen, if two options have the same value",
          kind: .string, measure: .nominal, role: .attribute,
          missing: answers.compactMap { $0.option.map { variables[$0] } }.missing))
    }
    return long
  }
}

extension [ReleasedVariable] {
  /// Every reason for which a value is missing in one of them.
  var missing: [MissingReason] {
    MissingReason.allCases.filter { reason in contains { $0.missing.contains(reason) } }
  }
}

/// The values without repetitions, in the order of their first appearance.
func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen: Set<Value> = []
  return values.filter { seen.insert($0).inserted }
}
