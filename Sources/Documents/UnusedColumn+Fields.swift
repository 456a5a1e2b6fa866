internal import Study

extension UnusedColumn {
  static let fields: [Field<UnusedColumn>] = [
    .text("column", "a run's column that cannot be used", \.column),
    .text("reason", "why", \.reason),
  ]
}

extension [UnusedColumn] {
  /// The first three with their reasons, to end a sentence.
  var list: InlineText {
    let first = prefix(3).map { "\($0.column) (\($0.reason))" }.joined(separator: "; ")
    return count > 3 ? "\(first); `--format json` lists the others." : "\(first)."
  }
}
