package import Disclosure
internal import Foundation
internal import TextFormats

extension PrivateBaseline {
  package var csv: String { Row.fields.csv(rows) }

  /// - Parameter budget: of earlier releases; nil without a ledger.
  package func json(_ budget: PrivacyBudget?) -> String {
    JSONValue.object([
      ("epsilon", .number(epsilon)), ("epsilon_per_figure", .number(share)),
      ("epsilon_spent_before", .optional(budget?.spent)),
      ("epsilon_spent_in_all", .optional(budget?.total(with: epsilon))),
      ("rows_released_before", budget.map { .boolean(!$0.rowsReleased.isEmpty) } ?? .null),
      ("rows", .array(rows.map { Row.fields.json($0) })),
    ]).description
  }

  /// - Parameter budget: of earlier releases; nil without a ledger.
  package func readme(title: String, licence: String?, budget: PrivacyBudget?) -> String {
    let warning = budget?.warning.map { "**\($0)**\n\n" } ?? ""
    let times = exp(epsilon)
    let factor = times < 1e6 ? figure(times, decimals: 2) : "e^\(formatted(epsilon))"
    return """
      # \(title): a private baseline

      This folder holds a table of means, and no row of a person. Noise was added to every count and \
      sum before the means were formed: the table is differentially private with epsilon = \(epsilon). \
      Whether any one person took part or not changes the chance of any such table by a factor of at \
      most exp(epsilon), here \(factor).

      \(warning)- `baseline.csv` and `baseline.json` hold the same rows: overall, by emotion, by factor.
      - `n` is noisy too. Means lie within their scale's range.
      - `noise_sd` says by how much a mean of default or evoked scores is off because of the noise: the \
      standard deviation of that error, with n taken as known; where n is small, it is more. In the \
      typical factor it is \(figure(typicalError, decimals: 2)). A change, the difference of two, is off \
      by √2 times as much, \(figure(typicalError * 2.0.squareRoot(), decimals: 2)). Rows in which n is \
      near 0 say nothing.
      - `change_sd` is empty where the noise left no variance. A mean that the noise pushed beyond its \
      scale stands at the scale's end.
      - Every person is in one factor. Within it, epsilon is shared evenly by the count and three sums \
      for each subscale, \(figure(share, decimals: 4)) each. The noise is two-sided geometric.
      - Each further release of the same people adds its epsilon to this one. \
      \(budget?.note(on: epsilon) ?? "No ledger was kept: what earlier releases spent is not known.")

      Licence: \(licence ?? "none has been chosen; no one has permission to use the table").

      """
  }
}

extension PrivateBaseline.Row {
  fileprivate static let fields: [Field<PrivateBaseline.Row>] = [
    .text("level", "`overall`, `emotion` or `factor`", \.level),
    .text("emotion", "the emotion's name", \.emotion),
    .text("factor", "the factor's name", \.factor),
    .text("instrument", "the instrument's id", \.instrument),
    .text("subscale", "the subscale's id", \.subscale),
    .integer("n", "people, with noise", \.n),
    .number("default_mean", "mean score before", \.default),
    .number("evoked_mean", "mean score after", \.evoked),
    .number("change_mean", "their difference", \.change),
    .number("change_sd", "SD of the changes", \.changeSD),
    .number("noise_sd", "SD of a mean's error through the noise", \.noise),
  ]
}
