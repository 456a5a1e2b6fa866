/// A column of a run file that does not count, and why.
package struct UnusedColumn: Sendable, Hashable {
  /// The name of the column; that which it should have if the file lacks it.
  package let column: String
  package let reason: String

  package init(column: String, reason: String) {
    self.column = column
    self.reason = reason
  }

  /// A column that was expected.
  package static func absent(_ column: String) -> UnusedColumn {
    UnusedColumn(column: column, reason: notInFile)
  }

  /// Whether the file lacks it.
  package var isAbsent: Bool { reason == Self.notInFile }

  private static let notInFile = "not in the file"
}
