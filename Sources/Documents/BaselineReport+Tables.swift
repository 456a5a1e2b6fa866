internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension BaselineReport {
  package var document: Document {
    Document(tables: tables, closing: ("In APA style", [paragraph]))
  }

  private var tables: [ReportTable] {
    var tables = [crowdTable]
    if let exclusion { tables.append(comparison(with: exclusion.everyone, exclusion.made)) }
    tables += demographics.map(\.table)
    if let table = ProrationSensitivity.table(missing) { tables.append(table) }
    if baseline.rows.contains(where: { $0.bca != nil }) { tables.append(bootstrapTable) }
    if bayes { tables.append(baseline.bayesTable(levels: levels)) }
    if robust { tables.append(baseline.robustTable(levels: levels)) }
    if let mixed { tables += SituationModel.tables(mixed, alpha: baseline.alpha) }
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
      title: "Crowd baseline of \(counted(participants, "participant"))",
      columns: [
        .words(), "$n$", .words(), "Default", "Evoked", "Change",
        adjustment == nil ? "$p$" : "$p$ adj.", "$d_z$",
      ],
      groups: baseline.groups(levels: levels) { $0.cells(p: p[$0.key] ?? nil) },
      notes: baseline.labels.legend + [
        """
        Default and Evoked: $M$ ($SD$) before and after the situation. Change: evoked minus default. \
        \(test) \(signsBesideArrows). $d_z$: mean change divided by its $SD$.
        """
      ])
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
      }, notes: baseline.labels.legend)
  }

  /// The overall change with and without the respondents whom rules exclude.
  private func comparison(with everyone: Baseline, _ exclusion: Exclusion) -> ReportTable {
    func cells(_ row: Baseline.Row, _ who: String) -> [String] {
      [
        row.title, who, grouped(row.n),
        "\(figure(row.change.summary.mean, decimals: 2)) \(row.arrow.symbol)",
        pFigure(row.pairedT?.p), figure(row.cohenDz?.d, decimals: 3),
      ]
    }
    return ReportTable(
      title: "Change before and after exclusions (\(exclusion.leftOut.count) excluded)",
      columns: [.words(), .words(), "$n$", "Change", "$p$", "$d_z$"],
      rows: zip(everyone.overall, baseline.overall).flatMap { all, kept in
        [cells(all, "all respondents"), cells(kept, "after exclusions")]
      }, notes: exclusion.notes())
  }
}

extension DemographicBaseline {
  /// The groups side by side, with the tests of whether they differ in change.
  var table: ReportTable {
    let labels = SubscaleLabels(rows)
    var notes =
      labels.legend
      + tests.map { test in
        let f: InlineText? = test.welchANOVA.map { "Welch's \($0.equation(decimals: 1))" }
        let h: InlineText? = test.kruskal.map {
          "Kruskal-Wallis $H$(\($0.df)) = \(figure($0.h, decimals: 2)), $p$ \(pEquation($0.p))"
        }
        let figures = [f, h].compactMap(\.self).joined(separator: "; ")
        return figures.isEmpty
          ? "\(test.title): the groups cannot be compared." : "\(test.title), change: \(figures)."
      }
    if attribute.grouping != .answers {
      notes.append("\(attribute.question.name): \(attribute.grouping.title).")
    }
    if !smallGroups.isEmpty {
      let names = smallGroups.map { "\($0.group) (n = \($0.n))" }.joined(separator: ", ")
      notes.append("Interpret groups of fewer than \(Self.small) with caution: \(names).")
    }
    return ReportTable(
      title: "By \(attribute.name)",
      columns: [.words(), "$n$", .words(), "Default", "Evoked", "Change", "$p$", "$d_z$"],
      groups: .init(rows, titled: { _ in nil }) { row, above in
        row.head(after: above, labels) + row.cells(p: row.pairedT?.p)
      }, notes: notes)
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
