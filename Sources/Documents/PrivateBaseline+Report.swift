package import Disclosure
internal import Foundation
import Statistics
import Study
import TextFormats

extension PrivateBaseline {
  package var csv: String {
    csvText(
      [
        [
          "level", "emotion", "factor", "instrument", "subscale", "n", "default_mean",
          "evoked_mean", "change_mean", "change_sd", "noise_sd",
        ]
      ]
        + rows.map { row in
          [
            row.level, row.emotion ?? "", row.factor ?? "", row.instrument, row.subscale,
            "\(row.n)", "\(row.default)", "\(row.evoked)", "\(row.change)",
            row.changeSD.map { "\($0)" } ?? "", "\(row.noise)",
          ]
        })
  }

  /// - Parameter budget: of earlier releases; nil without a ledger.
  package func json(_ budget: PrivacyBudget?) -> String {
    JSONValue.object([
      ("epsilon", .number(epsilon)), ("epsilon_per_figure", .number(share)),
      ("epsilon_spent_before", .optional(budget?.spent)),
      ("epsilon_spent_in_all", .optional(budget?.total(with: epsilon))),
      (
        "rows_released_before", budget.map { .boolean(!$0.rowsReleased.isEmpty) } ?? .null
      ),
      (
        "rows",
        .array(
          rows.map { row in
            .object([
              ("level", .text(row.level)), ("emotion", .optional(row.emotion)),
              ("factor", .optional(row.factor)), ("instrument", .text(row.instrument)),
              ("subscale", .text(row.subscale)), ("n", .integer(row.n)),
              ("default_mean", .number(row.default)), ("evoked_mean", .number(row.evoked)),
              ("change_mean", .number(row.change)), ("change_sd", .optional(row.changeSD)),
              ("noise_sd", .number(row.noise)),
            ])
          })
      ),
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

      Licence: \(licence ?? "none has been chosen; nobody is given leave to use the table").

      """
  }
}
