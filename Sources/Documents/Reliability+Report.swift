package import Analysis
import Statistics
import Study
import TextFormats

/// What `evoke reliability` prints.
package struct ReliabilityReport: Sendable {
  let reliability: Reliability
  let source: Baseline.Source
  let isRun: Bool
  let leftOut: [JudgedRun.LeftOut]
  let exclusion: (made: Exclusion, everybody: Reliability)?

  /// - Parameters:
  ///   - isRun: whether the respondents are repetitions of one model.
  ///   - leftOut: columns of a run that could not be used.
  ///   - exclusion: who was left out, and the figures of everybody to set beside.
  package init(
    _ reliability: Reliability, source: Baseline.Source, isRun: Bool,
    leftOut: [JudgedRun.LeftOut] = [],
    exclusion: (made: Exclusion, everybody: Reliability)? = nil
  ) {
    self.reliability = reliability
    self.source = source
    self.isRun = isRun
    self.leftOut = leftOut
    self.exclusion = exclusion
  }

  /// How many respondents the figures stand on, at most.
  var counted: Int { source.participants - (exclusion?.made.leftOut.count ?? 0) }

  // MARK: Tables

  /// - Parameter withItems: whether to add the statistics of single items.
  package func tables(withItems: Bool) -> [ReportTable] {
    var tables = [scales]
    if withItems { tables.append(items) }
    if !reliability.changes.isEmpty { tables.append(changes) }
    if !reliability.stability.isEmpty { tables.append(stability) }
    if let missing { tables.append(missing) }
    if let exclusion { tables.append(comparison(exclusion)) }
    return tables
  }

  private var scales: ReportTable {
    var rows: [[String]] = []
    var last: String?
    for row in reliability.rows {
      let scale = row.consistency
      rows.append([
        row.title == last ? "" : row.title, row.occasion.rawValue, String(scale.n),
        String(row.items.count), coefficient(scale.alpha), interval(scale.alphaInterval),
        coefficient(scale.standardizedAlpha), coefficient(scale.omegaTotal),
        coefficient(scale.lambda6), coefficient(scale.splitHalf.oddEven),
        coefficient(scale.splitHalf.firstLast),
      ])
      last = row.title
    }
    var notes = [
      "k: items; α: Cronbach's alpha, with Feldt's 95% interval; std.: of items in SDs; ω: omega "
        + "total, of one factor by minimum residuals; λ6: Guttman's lambda-6; odd, first: halves "
        + "(odd and even, first and last) by position in the subscale, stepped up by Spearman and "
        + "Brown."
    ]
    for row in reliability.rows where !row.consistency.constant.isEmpty {
      let names = row.consistency.constant.map { row.items[$0].name }.joined(separator: ", ")
      notes.append(
        "\(row.title), \(row.occasion.rawValue): everybody answered alike, so left out: \(names).")
    }
    if !leftOut.isEmpty {
      let first = leftOut.prefix(3).map { "\($0.column) (\($0.reason))" }
      notes.append(
        "\(count(leftOut.count, "column")) left out: \(first.joined(separator: "; "))"
          + (leftOut.count > 3 ? "; the others stand in the JSON." : "."))
    }
    return ReportTable(
      title: "Reliability, \(count(counted, isRun ? "repetition" : "participant"))"
        + (isRun ? " of a run" : ""),
      columns: [
        .init("", .leading, width: 12), .init("", .leading), .init("n"), .init("k"),
        .init("α"), .init("95% CI"), .init("std."), .init("ω"), .init("λ6"), .init("odd"),
        .init("first"),
      ], groups: [.init(title: nil, rows: rows)], notes: notes)
  }

  private var items: ReportTable {
    ReportTable(
      title: "Items",
      columns: [
        .init("", .leading), .init("Mean"), .init("SD"), .init("r_drop"),
        .init("alpha if dropped"),
      ],
      groups: reliability.rows.map { row in
        ReportTable.Group(
          title: "\(row.title), \(row.occasion.rawValue)",
          rows: zip(row.items, row.consistency.items).map { id, item in
            [
              id.name, figure(item.mean, decimals: 2), figure(item.sd, decimals: 2),
              coefficient(item.rDrop), coefficient(item.alphaIfDropped, decimals: 3),
            ]
          })
      },
      notes: [
        "r_drop: correlation with the sum of the other items. Reversed items are turned round."
      ])
  }

  private var changes: ReportTable {
    ReportTable(
      title: "Reliability of change scores",
      columns: [
        .init("", .leading, width: 18), .init("n"), .init("SD default"), .init("SD evoked"),
        .init("SD change"), .init("r"), .init("rel."), .init("α items"),
      ],
      groups: [
        .init(
          title: nil,
          rows: reliability.changes.map { change in
            [
              change.title, String(change.n), figure(change.sd.default, decimals: 2),
              figure(change.sd.evoked, decimals: 2), figure(change.sd.change, decimals: 2),
              coefficient(change.correlation), coefficient(change.reliability),
              coefficient(change.alphaOfItemChanges),
            ]
          })
      ],
      notes: [
        "r: of the scores before and after; rel.: reliability of the difference score, from the "
          + "two alphas, the SDs and r (Gulliksen 1950; Rogosa and Willett 1983); α items: alpha of "
          + "the items' changes."
      ])
  }

  private var stability: ReportTable {
    func icc(_ icc: IntraclassCorrelation?) -> [String] {
      [
        coefficient(icc?.single), interval(icc?.singleInterval), coefficient(icc?.average),
        icc.map { figure($0.k, decimals: $0.k == $0.k.rounded() ? 0 : 1) } ?? "—",
      ]
    }
    var notes = [
      "ICC: agreement of single repetitions, ICC(1,1), and by order of single item orders, "
        + "ICC(2,1); of mean: of the mean of k, ICC(1,k) and ICC(2,k) (Shrout and Fleiss 1979)."
    ]
    for stable in reliability.stability {
      let level =
        "\(stable.title): default score \(figure(stable.default.mean, decimals: 2)) "
        + "(SD \(figure(stable.default.sd, decimals: 2)) over "
        + "\(count(stable.default.n, "repetition"))); SD within a situation \(figure(stable.sdWithinSituations, decimals: 2))"
      let orders = stable.defaultByOrder.map {
        "; default scores differ between \(stable.orders) item orders by \($0.equation())."
      }
      notes.append(level + (orders ?? (stable.orders == 1 ? "; one item order." : ".")))
    }
    return ReportTable(
      title: "Stability of the run",
      columns: [
        .init("", .leading, width: 18), .init("agree on", .leading), .init("targets"),
        .init("ICC"), .init("95% CI"), .init("of mean"), .init("k"),
      ],
      groups: reliability.stability.map { stable in
        let lines = [
          ("items, default", stable.items), ("situations", stable.situations),
          ("situations, by order", stable.acrossOrders),
        ]
        return ReportTable.Group(
          title: nil,
          rows: lines.enumerated().filter { $0.offset < 2 || stable.orders > 1 }.map {
            index, line in
            [
              index == 0 ? stable.title : "", line.0, line.1.map { String($0.targets) } ?? "—",
            ] + icc(line.1)
          })
      }, notes: notes)
  }

  /// Only where somebody has an answer missing.
  private var missing: ReportTable? {
    let rows = reliability.rows.filter { $0.missing.incomplete > 0 }
    guard !rows.isEmpty else { return nil }
    var lines: [[String]] = []
    for row in rows {
      lines.append([
        row.title, row.occasion.rawValue, "complete", String(row.consistency.n),
        coefficient(row.consistency.alpha), figure(row.missing.scores.mean, decimals: 2),
      ])
      if let filled = row.missing.withProrated {
        lines.append([
          "", "", "and prorated", String(filled.n), coefficient(filled.alpha),
          figure(row.missing.scoresWithProrated?.mean, decimals: 2),
        ])
      }
    }
    return ReportTable(
      title: "Missing answers",
      columns: [
        .init("", .leading, width: 22), .init("", .leading), .init("", .leading), .init("n"),
        .init("alpha"), .init("mean of sums"),
      ], groups: [.init(title: nil, rows: lines)],
      notes: rows.map { row in
        "\(row.title), \(row.occasion.rawValue): \(row.missing.incomplete) with an answer missing, "
          + (row.missing.prorated > 0
            ? "\(row.missing.prorated) of them with a score by the instrument's rule."
            : "none of them with a score by the instrument's rule.")
      })
  }

  private func comparison(
    _ exclusion: (made: Exclusion, everybody: Reliability)
  ) -> ReportTable {
    var lines: [[String]] = []
    for row in reliability.rows {
      let all = exclusion.everybody.rows.first {
        ($0.instrument, $0.subscale) == (row.instrument, row.subscale)
          && $0.occasion == row.occasion
      }
      for (who, scale) in [
        ("everybody", all?.consistency), ("without those left out", row.consistency),
      ] {
        lines.append([
          row.title, row.occasion.rawValue, who, scale.map { String($0.n) } ?? "—",
          coefficient(scale?.alpha), coefficient(scale?.omegaTotal),
        ])
      }
    }
    return ReportTable(
      title: "With and without \(count(exclusion.made.leftOut.count, "respondent")) left out",
      columns: [
        .init("", .leading, width: 22), .init("", .leading), .init("", .leading), .init("n"),
        .init("alpha"), .init("omega"),
      ], groups: [.init(title: nil, rows: lines)], notes: exclusion.made.notes)
  }

  private func interval(_ interval: Interval?) -> String {
    interval.map { "[\(coefficient($0.low)), \(coefficient($0.high))]" } ?? "—"
  }
}

/// A coefficient that cannot be above 1, without a zero before the point (APA 2020, section 6.36).
///
/// A negative one keeps its sign when it rounds to 0: an interval from −.00 on holds 0.
func coefficient(_ value: Double?, decimals: Int = 2) -> String {
  guard let value, value.isFinite else { return "—" }
  let size = figure(abs(value), decimals: decimals)
  return (value < 0 ? "−" : "") + (size.hasPrefix("0.") ? String(size.dropFirst()) : size)
}
