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

  // MARK: JSON

  var json: String {
    JSONValue.present([
      ("title", .text(dataset.about.title)),
      ("version", .text(dataset.about.version)),
      ("date", .text(dataset.date)),
      ("generator", .text(dataset.generator)),
      ("participants", .integer(dataset.rows.count)),
      (
        "missing",
        .array(
          MissingReason.allCases.map {
            .present([
              ("reason", .text($0.rawValue)), ("token", .text(format.cell($0))),
              ("meaning", .text($0.meaning)),
            ])
          })
      ),
      (
        "tables",
        .array(
          tables.map { table in
            .present([
              ("name", .text(table.name)), ("path", .text(table.path)),
              ("description", .text(table.description)), ("rows", .integer(table.rows.count)),
              ("key", .texts(table.key)), ("variables", .texts(table.variables.map(\.name))),
            ])
          })
      ),
      ("variables", .array(variables.map(json))),
      ("instruments", .array(dataset.instruments.map(json))),
      (
        "situations",
        .array(
          dataset.situations.map {
            .present([
              ("emotion", .text($0.emotion)), ("factor", .text($0.factor)),
              ("factor_index", .integer($0.factorIndex)), ("situation", .integer($0.index)),
              ("text", $0.text.map { .text($0) }),
            ])
          })
      ),
      (
        "left_out",
        .array(
          dataset.leftOut.map {
            .present([("reason", .text($0.reason)), ("count", .integer($0.count))])
          })
      ),
      (
        "anonymisation",
        .present([
          ("k", .integer(dataset.risk.k)), ("requested_k", .integer(dataset.risk.requestedK)),
          ("classes", .integer(dataset.risk.classes)),
          ("suppressed_cells", .number(dataset.risk.suppressedCells)),
          ("information_loss", .number(dataset.risk.loss)),
          ("dropped_rows", .integer(dataset.risk.droppedRows)),
          ("identifying_columns", .texts(dataset.identifying.map(\.name))),
        ])
      ),
    ]).description
  }

  private func json(_ variable: ReleasedVariable) -> JSONValue {
    let coding = SPSSCoding(variable)
    var pairs: [(String, JSONValue?)] = [
      ("name", .text(variable.name)), ("label", .text(variable.label)),
      ("type", .text(variable.kind.rawValue)), ("measure", .text(variable.measure.rawValue)),
      ("role", .text(variable.role.word)),
    ]
    switch variable.role {
    case .response(let instrument, let occasion, let item),
      .option(let instrument, let occasion, let item):
      pairs += [
        ("instrument", .text(instrument.name)), ("occasion", .text(occasion.rawValue)),
        ("item", .text(item.name)),
      ]
    case .score(let instrument, let occasion, let subscale):
      pairs += [
        ("instrument", .text(instrument.name)), ("occasion", .text(occasion.rawValue)),
        ("subscale", .text(subscale.name)),
      ]
    default: break
    }
    pairs += [
      ("minimum", variable.range.map { .number($0.lowerBound) }),
      ("maximum", variable.range.map { .number($0.upperBound) }),
      (
        "levels",
        variable.levels.isEmpty
          ? nil
          : .array(
            variable.levels.map { level in
              .present([
                ("value", level.value.json), ("label", .text(level.label)),
                (
                  "spss_code",
                  hasSPSS && variable.kind == .string
                    ? coding.code(level.value).map { .number($0) } : nil
                ),
              ])
            })
      ),
      ("missing", variable.missing.isEmpty ? nil : .texts(variable.missing.map(\.rawValue))),
      (
        "spss_missing_codes",
        hasSPSS && !coding.missing.isEmpty
          ? .present(coding.missing.map { ($0.reason.rawValue, .number($0.code)) }) : nil
      ),
    ]
    return .present(pairs)
  }

  private func json(_ instrument: Instrument) -> JSONValue {
    .present([
      ("id", .text(instrument.id.name)), ("version", .text(instrument.version)),
      ("title", .text(instrument.title)), ("language", .text(instrument.language.tag)),
      ("citation", .text(instrument.citation)), ("doi", instrument.doi.map { .text($0) }),
      ("terms", .text(instrument.licence.terms)),
      ("reversed_items", .texts(instrument.items.filter(\.reversed).map(\.id.name))),
      (
        "subscales",
        .array(
          instrument.subscales.map { subscale in
            .present([
              ("id", .text(subscale.id.name)), ("title", .text(subscale.title)),
              ("method", .text(subscale.method.rawValue)), ("factor", .number(subscale.factor)),
              ("minimum", subscale.range.map { .number($0.lowerBound) }),
              ("maximum", subscale.range.map { .number($0.upperBound) }),
              (
                "items",
                .array(
                  subscale.parts.map {
                    .present([("item", .text($0.item.name)), ("weight", .number($0.weight))])
                  })
              ),
            ])
          })
      ),
    ])
  }
}

extension ReleasedVariable.Role {
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
