internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension BaselineReport {
  package var document: Document {
    var document = Document(
      tables: tables,
      closing: ("In APA style", (contrasts?.paragraphs ?? []) + [paragraph]))
    if !disagreements.isEmpty {
      document.sections.append(
        .init(heading: "What to report", paragraphs: disagreements))
    }
    return document
  }

  private var tables: [ReportTable] {
    var tables = (contrasts?.tables ?? []) + [crowdTable]
    if let exclusion { tables.append(comparison(with: exclusion.everyone, exclusion.made)) }
    tables += demographics.map { $0.table(alpha: baseline.alpha, controls: controlNotes) }
    if let table = ProrationSensitivity.table(missing) { tables.append(table) }
    if baseline.rows.contains(where: { $0.bca != nil }) { tables.append(bootstrapTable) }
    if bayes { tables.append(baseline.bayesTable(levels: levels)) }
    if robust {
      tables += [baseline.robustTable(levels: levels), baseline.rankTable(levels: levels)]
    }
    if let bounds { tables.append(baseline.equivalenceTable(bounds, levels: levels)) }
    if floor { tables.append(baseline.floorTable(levels: levels)) }
    if let ancova { tables.append(baseline.ancovaTable(ancova, levels: levels)) }
    if let mixed { tables += SituationModel.tables(mixed, alpha: baseline.alpha) }
    if let norms {
      tables += [(title: nil, norms: norms)].tables(
        of: source.counted(participants), alpha: baseline.alpha,
        note: "The default scores are those of participants with a score before and after.")
    }
    return tables
  }

  private var crowdTable: ReportTable {
    let adjusted = adjustment.map { baseline.adjusted($0) } ?? baseline.rows.map { $0.pairedT?.p }
    let p = Dictionary(uniqueKeysWithValues: zip(baseline.rows.map(\.key), adjusted))
    let test: InlineText =
      adjustment.map {
        """
        $p$: paired $t$ test, adjusted over the factors of a subscale (\($0.title)); arrows mark \
        unadjusted $p$ ≤ \(level(baseline.alpha)).
        """
      } ?? "$p$: paired $t$ test, unadjusted; arrows mark $p$ ≤ \(level(baseline.alpha))."
    return ReportTable(
      title: "Crowd baseline of \(source.counted(participants))",
      columns: [
        .words(), "$n$", .words(), "Default", "Evoked", "Change",
        adjustment == nil ? "$p$" : "$p$ adj.", "$d_z$",
      ],
      groups: baseline.groups(levels: levels) {
        $0.cells(p: p[$0.key] ?? nil, at: baseline.alpha)
      },
      notes: baseline.labels.legend + [
        """
        Default and Evoked: $M$ ($SD$) before and after the situation. Change: evoked minus default. \
        \(test) \(signsBesideArrows). $d_z$: mean change divided by its $SD$.
        """
      ] + controlNotes + doubles)
  }

  /// That no row but those of the control counts its participants.
  private var controlNotes: [InlineText] {
    guard !controlled.isEmpty else { return [] }
    let groups = enumerated(controlled.map { "\($0.kind) situations ($n$ = \(grouped($0.n)))" })
    return [
      "Participants who were given \(groups) as a control count in the rows of the control alone."
    ]
  }

  private var doubles: [InlineText] {
    guard !sameAnswers.isEmpty else { return [] }
    let shown = sameAnswers.prefix(5).map { $0.joined(separator: " and ") }.joined(separator: ", ")
    let alike = sameAnswers.reduce(0) { $0 + $1.count }
    return [
      """
      \(source.counted(alike)) gave the same answers to all items as another \
      (\(shown)\(sameAnswers.count > 5 ? " …" : "")). People who stand in a source twice make $p$ too \
      small and intervals too narrow: look whether they are the same.
      """
    ]
  }

  /// The bootstrap intervals of the change beside those of t.
  private var bootstrapTable: ReportTable {
    ReportTable(
      title: "95% intervals of the mean change",
      columns: [.words(), "$n$", .words(), "Change", "$t$", "BCa bootstrap"],
      groups: baseline.groups(levels: levels) { row in
        [
          figure(row.change.summary.mean, decimals: 2), intervalFigure(row.change.interval),
          intervalFigure(row.bca),
        ]
      }, notes: baseline.labels.legend + bootstrapNotes)
  }

  private var bootstrapNotes: [InlineText] {
    guard baseline.alpha != 0.05 else { return [] }
    return [
      """
      A 95% interval corresponds to a test at α = .05, an arrow to one at α = \
      \(level(baseline.alpha)): an interval and an arrow may seem to disagree about 0.
      """
    ]
  }

  /// The overall change with and without the respondents whom rules exclude.
  private func comparison(with everyone: Baseline, _ exclusion: Exclusion) -> ReportTable {
    func cells(_ row: Baseline.Row, _ who: String) -> [String] {
      [
        row.title, who, grouped(row.n),
        "\(figure(row.change.summary.mean, decimals: 2)) \(row.arrow.symbol)",
        pFigure(row.pairedT?.p, at: baseline.alpha), figure(row.cohenDz?.d, decimals: 3),
      ]
    }
    return ReportTable(
      title: "Change before and after exclusions (\(exclusion.leftOut.count) excluded)",
      columns: [.words(), .words(), "$n$", "Change", "$p$", "$d_z$"],
      rows: zip(everyone.overall, baseline.overall).flatMap { all, kept in
        [cells(all, "all respondents"), cells(kept, "after exclusions")]
      },
      notes: exclusion.notes()
        + zip(everyone.overall, baseline.overall).filter { $0.arrow != $1.arrow }.map {
          """
          \($0.0.title): the $t$ test at α = \(level(baseline.alpha)) comes to another conclusion \
          after exclusions. Report both.
          """
        })
  }
}

extension DemographicBaseline {
  /// The groups side by side, with the tests of whether they differ in change.
  ///
  /// - Parameters:
  ///   - alpha: the level of all tests.
  ///   - controls: what is said of the participants of the controls, whom no row has.
  func table(alpha: Double, controls: [InlineText]) -> ReportTable {
    let labels = SubscaleLabels(rows)
    var notes = labels.legend + controls + tests.map { $0.reading(alpha: alpha) }
    if attribute.grouping != .answers {
      notes.append("\(attribute.question.name): \(attribute.grouping.title).")
    }
    if rows.contains(where: { $0.group?.name == Self.undisclosed || $0.n < 2 }) {
      notes.append(
        "The tests leave out groups of a single participant and those who did not answer.")
    }
    if !smallGroups.isEmpty {
      let names = smallGroups.map { "\($0.group) ($n$ = \($0.n))" as InlineText }
        .joined(separator: ", ")
      notes.append("Interpret groups of fewer than \(Self.small) with caution: \(names).")
    }
    return ReportTable(
      title: "By \(attribute.name)",
      columns: [.words(), "$n$", .words(), "Default", "Evoked", "Change", "$p$", "$d_z$"],
      groups: .init(rows, titled: { _ in nil }) { row, above in
        row.head(after: above, labels) + row.cells(p: row.pairedT?.p, at: alpha)
      }, notes: notes)
  }
}

extension DemographicBaseline.Tests {
  /// Whether the groups differ in change, by Welch's test and that of Kruskal and Wallis.
  func reading(alpha: Double) -> InlineText {
    let f = welchANOVA.map { test -> (isSignificant: Bool, text: InlineText) in
      (test.p <= alpha, "Welch's \(test.equation(decimals: 1, at: alpha))")
    }
    let h = kruskal.map { test -> (isSignificant: Bool, text: InlineText) in
      let figures: InlineText = "$H$(\(test.df)) = \(figure(test.h, decimals: 2))"
      return (test.p <= alpha, "Kruskal-Wallis \(figures), $p$ \(pEquation(test.p, at: alpha))")
    }
    let found = [f, h].compactMap(\.self)
    let figures = found.map(\.text).joined(separator: "; ")
    let level = level(alpha)
    switch Set(found.map(\.isSignificant)) {
    case []:
      let reason =
        groups < 2
        ? "fewer than two of them have two participants or more"
        : "all of their participants changed by the same amount"
      return "\(title): the groups cannot be compared, because \(reason)."
    case [true]:
      return """
        \(title): change differs significantly between the groups at α = \(level): \(figures).
        """
    case [false]:
      return """
        \(title): change does not differ significantly between the groups at α = \(level): \
        \(figures).
        """
    default:
      return """
        \(title): the tests of a difference in change between the groups disagree at α = \(level): \
        \(figures). Report the one stated in advance; if none was, report Welch's test, which \
        compares means, and mention the other.
        """
    }
  }
}

extension Adjustment {
  /// The method's name in a sentence.
  var title: String {
    switch self {
    case .holm: "Holm"
    case .hochberg: "Hochberg"
    case .benjaminiHochberg: "Benjamini and Hochberg"
    case .benjaminiYekutieli: "Benjamini and Yekutieli"
    }
  }
}
