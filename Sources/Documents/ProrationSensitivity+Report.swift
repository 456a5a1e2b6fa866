package import Analysis
import Statistics
import Study
import TextFormats

extension ProrationSensitivity {
  var json: JSONValue {
    .object([
      ("instrument", .text(instrument.name)), ("subscale", .text(subscale.name)),
      ("unscored", .integer(unscored)), ("prorated", .integer(prorated)),
      (
        "sensitivity",
        .object([
          ("complete", complete.map(figures) ?? .null),
          ("with_prorated", withProrated.map(figures) ?? .null),
        ])
      ),
    ])
  }

  private func figures(_ row: Baseline.Row) -> JSONValue {
    .object([
      ("n", .integer(row.n)), ("change_mean", .optional(row.change.description.mean)),
      ("change_sd", .optional(row.change.description.sd)), ("p", .optional(row.pairedT?.p)),
      ("dz", .optional(row.dz?.d)), ("arrow", .text(row.arrow.rawValue)),
    ])
  }

  /// The overall change on complete answers beside that with the prorated; nil where nobody has an
  /// answer missing.
  package static func table(_ missing: [ProrationSensitivity]) -> ReportTable? {
    guard !missing.isEmpty else { return nil }
    return ReportTable(
      title: "Change with and without prorated scores",
      columns: [
        .init("", .leading, width: 22), .init("", .leading), .init("n"), .init("Change"),
        .init("p"), .init("d_z"),
      ], groups: [.init(title: nil, rows: missing.flatMap(\.lines))],
      notes: missing.map(\.reading))
  }

  private var lines: [[String]] {
    func line(_ title: String, _ who: String, _ row: Baseline.Row?) -> [String] {
      let change = row.map {
        figure($0.change.description.mean, decimals: 2) + " \($0.arrow.symbol)"
      }
      return [
        title, who, String(row?.n ?? 0), change ?? "—", pFigure(row?.pairedT?.p),
        figure(row?.dz?.d, decimals: 3),
      ]
    }
    return [line(title, "complete", complete)]
      + (withProrated.map { [line("", "and prorated", $0)] } ?? [])
  }

  /// What is missing and what it does, in plain words.
  package var reading: String {
    var text = "\(title): \(unscored) left out, who have no score before or after"
    guard let withProrated else {
      return text + "; nobody has a score on fewer answers than there are items."
    }
    text += "; \(prorated) with a score on fewer answers than there are items"
    guard let complete else { return text + ", and nobody with every answer." }
    let verdict =
      complete.arrow == withProrated.arrow
      ? "Counting them does not change the arrow." : "Counting them changes the arrow."
    return "\(text). \(verdict)"
  }
}
