package import Disclosure
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
