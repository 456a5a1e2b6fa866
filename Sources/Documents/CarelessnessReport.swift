package import Analysis
internal import Statistics
package import Study
internal import TextFormats

/// What `evoke careless` prints.
package struct CarelessnessReport: Report {
  private let carelessness: Carelessness
  private let source: Provenance
  private let hasDoubtfulOrder: Bool

  /// - Parameter hasDoubtfulOrder: whether the items may have been asked in other orders than the
  ///   source says.
  package init(_ carelessness: Carelessness, source: Provenance, hasDoubtfulOrder: Bool = false) {
    self.carelessness = carelessness
    self.source = source
    self.hasDoubtfulOrder = hasDoubtfulOrder
  }

  // MARK: Fields

  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] {
    fields(rows: rowFields(nil, nil)).flatMap(\.entries)
  }

  package var fields: [Field<Self>] { Self.fields(rows: rowFields) }

  /// A row per respondent and instrument.
  package var csv: String { rowFields.csv(carelessness.rows) }

  private var rowFields: [Field<Carelessness.Row>] {
    Self.rowFields(carelessness.respondents, carelessness.exclusion)
  }

  private static func fields(rows: [Field<Carelessness.Row>]) -> [Field<Self>] {
    [
      .source { $0.source },
      .list("rules", Exclusion.Count.fields(excluded: ("flagged", "respondents whom it flags"))) {
        $0.carelessness.exclusion?.counts ?? []
      },
      .list("distributions", Carelessness.Distribution.fields, \.carelessness.distributions),
      .text("reading", "the indicators in sentences", \.reading.plain).inJSONAlone,
      .list("rows", areInCSV: true, rows, \.carelessness.rows),
    ]
  }

  private static func rowFields(
    _ respondents: Respondents?, _ exclusion: Exclusion?
  ) -> [Field<Carelessness.Row>] {
    @Sendable func situation(of row: Carelessness.Row) -> SituationKey? {
      guard let respondents, let cell = respondents.cell(of: Int(row.respondent)) else {
        return nil
      }
      return respondents.design.cells[cell].key
    }
    return [
      .text("participant", "the respondent's id") { respondents?.keys[Int($0.respondent)] },
      .text("emotion", "the emotion") { situation(of: $0)?.emotion },
      .text("factor", "the factor") { situation(of: $0)?.factor },
      .integer("situation", "the situation's number within its factor") {
        situation(of: $0)?.index
      },
      .text("instrument", "the instrument's id", \.instrument.name),
      .group("default", "before", Carelessness.Administration.fields, \.default),
      .group("evoked", "after", Carelessness.Administration.fields, \.evoked),
      .flag(
        "identical", "whether every item got the same answer after as before",
        words: ("1", "0", ""), \.identical),
      .number("even_odd", "even-odd consistency", \.evenOdd),
      .texts("flags", "the stated rules that flag the respondent", separator: "; ") {
        exclusion?.rulesOf[$0.respondent] ?? []
      },
      .texts("undecided", "the rules that cannot decide about the respondent", separator: "; ") {
        exclusion?.undecidedOf[$0.respondent] ?? []
      },
      .texts(
        "not_stated", "the rules that the version that asked the respondent did not have",
        separator: "; "
      ) { exclusion?.notStatedOf[$0.respondent] ?? [] },
    ]
  }

  // MARK: Document

  package var document: Document {
    Document(tables: [table], closing: ("In plain words", [reading]))
  }

  /// The distributions; single respondents are in JSON and CSV.
  private var table: ReportTable {
    let decimals = ["longstring": 0, "mahalanobis_d2": 1, "seconds": 1]
    func cells(_ shape: Carelessness.Distribution) -> [String] {
      let decimals = decimals[shape.measure] ?? 2
      let head = [
        Self.titles[shape.measure] ?? shape.measure, shape.occasion?.rawValue ?? "",
        grouped(shape.summary.n), figure(shape.summary.mean, decimals: max(1, decimals)),
        figure(shape.summary.sd, decimals: max(1, decimals)),
      ]
      return head
        + zip(shape.quantiles.indices, shape.quantiles).filter { Self.shown.contains($0.0) }
        .map { figure($0.1, decimals: decimals) }
    }
    return ReportTable(
      title: "Indicators of careless answers, \(counted(source.participants, "respondent"))",
      columns: [.words(), .words(), "$n$", "$M$", "$SD$", "Min", "5%", "50%", "95%", "Max"],
      groups: .init(carelessness.distributions, titled: \.instrument.name) { row, _ in cells(row) },
      notes: [
        """
        longstring: the longest run of neighbouring items, in the order shown, with the same answer. \
        variability: the $SD$ of a respondent's answers. distance: squared Mahalanobis distance from \
        all answers, for respondents who answered every item. even-odd: consistency of even and odd \
        items over subscales and occasions, low if they differ. These are indicators only; no one has \
        been excluded.
        """
      ] + (carelessness.exclusion?.notes("flagged") ?? []))
  }

  /// The quantiles of the table; careless answers are at the ends. JSON has the quartiles too.
  private static let shown = [0, 1, 3, 5, 6]

  private static let titles = [
    "irv": "variability", "mahalanobis_d2": "distance", "even_odd": "even-odd",
  ]

  /// The indicators in sentences.
  package var reading: InlineText {
    var sentences: [InlineText] = []
    let ties = carelessness.identical
    if ties.of > 0 {
      sentences.append(
        """
        \(ties.yes) of \(counted(ties.of, "respondent")) gave the same answer to every item after \
        the situation as before it.
        """)
    }
    var (scales, same, complete, extreme) = (0, 0, 0, 0)
    for row in carelessness.rows {
      for case let given? in [row.default, row.evoked] {
        scales += 1
        if given.longString == given.items, given.items > 1 { same += 1 }
        guard let p = given.distance?.p else { continue }
        complete += 1
        if p < 0.001 { extreme += 1 }
      }
    }
    sentences.append(
      """
      \(same) of \(counted(scales, "completed scale")) \(same == 1 ? "has" : "have") the same \
      answer throughout.
      """)
    if complete > 0 {
      let expected = Double(complete) / 1000
      sentences.append(
        """
        \(extreme) of \(counted(complete, "complete scale")) \(extreme == 1 ? "exceeds" : "exceed") the \
        .001 critical value of the Mahalanobis distance. \
        \(expected < 0.05 ? "Fewer than 0.1" : "About \(figure(expected, decimals: 1))") would be \
        expected if answers were multivariate normal, but ratings on a scale of a few points seldom \
        are.
        """)
    }
    if hasDoubtfulOrder { sentences.append(doubtfulItemOrder) }
    guard let exclusion = carelessness.exclusion else {
      return (sentences + ["No rules were stated, so no respondent is flagged."])
        .joined(separator: " ")
    }
    let flagged = exclusion.leftOut.count
    sentences.append(
      "\(counted(flagged, "respondent")) \(flagged == 1 ? "is" : "are") flagged by the rules.")
    let undecided = exclusion.undecidedOf.count
    if undecided > 0 {
      sentences.append(
        "For \(counted(undecided, "respondent")) at least one rule could not be checked.")
    }
    return sentences.joined(separator: " ")
  }
}

extension Carelessness.Administration {
  fileprivate static let fields: [Field<Carelessness.Administration>] = [
    .integer("answered", "items answered", \.answered),
    .integer("items", "items shown", \.items),
    .integer("longstring", "the longest run of the same answer", \.longString),
    .number("irv", "intra-individual response variability", \.variability),
    .number("mahalanobis_d2", "squared Mahalanobis distance", \.distance?.squared),
    .integer("mahalanobis_df", "its degrees of freedom", \.distance?.df),
    .number("mahalanobis_p", "its *p*", \.distance?.p),
    .number("seconds", "seconds on the page", \.seconds),
  ]
}

extension Carelessness.Distribution {
  fileprivate static let fields: [Field<Carelessness.Distribution>] =
    [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("occasion", "`default`, `evoked` or null for both", \.occasion?.rawValue),
      .text("measure", "the indicator", \.measure),
      .integer("n", "pages or respondents", \.summary.n),
      .number("mean", "mean", \.summary.mean), .number("sd", "SD (n − 1)", \.summary.sd),
    ]
    + ["min", "q05", "q25", "median", "q75", "q95", "max"].enumerated().map { index, name in
      .number(name, "quantile") { index < $0.quantiles.count ? $0.quantiles[index] : nil }
        .omittedIfNull
    }
}
