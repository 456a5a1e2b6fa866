import Study

extension Baseline {
  /// What the figures were computed from.
  package struct Source: Sendable {
    package let path: String
    /// Of the file; nil for a database, which is alive.
    package let sha256: String?
    package let participants: Int

    package init(path: String, sha256: String?, participants: Int) {
      self.path = path
      self.sha256 = sha256
      self.participants = participants
    }
  }

  // MARK: JSON

  package func json(source: Source, version: String) -> JSONValue {
    .object([
      ("evoke", .text(version)),
      (
        "source",
        .object([
          ("path", .text(source.path)), ("sha256", .optional(source.sha256)),
          ("participants", .integer(source.participants)),
        ])
      ),
      ("alpha", .number(alpha)),
      ("rows", .array(rows.map(\.json))),
    ])
  }

  // MARK: CSV

  package var csv: String {
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
        "dz_ci95_low", "dz_ci95_high", "d_av", "hedges_gz", "p_holm", "p_bh", "arrow",
      ]
    return csvText([header] + rows.map(\.csvCells))
  }

  // MARK: Tables

  /// The table for people.
  ///
  /// - Parameter levels: which rows to show.
  package func table(levels: Set<Level>, participants: Int) -> ReportTable {
    var groups: [ReportTable.Group] = []
    var title: String?
    var lines: [[String]] = []
    func finishGroup() {
      if !lines.isEmpty { groups.append(.init(title: title, rows: lines)) }
      lines = []
    }
    var last: Position?
    for row in rows where levels.contains(row.position.level) {
      if row.position.emotion != title || last == nil {
        finishGroup()
        title = row.position.emotion
      }
      lines.append(row.tableCells(isFirst: row.position != last))
      last = row.position
    }
    finishGroup()
    return ReportTable(
      title: "Crowd baseline of \(participants) participants",
      columns: [
        .init("", .leading, width: 22), .init("n"), .init("", .leading), .init("Default"),
        .init("Evoked"), .init("Change"), .init("p"), .init("d_z"),
      ], groups: groups,
      notes: legend + [
        "Default and Evoked: mean (SD, n−1). Change: evoked minus default. p: paired t, unadjusted; "
          + "the arrow stands for p ≤ \(formatted(alpha)). d_z: mean over SD of the change."
      ])
  }

  private var legend: [String] {
    var titles: [String] = []
    for row in rows {
      let entry = "\(row.initial): \(row.title)"
      if !titles.contains(entry) { titles.append(entry) }
    }
    return titles.isEmpty ? [] : [titles.joined(separator: "; ") + "."]
  }
}

extension Baseline.Row {
  fileprivate var json: JSONValue {
    .object([
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
            ("v", .optional($0.v)), ("p", .optional($0.significance?.p)),
            ("n_zero", .integer($0.zeros)),
          ])
        } ?? .null
      ),
      ("dz", .optional(dz?.d)), ("dz_ci95", ends(dz?.interval)), ("d_av", .optional(dav)),
      ("hedges_gz", .optional(dz?.g)), ("p_holm", .optional(pHolm)),
      ("p_bh", .optional(pBenjaminiHochberg)), ("arrow", .text(arrow.rawValue)),
    ])
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
      wilcoxon?.significance?.p, wilcoxon.map { Double($0.zeros) }, dz?.d, dz?.interval?.low,
      dz?.interval?.high, dav, dz?.g, pHolm, pBenjaminiHochberg,
    ].map(cell)
    return design + cells(`default`) + cells(evoked) + cells(change) + tests + [arrow.rawValue]
  }

  /// The letter that stands for the subscale in a narrow table.
  fileprivate var initial: String { String(title.prefix(1)) }

  fileprivate func tableCells(isFirst: Bool) -> [String] {
    let name =
      switch position.level {
      case .overall: "Overall"
      case .emotion: "All of \(position.emotion ?? "")"
      case .factor: position.factor ?? ""
      case .situation: "· situation \(position.situationIndex ?? 0)"
      }
    func meanAndSD(_ measure: Baseline.Measure) -> String {
      let sd = figure(measure.description.sd, decimals: 1)
      return "\(figure(measure.description.mean, decimals: 1)) (\(sd))"
    }
    return [
      isFirst ? name : "", isFirst ? String(n) : "", initial, meanAndSD(`default`),
      meanAndSD(evoked), figure(change.description.mean, decimals: 1) + " " + arrow.symbol,
      pFigure(pairedT?.p), figure(dz?.d, decimals: 2),
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

private func ends(_ interval: Interval?) -> JSONValue {
  interval.map { .array([.number($0.low), .number($0.high)]) } ?? .null
}
