package import Analysis
import Statistics
import Study
package import TextFormats

// MARK: JSON

extension JudgementReport {
  /// One run's rows at the top level; of several runs a comparison, then each with its rows.
  package func json(version: String) -> JSONValue {
    let head: [(key: String, value: JSONValue)] = [
      ("evoke", .text(version)),
      ("source", source.json),
      ("alpha", .number(method.alpha)), ("method", .text(method.name)),
      ("unit", .text(method.unit.rawValue)),
    ]
    let remarks: JSONValue = .array(notes.map { .text($0) })
    if runs.count == 1 {
      let run = runs[0]
      return .object(head + run.jsonHead + [("notes", remarks), ("rows", run.jsonRows)])
    }
    let comparison = runs.enumerated().map { index, run in
      JSONValue.object([
        ("rank", .integer(index + 1)), ("path", .text(run.path)),
        ("rmse", .optional(run.judgement.closeness.rmse)),
        ("figures", .integer(run.judgement.closeness.figures)),
      ])
    }
    return .object(
      head + [
        ("comparison", .array(comparison)), ("notes", remarks),
        ("runs", .array(runs.map { .object($0.jsonHead + [("rows", $0.jsonRows)]) })),
      ])
  }
}

extension Judgement.Method {
  fileprivate var name: String { variant == .emotionbench ? "emotionbench" : "published" }
}

extension JudgedRun {
  fileprivate var jsonHead: [(key: String, value: JSONValue)] {
    let left = leftOut.map {
      JSONValue.object([("column", .text($0.column)), ("reason", .text($0.reason))])
    }
    return [
      (
        "run",
        .object([
          ("path", .text(path)), ("sha256", .optional(sha256)), ("columns", .integer(columns)),
          ("left_out", .array(left)),
        ])
      ),
      (
        "profile",
        .object(
          judgement.profiles.map { profile in
            (
              profile.subscale.name,
              .object([
                ("pearson", .optional(profile.pearson?.coefficient)),
                ("spearman", .optional(profile.spearman?.coefficient)),
                ("rmse", .optional(profile.rmse)),
                ("arrow_agreement", .optional(profile.arrowAgreement)),
              ])
            )
          })
      ), ("rmse", .optional(judgement.closeness.rmse)),
    ]
  }

  fileprivate var jsonRows: JSONValue {
    .array(judgement.rows.map { $0.json(judgement.method) })
  }
}

extension Judgement.Row {
  fileprivate func json(_ method: Judgement.Method) -> JSONValue {
    var pairs: [(key: String, value: JSONValue)] = [
      ("level", .text(position.level.rawValue)), ("emotion", .optional(position.emotion)),
      ("factor", .optional(position.factor)), ("factor_index", .optional(position.factorIndex)),
    ]
    if method.withSituations {
      pairs.append(("situation_index", .optional(position.situationIndex)))
    }
    let baseline: JSONValue = .object([
      ("mean", .optional(self.default.mean)), ("sd", .optional(self.default.sd)),
      ("n", .integer(self.default.n)),
    ])
    let fTest: JSONValue =
      published.fTest.map {
        .object([
          ("f", .optional($0.f)), ("df1", .optional($0.df1)), ("df2", .optional($0.df2)),
          ("p", .optional(published.pOfF)),
        ])
      } ?? .null
    pairs += [
      ("instrument", .text(instrument.name)), ("subscale", .text(subscale.name)),
      ("n", .integer(evoked.n)), ("mean", .optional(evoked.mean)), ("sd", .optional(evoked.sd)),
      ("default", baseline), ("change", .optional(change)), ("f_test", fTest),
      ("equal_variance", published.equalVariance.map { .boolean($0) } ?? .null),
      ("t_test", published.tTest.json), ("arrow", .text(published.arrow.rawValue)),
      (
        "vs_crowd",
        crowd.map { crowd in
          .object(
            [
              ("evoked", crowd.evoked), ("change", crowd.change),
              ("change_fixed_default", crowd.changeFixedDefault),
            ].map { ($0, $1.json(method.unit)) })
        } ?? .null
      ),
    ]
    return .object(pairs)
  }
}

extension AgainstCrowd.Difference {
  fileprivate func json(_ unit: Judgement.Unit) -> JSONValue {
    let ends: JSONValue =
      effect?.gInterval.map { .array([.optional($0.low), .optional($0.high)]) } ?? .null
    return .object(
      [
        ("welch", welch.json), ("hedges_g", .optional(effect?.g)), ("g_ci95", ends),
        ("tost_p", .optional(equivalence?.p)),
      ] + (unit == .situation ? [("paired_t", paired.json)] : []))
  }
}

extension TTest? {
  fileprivate var json: JSONValue {
    map { .object([("t", .optional($0.t)), ("df", .optional($0.df)), ("p", .optional($0.p))]) }
      ?? .null
  }
}

// MARK: CSV

extension JudgementReport {
  /// A line a row, the runs below each other.
  package var csv: String {
    let isPaired = method.unit == .situation
    let difference =
      ["welch_t", "welch_df", "welch_p", "hedges_g", "g_ci95_low", "g_ci95_high", "tost_p"]
      + (isPaired ? ["paired_t", "paired_df", "paired_p"] : [])
    let header =
      ["run", "level", "emotion", "factor", "factor_index"]
      + (method.withSituations ? ["situation_index"] : [])
      + [
        "instrument", "subscale", "n", "mean", "sd", "default_mean", "default_sd", "default_n",
        "change", "f", "f_df1", "f_df2", "f_p", "equal_variance", "t", "df", "p", "arrow",
      ]
      + ["evoked", "change", "change_fixed_default"].flatMap { measure in
        difference.map { "\(measure)_\($0)" }
      }
    return csvText(
      [header] + runs.flatMap { run in run.judgement.rows.map { [run.path] + $0.csvCells(method) } }
    )
  }
}

extension Judgement.Row {
  fileprivate func csvCells(_ method: Judgement.Method) -> [String] {
    func cell(_ value: Double?) -> String { value.map(formatted) ?? "" }
    func cells(_ difference: AgainstCrowd.Difference?) -> [String] {
      let test = difference?.welch
      let effect = difference?.effect
      let figures = [
        test?.t, test?.df, test?.p, effect?.g, effect?.gInterval?.low, effect?.gInterval?.high,
        difference?.equivalence?.p,
      ]
      let paired = difference?.paired
      return (figures + (method.unit == .situation ? [paired?.t, paired?.df, paired?.p] : []))
        .map(cell)
    }
    let place =
      [
        position.level.rawValue, position.emotion ?? "", position.factor ?? "",
        position.factorIndex.map(String.init) ?? "",
      ] + (method.withSituations ? [position.situationIndex.map(String.init) ?? ""] : [])
    let scores =
      [instrument.name, subscale.name, String(evoked.n), cell(evoked.mean), cell(evoked.sd)]
      + [cell(self.default.mean), cell(self.default.sd), String(self.default.n), cell(change)]
    let fTest = published.fTest
    let tests =
      [
        cell(fTest?.f), cell(fTest?.df1), cell(fTest?.df2),
        cell(fTest == nil ? nil : published.pOfF),
      ]
      + [published.equalVariance.map { "\($0)" } ?? ""]
      + [published.tTest?.t, published.tTest?.df, published.tTest?.p].map(cell)
      + [published.arrow.rawValue]
    return place + scores + tests + cells(crowd?.evoked) + cells(crowd?.change)
      + cells(crowd?.changeFixedDefault)
  }
}

// MARK: Tables

extension JudgementReport {
  /// The table for people: one run's rows, or the comparison of several runs.
  package var table: ReportTable { runs.count == 1 ? runTable(runs[0]) : comparisonTable }

  private func runTable(_ run: JudgedRun) -> ReportTable {
    var groups: [ReportTable.Group] = []
    var title: String?
    var lines: [[String]] = []
    func finishGroup() {
      if !lines.isEmpty { groups.append(.init(title: title, rows: lines)) }
      lines = []
    }
    var last: Baseline.Position?
    for row in run.judgement.rows {
      if row.position.emotion != title {
        finishGroup()
        title = row.position.emotion
      }
      lines.append(row.tableCells(isFirst: row.position != last, alpha: method.alpha))
      last = row.position
    }
    finishGroup()
    return ReportTable(
      title: "\(shortened(run.name)) against \(source.participants) people",
      columns: [
        .init("", .leading, width: 20), .init("n"), .init("", .leading), .init("Evoked"),
        .init("Change"), .init("Crowd"), .init("p"), .init("g"), .init("", .leading),
      ], groups: groups, notes: run.legend + notes)
  }

  private var comparisonTable: ReportTable {
    let groups = runs.map { run in
      let judgement = run.judgement
      let rows = judgement.profiles.enumerated().map { index, profile in
        [
          index == 0 ? shortened(run.name, to: 24) : "",
          index == 0 ? figure(judgement.closeness.rmse, decimals: 1) : "", profile.initial,
          figure(profile.rmse, decimals: 1), figure(profile.pearson?.coefficient, decimals: 2),
          figure(profile.spearman?.coefficient, decimals: 2), percentage(profile.arrowAgreement),
          index == 0 ? String(judgement.closeness.figures) : "",
          index == 0 ? String(run.leftOut.count) : "",
        ]
      }
      return ReportTable.Group(title: nil, rows: rows)
    }
    return ReportTable(
      title: "\(runs.count) runs against \(source.participants) people, the closest first",
      columns: [
        .init("", .leading), .init("All"), .init("", .leading), .init("RMSE"), .init("r"),
        .init("rho"), .init("Arrows"), .init("Changes"), .init("Left"),
      ], groups: groups,
      notes: [
        runs[0].initials
          + "All: RMSE of the mean changes of all factors and subscales (Changes counts them) from "
          + "the crowd's, in points of the scale; RMSE: of one subscale. r and rho: Pearson's and "
          + "Spearman's correlation with the crowd over the factors. Arrows: share of factors "
          + "with the crowd's arrow. Left: columns left out. `--format json` and `csv` have every "
          + "run's rows."
      ] + runs.filter { !$0.leftOut.isEmpty }.map { "\(shortened($0.name)): \($0.leftOutNote)" }
        + notes)
  }

  /// What a reader of any figure here must know.
  private var notes: [String] {
    let alpha = formatted(method.alpha)
    let bounds =
      "Equivalence: two one-sided tests at .05; the bounds, half the SD of the crowd's people in "
      + "the cell, were chosen from the same scores."
    switch method.unit {
    case .repetition:
      return [
        "Repetitions of one situation are not independent people, and every p here takes them for "
          + "such; `--unit situation` does not.", bounds,
      ]
    case .situation:
      let sizes = Set(
        runs.flatMap { run in
          run.judgement.rows.filter { $0.position.level == .factor }.map(\.evoked.n)
        })
      let detectable = sizes.sorted(by: >).compactMap { n in
        smallestDetectableDifference(n: n, alpha: method.alpha).map {
          "\(figure($0, decimals: 1)) SDs with \(n)"
        }
      }
      let least =
        detectable.isEmpty
        ? ""
        : " Of a factor, a test at \(alpha) finds four times in five a difference of "
          + detectable.joined(separator: ", ") + " situations a side (SDs of situation means)."
      return [
        "The units are situations, on both sides: n counts them, each is the mean of its "
          + "repetitions or people and counts once. The run's default scores, which belong to no "
          + "situation, stay single; the arrow is Welch's t without a test of variances; g is in "
          + "SDs of situation means.",
        "This can tell whether a difference would hold in other situations of the kind, which no "
          + "number of repetitions can. It cannot tell small differences from none: that a "
          + "factor's two to five situations show no difference does not mean that there is none, "
          + "and they can seldom show equivalence." + least
          + " paired_t (JSON, CSV) compares situation by situation, which tells more where both "
          + "sides were given the same ones.", bounds,
      ]
    }
  }
}

extension JudgedRun {
  fileprivate var initials: String {
    let titles = judgement.profiles.map { "\($0.initial): \($0.title)" }
    return titles.isEmpty ? "" : titles.joined(separator: "; ") + ". "
  }

  fileprivate var legend: [String] {
    let method = judgement.method
    let alpha = formatted(method.alpha)
    let defaults = judgement.rows.filter { $0.position.level == .overall }.map {
      "\($0.title) \(figure($0.default.mean, decimals: 1)) "
        + "(\(figure($0.default.sd, decimals: 1)), n = \($0.default.n))"
    }
    let test =
      method.unit == .situation
      ? "Welch's t at \(alpha)"
      : "t at \(alpha), Student's or Welch's as F at \(alpha) decides"
        + (method.variant == .emotionbench ? ", as EmotionBench computes them" : "")
    return [
      initials + "Default of the run: " + defaults.joined(separator: ", ") + ".",
      "Evoked: mean (SD, n−1). Change: from the run's mean default; its arrow: \(test). Crowd: the "
        + "crowd's change; its arrow: paired t at \(alpha). p: Welch's t of the run's change "
        + "against the crowd's, its default an estimate too; g: Hedges'; ≈: equivalent.",
    ]
      + judgement.profiles.map { profile in
        "\(profile.title) over \(profile.factors) factors: r "
          + "\(figure(profile.pearson?.coefficient, decimals: 2)), rho "
          + "\(figure(profile.spearman?.coefficient, decimals: 2)), RMSE "
          + "\(figure(profile.rmse, decimals: 1)), arrows agree in "
          + "\(percentage(profile.arrowAgreement))."
      } + [
        "RMSE of all \(judgement.closeness.figures) changes: "
          + "\(figure(judgement.closeness.rmse, decimals: 1)). " + leftOutNote
      ]
  }

  fileprivate var leftOutNote: String {
    guard !leftOut.isEmpty else { return "All \(columns) columns count." }
    let named = leftOut.prefix(3).map { "\($0.column) (\($0.reason))" }
    return "\(columns) columns count, \(leftOut.count) are left out: "
      + named.joined(separator: "; ")
      + (leftOut.count > 3 ? "; `--format json` names the others." : ".")
  }
}

extension Judgement.Row {
  fileprivate func tableCells(isFirst: Bool, alpha: Double) -> [String] {
    let theirs = crowd.map {
      figure($0.crowd.change.mean, decimals: 1) + " " + (crowdArrow(alpha: alpha)?.symbol ?? "")
    }
    return [
      isFirst ? position.title : "", isFirst ? String(evoked.n) : "", String(title.prefix(1)),
      "\(figure(evoked.mean, decimals: 1)) (\(figure(evoked.sd, decimals: 1)))",
      figure(change, decimals: 1) + " " + published.arrow.symbol, theirs ?? "—",
      pFigure(crowd?.change.welch?.p), figure(crowd?.change.effect?.g, decimals: 2),
      crowd?.change.equivalence?.isEquivalent() == true ? "≈" : "",
    ]
  }
}

extension Profile {
  fileprivate var initial: String { String(title.prefix(1)) }
}

private func percentage(_ share: Double?) -> String {
  share.map { figure($0 * 100, decimals: 0) + "%" } ?? "—"
}

/// A name of at most that many characters, its middle left out if need be.
private func shortened(_ name: String, to width: Int = 36) -> String {
  guard name.count > width else { return name }
  return name.prefix(width / 2) + "…" + name.suffix(width - width / 2 - 1)
}
