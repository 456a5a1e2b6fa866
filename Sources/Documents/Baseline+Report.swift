package import Analysis
package import Statistics
import Study
package import TextFormats

extension Baseline {
  // MARK: JSON

  /// - Parameters:
  ///   - adjustment: a further method of adjusting p, written as `p_adjusted`.
  ///   - exclusion: who was left out, and the baseline of everybody to set beside.
  ///   - further: what else was asked for.
  package func json(
    source: Source, version: String, adjustment: Adjustment? = nil,
    exclusion: (made: Exclusion, everybody: Baseline)? = nil,
    demographic: DemographicBaseline? = nil, further: FurtherAnalyses = FurtherAnalyses()
  ) -> JSONValue {
    let adjusted = adjustment.map { self.adjusted($0) }
    let participants = source.participants - (exclusion?.made.leftOut.count ?? 0)
    var pairs: [(key: String, value: JSONValue)] = [
      ("evoke", .text(version)),
      ("source", source.json),
      ("alpha", .number(alpha)),
      ("apa", .text(paragraph(participants: participants))),
    ]
    if let adjustment { pairs.append(("adjustment", .text(adjustment.rawValue))) }
    var written = rows.enumerated().map { index, row in
      row.json(adjusted: adjusted.map { $0[index] }, further, alpha: alpha)
    }
    if !further.missing.isEmpty {
      pairs.append(("missing", .array(further.missing.map(\.json))))
    }
    if let mixed = further.mixed {
      pairs.append(("mixed", .array(mixed.map { $0.json(alpha: alpha) })))
    }
    if let demographic {
      written += demographic.rows.map { $0.json(adjusted: nil, further, alpha: alpha) }
      pairs.append(("tests", .array(demographic.tests.map { $0.json(demographic.attribute) })))
    }
    if let exclusion {
      pairs.append(("exclusions", exclusion.made.json))
      pairs.append(
        (
          "rows_without_exclusions",
          .array(exclusion.everybody.rows.map { $0.json(adjusted: nil) })
        ))
    }
    pairs.append(("rows", .array(written)))
    return .object(pairs)
  }

  // MARK: CSV

  package var csv: String { csv(FurtherAnalyses()) }

  /// - Parameters:
  ///   - further: what else was asked for, in columns of its own after the others.
  ///   - demographic: the rows of groups, after the design's; where given, two columns at the end
  ///     name the attribute and the group.
  package func csv(
    _ further: FurtherAnalyses, demographic: DemographicBaseline? = nil
  ) -> String {
    let header =
      [
        "instrument", "level", "emotion", "factor", "factor_index", "situation_index", "subscale",
        "n",
      ]
      + ["default", "evoked", "change"].flatMap { measure in
        ["mean", "sd", "median", "ci95_low", "ci95_high"].map { "\(measure)_\($0)" }
      }
      + [
        "t", "df", "p", "log10_p", "wilcoxon_v", "wilcoxon_p", "wilcoxon_n_zero", "dz",
        "dz_ci95_low", "dz_ci95_high", "d_av", "hedges_gz", "p_holm", "p_bh", "bca95_low",
        "bca95_high", "arrow",
      ]
    let groups = demographic == nil ? [] : ["attribute", "group"]
    return csvText(
      [header + further.csvHeader + groups]
        + (rows + (demographic?.rows ?? [])).map { row in
          row.csvCells + further.csvCells(row, alpha: alpha)
            + (groups.isEmpty ? [] : [row.position.attribute ?? "", row.position.group ?? ""])
        })
  }

  // MARK: Tables

  /// The table for people.
  ///
  /// - Parameters:
  ///   - levels: which rows to show.
  ///   - adjustment: where given, the column of p shows the factors' adjusted values.
  package func table(
    levels: Set<Level>, participants: Int, adjustment: Adjustment? = nil
  ) -> ReportTable {
    let adjusted = adjustment.map { self.adjusted($0) } ?? rows.map { $0.pairedT?.p }
    let shown = rows.indices.filter { levels.contains(rows[$0].position.level) }
    var p = shown.map { adjusted[$0] }.makeIterator()
    return ReportTable(
      title: "Crowd baseline of \(count(participants, "participant"))",
      columns: [
        .init("", .leading, width: 22), .init("n"), .init("", .leading), .init("Default"),
        .init("Evoked"), .init("Change"), .init(adjustment == nil ? "p" : "p adj."), .init("d_z"),
      ], groups: groups(levels: levels) { $0.tableCells(p: p.next() ?? nil) },
      notes: labels.legend + [
        "Default and Evoked: mean (SD, n−1). Change: evoked minus default. "
          + (adjustment.map {
            "p: paired t, adjusted over the factors of a subscale (\($0.title)); the arrow stands "
              + "for the unadjusted p ≤ \(formatted(alpha)). "
          } ?? "p: paired t, unadjusted; the arrow stands for p ≤ \(formatted(alpha)). ")
          + "d_z: mean over SD of the change."
      ])
  }

  /// The bootstrap intervals of the change beside those of t.
  func bootstrapTable(levels: Set<Level>) -> ReportTable {
    func ends(_ interval: Interval?) -> String {
      interval.map {
        "[\(figure($0.low, decimals: 2)), \(figure($0.high, decimals: 2))]"
      } ?? "—"
    }
    return ReportTable(
      title: "95% intervals of the mean change",
      columns: [
        .init("", .leading, width: 22), .init("n"), .init("", .leading), .init("Change"),
        .init("t"), .init("BCa bootstrap"),
      ],
      groups: groups(levels: levels) { row in
        [
          figure(row.change.description.mean, decimals: 2), ends(row.change.interval),
          ends(row.bca),
        ]
      }, notes: labels.legend)
  }

  /// The overall change with and without the respondents that the study's rules leave out.
  package func comparison(with everybody: Baseline, _ exclusion: Exclusion) -> ReportTable {
    func overall(_ baseline: Baseline) -> [Row] {
      baseline.rows.filter { $0.position.level == .overall }
    }
    func cells(_ row: Row, _ who: String) -> [String] {
      let change = figure(row.change.description.mean, decimals: 2)
      return [
        row.title, who, String(row.n), change + " " + row.arrow.symbol, pFigure(row.pairedT?.p),
        figure(row.dz?.d, decimals: 3),
      ]
    }
    var rows: [[String]] = []
    for (all, kept) in zip(overall(everybody), overall(self)) {
      rows += [cells(all, "everybody"), cells(kept, "without those left out")]
    }
    return ReportTable(
      title: "Change with and without \(count(exclusion.leftOut.count, "respondent")) left out",
      columns: [
        .init("", .leading), .init("", .leading), .init("n"), .init("Change"), .init("p"),
        .init("d_z"),
      ], groups: [.init(title: nil, rows: rows)],
      notes: exclusion.notes)
  }

  var labels: SubscaleLabels {
    SubscaleLabels(rows.lazy.map { ($0.instrument, $0.subscale, $0.title) })
  }
}

extension Baseline.Position {
  /// What the row is called below the heading of its emotion.
  var title: String {
    switch level {
    case .overall: "Overall"
    case .emotion: "All of \(emotion ?? "")"
    case .factor: factor ?? ""
    case .situation: "· situation \(situationIndex ?? 0)"
    case .demographic: group ?? ""
    }
  }
}

extension Baseline.Row {
  fileprivate func json(
    adjusted: Double??, _ further: FurtherAnalyses = FurtherAnalyses(), alpha: Double = 0.01
  ) -> JSONValue {
    var pairs: [(key: String, value: JSONValue)] = [
      ("instrument", .text(instrument.name)), ("level", .text(position.level.rawValue)),
      ("emotion", .optional(position.emotion)), ("factor", .optional(position.factor)),
      ("factor_index", .optional(position.factorIndex)),
      ("situation_index", .optional(position.situationIndex)),
      ("subscale", .text(subscale.name)), ("n", .integer(n)), ("default", `default`.json),
      ("evoked", evoked.json), ("change", change.json),
      (
        "paired_t",
        pairedT.map {
          .object([
            ("t", .optional($0.t)), ("df", .optional($0.df)), ("p", .optional($0.p)),
            ("log10_p", .optional($0.log10P)),
          ])
        } ?? .null
      ),
      (
        "wilcoxon",
        wilcoxon.map {
          .object([
            ("v", .optional($0.v)), ("p", .optional($0.p)),
            ("n_zero", .integer($0.zeros)),
          ])
        } ?? .null
      ),
      ("dz", .optional(dz?.d)), ("dz_ci95", ends(dz?.interval)), ("d_av", .optional(dav)),
      ("hedges_gz", .optional(dz?.g)), ("p_holm", .optional(pHolm)),
      ("p_bh", .optional(pBenjaminiHochberg)), ("arrow", .text(arrow.rawValue)),
    ]
    if let adjusted { pairs.append(("p_adjusted", .optional(adjusted))) }
    if let bca { pairs.append(("bca95", ends(bca))) }
    if further.bayes {
      pairs += [
        ("log_bf10", .optional(logBayesFactor)), ("bayes_reading", .text(bayesReading)),
      ]
    }
    if let robust { pairs.append(("robust", robust.json(of: self, alpha: alpha))) }
    if let attribute = position.attribute {
      pairs += [("attribute", .text(attribute)), ("group", .optional(position.group))]
    }
    return .object(pairs)
  }

  fileprivate var csvCells: [String] {
    func cell(_ value: Double?) -> String {
      value.map(formatted) ?? ""
    }
    func cells(_ measure: Baseline.Measure) -> [String] {
      [
        measure.description.mean, measure.description.sd, measure.description.median,
        measure.interval?.low, measure.interval?.high,
      ].map(cell)
    }
    let design = [
      instrument.name, position.level.rawValue, position.emotion ?? "", position.factor ?? "",
      position.factorIndex.map(String.init) ?? "", position.situationIndex.map(String.init) ?? "",
      subscale.name, String(n),
    ]
    let tests = [
      pairedT?.t, pairedT?.df, pairedT?.p, pairedT?.log10P, wilcoxon?.v,
      wilcoxon?.p, wilcoxon.map { Double($0.zeros) }, dz?.d, dz?.interval?.low,
      dz?.interval?.high, dav, dz?.g, pHolm, pBenjaminiHochberg, bca?.low, bca?.high,
    ].map(cell)
    return design + cells(`default`) + cells(evoked) + cells(change) + tests + [arrow.rawValue]
  }

  /// The row's place in the design and its n, where they are not those of the row above, and its
  /// subscale.
  func head(after last: Baseline.Row?, _ labels: SubscaleLabels) -> [String] {
    let isFirst = position != last?.position
    return [
      isFirst ? position.title : "", isFirst || n != last?.n ? String(n) : "",
      labels[instrument, subscale],
    ]
  }

  /// - Parameter p: of the paired t, or adjusted.
  fileprivate func tableCells(p: Double?) -> [String] {
    func meanAndSD(_ measure: Baseline.Measure) -> String {
      let sd = figure(measure.description.sd, decimals: 1)
      return "\(figure(measure.description.mean, decimals: 1)) (\(sd))"
    }
    return [
      meanAndSD(`default`), meanAndSD(evoked),
      figure(change.description.mean, decimals: 1) + " " + arrow.symbol, pFigure(p),
      figure(dz?.d, decimals: 2),
    ]
  }
}

extension Baseline.Measure {
  fileprivate var json: JSONValue {
    .object([
      ("mean", .optional(description.mean)), ("sd", .optional(description.sd)),
      ("median", .optional(description.median)), ("ci95", ends(interval)),
    ])
  }
}

func ends(_ interval: Interval?) -> JSONValue {
  interval.map { .array([.number($0.low), .number($0.high)]) } ?? .null
}

extension DemographicBaseline {
  /// The groups side by side, with the tests of whether they differ in change.
  package var table: ReportTable {
    let labels = SubscaleLabels(rows.lazy.map { ($0.instrument, $0.subscale, $0.title) })
    var last: Baseline.Row?
    let lines = rows.map { row in
      defer { last = row }
      return row.head(after: last, labels) + row.tableCells(p: row.pairedT?.p)
    }
    var notes = tests.map { test in
      let f = test.welchANOVA.map { "Welch's \($0.equation(decimals: 1))" }
      let h = test.kruskal.map {
        "Kruskal-Wallis H(\($0.df)) = \(figure($0.h, decimals: 2)), p \(pEquation($0.significance.p))"
      }
      return "\(test.title), change: "
        + ([f, h].compactMap(\.self).joined(separator: "; ")) + "."
    }
    if !smallGroups.isEmpty {
      let names = smallGroups.map { "\($0.group) (\($0.n))" }.joined(separator: ", ")
      notes.append("Groups of fewer than \(Self.small) people say little: \(names).")
    }
    return ReportTable(
      title: "By \(attribute.rawValue)",
      columns: [
        .init("", .leading, width: 22), .init("n"), .init("", .leading), .init("Default"),
        .init("Evoked"), .init("Change"), .init("p"), .init("d_z"),
      ], groups: [.init(title: nil, rows: lines)], notes: notes)
  }
}

extension DemographicBaseline.Tests {
  fileprivate func json(_ attribute: Attribute) -> JSONValue {
    func json(_ test: FTest?) -> JSONValue {
      test.map {
        .object([
          ("f", .optional($0.f)), ("df1", .optional($0.df1)), ("df2", .optional($0.df2)),
          ("p", .optional($0.p)),
        ])
      } ?? .null
    }
    return .object([
      ("attribute", .text(attribute.rawValue)), ("subscale", .text(subscale.name)),
      ("anova", json(anova)), ("welch_anova", json(welchANOVA)),
      (
        "kruskal",
        kruskal.map {
          .object([
            ("h", .optional($0.h)), ("df", .integer($0.df)), ("p", .optional($0.significance.p)),
          ])
        } ?? .null
      ),
      ("levene", json(levene)), ("brown_forsythe", json(brownForsythe)),
    ])
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

extension Baseline.Source {
  /// What the figures were computed from, as every document of them says.
  var json: JSONValue {
    .object([
      ("path", .text(path)), ("sha256", .optional(sha256)),
      ("participants", .integer(participants)),
    ])
  }
}
