import Analysis
import Statistics
import TextFormats

extension Baseline {
  /// The robust tests, with what the overall ones say.
  func robustTable(levels: Set<Level>) -> ReportTable {
    ReportTable(
      title: "Robust tests of the change, and whether changes look normal",
      columns: [
        .init("", .leading, width: 19), .init("n"), .init("", .leading), .init("Trim."),
        .init("p"), .init("↑/↓/=", .leading), .init("p sign"), .init("PS"), .init("p norm."),
      ],
      groups: groups(levels: levels) { row in
        let signs = row.robust?.signs
        return [
          figure(row.robust?.trimmed?.test.estimate, decimals: 1),
          pFigure(row.robust?.trimmed?.test.p),
          signs.map { "\($0.positive)/\($0.negative)/\($0.zeros)" } ?? "—",
          pFigure(signs?.significance?.p), figure(signs?.superiority, decimals: 2),
          pFigure(row.robust?.normality?.p),
        ]
      },
      notes: labels.legend + [
        "Trim.: change of the means trimmed by 20%, with the p of Yuen's paired test. ↑/↓/=: how "
          + "many rose, fell and stayed, with the p of the sign test. PS: how likely somebody is "
          + "higher after than before, half of the unchanged counted. p norm.: D'Agostino and "
          + "Pearson's K² of the changes."
      ] + overall.map { $0.robustReading(alpha: alpha) })
  }
}

extension Baseline.Row {
  /// What the robust tests say, in one sentence.
  func robustReading(alpha: Double) -> String {
    guard let robust else { return "\(title): nobody to test." }
    guard n > 1 else { return "\(title): one person is too few for any test." }
    let signs = robust.signs
    var parts: [String] = []
    if let test = robust.trimmed?.test {
      parts.append(
        "the means trimmed by 20% differ by \(figure(test.estimate, decimals: 1)) "
          + "(Yuen p \(pEquation(test.p)))")
    } else {
      parts.append("there is no trimmed t, because nothing varies once the extremes are gone")
    }
    parts.append(
      "\(signs.positive) rose and \(signs.negative) fell"
        + (signs.significance.map { " (sign test p \(pEquation($0.p)))" } ?? ""))
    if let normality = robust.normality {
      parts.append(
        normality.p <= 0.05
          ? "changes do not look normal (p \(pEquation(normality.p)))"
          : "nothing speaks against normal changes (p \(pEquation(normality.p)))")
    }
    return "\(title): \(parts.joined(separator: ", ")); \(verdict(robust, alpha: alpha))."
  }

  private func verdict(_ robust: Robustness, alpha: Double) -> String {
    guard pairedT != nil else { return "there is no t test to agree with" }
    let signs = robust.signs
    let bySigns = Arrow(
      t: Double(signs.positive - signs.negative), p: signs.significance?.p, alpha: alpha)
    let others = [
      ("Yuen's test", Arrow(robust.trimmed?.test, alpha: alpha)), ("the sign test", bySigns),
    ].filter { $0.1 != arrow }.map(\.0)
    let level = "at p ≤ \(formatted(alpha))"
    switch others.count {
    case 0: return "both agree with the t test \(level)"
    case 1: return "\(others[0]) does not agree with the t test \(level)"
    default: return "neither agrees with the t test \(level), so look at the distribution"
    }
  }
}

extension Robustness {
  func json(of row: Baseline.Row, alpha: Double) -> JSONValue {
    let yuen: JSONValue =
      trimmed.map { trimmed in
        .object([
          ("trimming", .number(0.2)), ("default", .optional(trimmed.first)),
          ("evoked", .optional(trimmed.second)),
          ("difference", .optional(trimmed.test.estimate)),
          ("se", .optional(trimmed.test.standardError)), ("t", .optional(trimmed.test.t)),
          ("df", .optional(trimmed.test.df)), ("p", .optional(trimmed.test.p)),
          ("log10_p", .optional(trimmed.test.log10P)), ("ci95", ends(trimmed.test.interval())),
        ])
      } ?? .null
    let normality: JSONValue =
      self.normality.map {
        .object([
          ("test", .text("D'Agostino-Pearson K2")), ("skewness", .optional($0.skewness)),
          ("excess_kurtosis", .optional($0.excessKurtosis)), ("k2", .optional($0.k2)),
          ("p", .optional($0.p)),
        ])
      } ?? .null
    return .object([
      ("yuen", yuen),
      (
        "sign",
        .object([
          ("positive", .integer(signs.positive)), ("negative", .integer(signs.negative)),
          ("zeros", .integer(signs.zeros)), ("p", .optional(signs.significance?.p)),
          ("log10_p", .optional(signs.significance?.log10P)),
        ])
      ),
      ("superiority", .optional(signs.superiority)), ("normality", normality),
      ("reading", .text(row.robustReading(alpha: alpha))),
    ])
  }

  static let csvHeader = [
    "trimmed_default", "trimmed_evoked", "yuen_difference", "yuen_se", "yuen_t", "yuen_df",
    "yuen_p", "yuen_ci95_low", "yuen_ci95_high", "sign_positive", "sign_negative", "sign_zeros",
    "sign_p", "superiority", "skewness", "excess_kurtosis", "k2", "k2_p", "robust_reading",
  ]

  func csvCells(of row: Baseline.Row, alpha: Double) -> [String] {
    let test = trimmed?.test
    let interval = test?.interval()
    let counts = [signs.positive, signs.negative, signs.zeros].map(String.init)
    return [
      trimmed?.first, trimmed?.second, test?.estimate, test?.standardError, test?.t, test?.df,
      test?.p, interval?.low, interval?.high,
    ].map(csvCell) + counts
      + [
        signs.significance?.p, signs.superiority, normality?.skewness, normality?.excessKurtosis,
        normality?.k2, normality?.p,
      ].map(csvCell) + [row.robustReading(alpha: alpha)]
  }
}
