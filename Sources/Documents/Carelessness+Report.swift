package import Analysis
import Statistics
import Study
package import TextFormats

/// What `evoke careless` prints.
package struct CarelessnessReport: Sendable {
  private let carelessness: Carelessness
  private let source: Baseline.Source

  package init(_ carelessness: Carelessness, source: Baseline.Source) {
    self.carelessness = carelessness
    self.source = source
  }

  /// How many of those with answers on both occasions gave the same ones.
  private var identical: (yes: Int, of: Int) {
    let known = carelessness.rows.compactMap(\.identical)
    return (known.count { $0 }, known.count)
  }

  // MARK: Table

  /// The distributions; single people stand in JSON and CSV.
  package var table: ReportTable {
    let decimals = ["longstring": 0, "mahalanobis_d2": 1, "seconds": 1]
    var groups: [(title: String, rows: [[String]])] = []
    for shape in carelessness.distributions {
      let places = decimals[shape.measure] ?? 2
      let row =
        [
          Self.titles[shape.measure] ?? shape.measure, shape.occasion?.rawValue ?? "",
          String(shape.moments.n), figure(shape.moments.mean, decimals: max(1, places)),
          figure(shape.moments.sd, decimals: max(1, places)),
        ]
        + shape.quantiles.enumerated().filter { Self.shown.contains($0.offset) }
        .map { figure($0.element, decimals: places) }
      if groups.last?.title == shape.instrument.name {
        groups[groups.count - 1].rows.append(row)
      } else {
        groups.append((shape.instrument.name, [row]))
      }
    }
    var notes = [
      "longstring: the most neighbouring items, as shown, with the same answer. variability: the SD "
        + "of a person's answers. distance: Mahalanobis' squared one from everybody's answers, of "
        + "people with every answer. even-odd: consistency of odd and even items over subscales and "
        + "occasions. Signs, no verdicts: nobody is left out."
    ]
    let ties = identical
    if ties.of > 0 {
      notes.append(
        "\(ties.yes) of \(ties.of) gave after the situation exactly the answers of before.")
    }
    notes += carelessness.rules.map { rule in
      "By the rule \(rule.rule): \(rule.leftOut) marked"
        + (rule.unknown > 0 ? ", \(rule.unknown) about whom it cannot be decided" : "") + "."
    }
    return ReportTable(
      title: "Signs of careless answers, \(count(source.participants, "respondent"))",
      columns: [
        .init("", .leading), .init("", .leading), .init("n"), .init("Mean"), .init("SD"),
        .init("Min"), .init("5%"), .init("50%"), .init("95%"), .init("Max"),
      ], groups: groups.map { .init(title: $0.title, rows: $0.rows) }, notes: notes)
  }

  /// The quantiles of the table; careless answers are at the ends. JSON has the quartiles too.
  private static let shown = [0, 1, 3, 5, 6]

  private static let titles = [
    "irv": "variability", "mahalanobis_d2": "distance", "even_odd": "even-odd",
  ]

  /// A paragraph in plain words.
  package var reading: String {
    var sentences: [String] = []
    let ties = identical
    if ties.of > 0 {
      sentences.append(
        "\(ties.yes) of \(ties.of) people answered after the situation exactly as before it.")
    }
    let given = carelessness.rows.flatMap { [$0.default, $0.evoked] }.compactMap(\.self)
    let same = given.count { $0.longString == $0.items && $0.items > 1 }
    sentences.append(
      "\(same) of \(given.count) pages were answered with one and the same answer throughout.")
    let distances = given.compactMap { $0.distance?.p }
    if !distances.isEmpty {
      let far = distances.count { $0 < 0.001 }
      let expected = figure(Double(distances.count) / 1000, decimals: 1)
      sentences.append(
        "\(far) of \(distances.count) pages are as unusual as one in a thousand would be if answers "
          + "were normal (\(expected) by chance); answers on few steps seldom are.")
    }
    sentences.append(
      carelessness.rules.isEmpty
        ? "No rule was stated, so nobody is marked."
        : "\(carelessness.flags.count == 1 ? "1 is" : "\(carelessness.flags.count) are") marked by "
          + "the rules that were stated.")
    return sentences.joined(separator: " ")
  }

  // MARK: JSON

  package func json(version: String) -> JSONValue {
    .object([
      ("evoke", .text(version)), ("source", source.json),
      (
        "rules",
        .array(
          carelessness.rules.map {
            .object([
              ("rule", .text($0.rule)), ("flagged", .integer($0.leftOut)),
              ("unknown", .integer($0.unknown)),
            ])
          })
      ),
      ("distributions", .array(carelessness.distributions.map(\.json))),
      ("reading", .text(reading)),
      ("rows", .array(carelessness.rows.map(json))),
    ])
  }

  private func json(_ row: Carelessness.Row) -> JSONValue {
    let respondent = carelessness.respondents[Int(row.respondent)]
    return .object([
      ("participant", .text(respondent.key)),
      ("emotion", .optional(respondent.situation?.emotion)),
      ("factor", .optional(respondent.situation?.factor)),
      ("situation", .optional(respondent.situation?.index)),
      ("instrument", .text(row.instrument.name)),
      ("default", row.default?.json ?? .null), ("evoked", row.evoked?.json ?? .null),
      ("identical", row.identical.map { .boolean($0) } ?? .null),
      ("even_odd", .optional(row.evenOdd)),
      ("flags", .array((carelessness.flags[row.respondent] ?? []).map { .text($0) })),
    ])
  }

  // MARK: CSV

  /// A row a person and instrument.
  package var csv: String {
    let measures = [
      "answered", "items", "longstring", "irv", "mahalanobis_d2", "mahalanobis_df",
      "mahalanobis_p", "seconds",
    ]
    let header =
      ["participant", "emotion", "factor", "situation", "instrument"]
      + ["default", "evoked"].flatMap { occasion in measures.map { "\(occasion)_\($0)" } }
      + ["identical", "even_odd", "flags"]
    return csvText([header] + carelessness.rows.map { cells($0, measures.count) })
  }

  private func cells(_ row: Carelessness.Row, _ measures: Int) -> [String] {
    let respondent = carelessness.respondents[Int(row.respondent)]
    let place = respondent.situation
    let situation = place.map { String($0.index) } ?? ""
    var cells = [respondent.key, place?.emotion ?? "", place?.factor ?? "", situation]
    cells.append(row.instrument.name)
    for given in [row.default, row.evoked] {
      cells += given?.csvCells ?? Array(repeating: "", count: measures)
    }
    cells.append(row.identical.map { $0 ? "1" : "0" } ?? "")
    cells.append(row.evenOdd.map(formatted) ?? "")
    cells.append((carelessness.flags[row.respondent] ?? []).joined(separator: "; "))
    return cells
  }
}

extension Carelessness.Administration {
  fileprivate var json: JSONValue {
    .object([
      ("answered", .integer(answered)), ("items", .integer(items)),
      ("longstring", .integer(longString)), ("irv", .optional(variability)),
      ("mahalanobis_d2", .optional(distance?.squared)),
      ("mahalanobis_df", .optional(distance?.df)), ("mahalanobis_p", .optional(distance?.p)),
      ("seconds", .optional(seconds)),
    ])
  }

  fileprivate var csvCells: [String] {
    [
      String(answered), String(items), String(longString), variability.map(formatted) ?? "",
      distance.map { formatted($0.squared) } ?? "", distance.map { String($0.df) } ?? "",
      distance?.p.map(formatted) ?? "", seconds.map(formatted) ?? "",
    ]
  }
}

extension Carelessness.Distribution {
  fileprivate var json: JSONValue {
    let names = ["min", "q05", "q25", "median", "q75", "q95", "max"]
    return .object(
      [
        ("instrument", .text(instrument.name)), ("occasion", .optional(occasion?.rawValue)),
        ("measure", .text(measure)), ("n", .integer(moments.n)),
        ("mean", .optional(moments.mean)), ("sd", .optional(moments.sd)),
      ] + zip(names, quantiles).map { ($0, .number($1)) })
  }
}
