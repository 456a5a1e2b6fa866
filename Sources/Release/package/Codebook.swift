import Study
import TextFormats

/// What every variable and value means, for programs (JSON) and for people (Markdown).
struct Codebook {
  let dataset: ReleasedDataset
  /// The tables with the files that hold them.
  let tables: [ReleasedTable]
  /// Whether the package has an SPSS file, whose codes are then listed.
  let hasSPSS: Bool
  /// How the tables write a missing value.
  let format: PackageFormat

  /// Every variable once, in the order of the tables.
  var variables: [ReleasedVariable] {
    var names: Set<String> = []
    return tables.flatMap(\.variables).filter { names.insert($0.name).inserted }
  }

  /// The codebook in both forms.
  var files: [PackageFile] {
    [
      PackageFile("codebook.json", json.description, "Every variable and value, for programs."),
      PackageFile("codebook.md", markdown, "Every variable and value, for people."),
    ]
  }

  // MARK: JSON

  private var json: JSONValue {
    [
      "title": .text(dataset.about.title), "version": .text(dataset.about.version),
      "date": .text(dataset.date), "generator": .text(dataset.generator),
      "participants": .integer(dataset.rows.count),
      "missing": .array(MissingReason.allCases.map(json)), "tables": .array(tables.map(json)),
      "variables": .array(variables.map(json)),
      "instruments": .array(dataset.instruments.map(json)),
      "situations": .array(dataset.situations.map(json)),
      "left_out": .array(
        dataset.leftOut.map { ["reason": .text($0.reason), "count": .integer($0.count)] }),
      "anonymisation": [
        "k": .integer(dataset.risk.k), "requested_k": .integer(dataset.risk.requestedK),
        "classes": .integer(dataset.risk.classes),
        "suppressed_cells": .number(dataset.risk.suppressedCells),
        "information_loss": .number(dataset.risk.loss),
        "dropped_rows": .integer(dataset.risk.droppedRows),
        "identifying_columns": .texts(dataset.identifying.map(\.name)),
      ],
    ]
  }

  private func json(_ reason: MissingReason) -> JSONValue {
    [
      "reason": .text(reason.rawValue), "token": .text(format.cell(reason)),
      "meaning": .text(reason.meaning),
    ]
  }

  private func json(_ table: ReleasedTable) -> JSONValue {
    [
      "name": .text(table.name), "path": .text(table.path),
      "description": .text(table.description), "rows": .integer(table.rows.count),
      "key": .texts(table.key), "variables": .texts(table.variables.map(\.name)),
    ]
  }

  private func json(_ situation: ReleasedDataset.Situation) -> JSONValue {
    [
      "emotion": .text(situation.cell.key.emotion), "factor": .text(situation.cell.key.factor),
      "factor_index": .integer(situation.cell.factorIndex),
      "situation": .integer(situation.cell.key.index),
      "situation_kind": dataset.hasControls ? .text(situation.cell.key.kind.rawValue) : nil,
      "text": situation.text.map { .text($0) },
    ]
  }

  private func json(_ variable: ReleasedVariable) -> JSONValue {
    let coding = SPSSCoding(variable)
    let measured = variable.role.measured
    let levels = variable.levels.map { level -> JSONValue in
      let code = hasSPSS && variable.kind == .string ? coding.code(level.value) : nil
      return [
        "value": level.value.json, "label": .text(level.label),
        "spss_code": code.map { .number($0) },
      ]
    }
    return [
      "name": .text(variable.name), "label": .text(variable.label),
      "type": .text(variable.kind.rawValue), "measure": .text(variable.measure.rawValue),
      "role": .text(variable.role.word),
      "instrument": (measured?.instrument.name).map { .text($0) },
      "occasion": (measured?.occasion.rawValue).map { .text($0) },
      "item": (measured?.item?.name).map { .text($0) },
      "subscale": (measured?.subscale?.name).map { .text($0) },
      "minimum": variable.range.map { .number($0.lowerBound) },
      "maximum": variable.range.map { .number($0.upperBound) },
      "levels": .unlessEmpty(levels),
      "missing": .unlessEmpty(variable.missing.map { .text($0.rawValue) }),
      "spss_missing_codes": hasSPSS && !coding.missing.isEmpty
        ? .present(coding.missing.map { ($0.reason.rawValue, .number($0.code)) }) : nil,
    ]
  }

  private func json(_ instrument: Instrument) -> JSONValue {
    [
      "id": .text(instrument.id.name), "version": .text(instrument.version),
      "title": .text(instrument.title), "language": .text(instrument.language.tag),
      "citation": .text(instrument.citation), "doi": instrument.doi.map { .text($0) },
      "terms": .text(instrument.licence.terms),
      "reversed_items": .texts(instrument.items.filter(\.reversed).map(\.id.name)),
      "subscales": .array(instrument.subscales.map(json)),
    ]
  }

  private func json(_ subscale: Subscale) -> JSONValue {
    [
      "id": .text(subscale.id.name), "title": .text(subscale.title),
      "method": .text(subscale.method.rawValue), "factor": .number(subscale.factor),
      "minimum": subscale.range.map { .number($0.lowerBound) },
      "maximum": subscale.range.map { .number($0.upperBound) },
      "items": .array(
        subscale.parts.map { ["item": .text($0.item.name), "weight": .number($0.weight)] }),
    ]
  }
}

extension ReleasedVariable.Role {
  /// What an answer or a score measures; nil for any other column.
  var measured:
    (instrument: InstrumentID, occasion: Occasion, item: ItemID?, subscale: SubscaleID?)?
  {
    switch self {
    case .response(let instrument, let occasion, let item),
      .option(let instrument, let occasion, let item):
      (instrument, occasion, item, nil)
    case .score(let instrument, let occasion, let subscale): (instrument, occasion, nil, subscale)
    default: nil
    }
  }

  /// What a codebook calls it.
  var word: String {
    switch self {
    case .identifier: "identifier"
    case .quasiIdentifier: "quasi-identifier"
    case .attribute: "attribute"
    case .identifying: "identifying"
    case .condition: "condition"
    case .response: "response"
    case .option: "option"
    case .score: "score"
    case .time: "time"
    }
  }
}
