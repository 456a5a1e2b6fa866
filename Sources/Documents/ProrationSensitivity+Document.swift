internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension ProrationSensitivity {
  static let fields: [Field<ProrationSensitivity>] = [
    .text("instrument", "an instrument of which an answer is missing", \.instrument.name),
    .text("subscale", "the subscale's id", \.subscale.name),
    .integer("unscored", "participants without a score before or after", \.unscored),
    .integer("prorated", "participants whose score stands on fewer answers than items", \.prorated),
    .group(
      "sensitivity", "the overall change",
      [
        .group("complete", "of complete answers", figures, \.complete),
        .group("with_prorated", "with the prorated scores", figures, \.withProrated),
      ], \.self),
  ]

  private static let figures: [Field<Baseline.Row>] = [
    .integer("n", "participants", \.n),
    .number("change_mean", "mean change", \.change.summary.mean),
    .number("change_sd", "its SD", \.change.summary.sd),
    .number("p", "*p* of the paired *t* test", \.pairedT?.p),
    .number("dz", "*d_z*", \.cohenDz?.d),
    .text("arrow", "the arrow; null without a test") { $0.arrow?.rawValue },
  ]

  /// The overall change on complete answers beside that with the prorated; nil if no answer is
  /// missing.
  static func table(_ missing: [ProrationSensitivity]) -> ReportTable? {
    guard !missing.isEmpty else { return nil }
    return ReportTable(
      title: "Change with and without prorated scores",
      columns: [.words(), .words(), "$n$", "Change", "$p$", "$d_z$"],
      rows: missing.flatMap(\.lines),
      notes: missing.map(\.reading))
  }

  private var lines: [[String]] {
    func line(_ title: String, _ who: String, _ row: Baseline.Row?) -> [String] {
      let change = row.map {
        figure($0.change.summary.mean, decimals: 2) + " \($0.arrow.symbol)"
      }
      return [
        title, who, grouped(row?.n ?? 0), change ?? "—", pFigure(row?.pairedT?.p),
        figure(row?.cohenDz?.d, decimals: 3),
      ]
    }
    return [line(title, "complete", complete)]
      + (withProrated.map { [line("", "and prorated", $0)] } ?? [])
  }

  /// What is missing and what it does.
  var reading: InlineText {
    let unscored: InlineText = "\(title): \(unscored) excluded without a score before or after"
    guard let withProrated else { return "\(unscored); no score is prorated." }
    let scored: InlineText = "\(unscored); \(prorated) with a prorated score"
    guard let complete else { return "\(scored), and no participant gave every answer." }
    guard complete.arrow != nil, withProrated.arrow != nil else {
      return "\(scored). There is no test with and without them, so no arrows to compare."
    }
    return complete.arrow == withProrated.arrow
      ? "\(scored). Including them does not change the arrow."
      : "\(scored). Including them changes the arrow."
  }
}
