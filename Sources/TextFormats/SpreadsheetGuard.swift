/// Keeps a spreadsheet that opens a table from treating words of a study or a participant as a formula.
///
/// A cell that begins with one of these characters, after any spaces and apostrophes, gets an
/// apostrophe before it. Taking one apostrophe away from such a cell gives the text back, whatever
/// it was.
package enum SpreadsheetGuard {
  /// What a formula can begin with, wide forms (as East Asian keyboards give them) included.
  static let openers: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
  ]

  /// The text as a table's cell holds it.
  package static func guarded(_ text: String) -> String {
    needsGuard(text) ? "'" + text : text
  }

  /// The text of a cell.
  package static func unguarded(_ cell: String) -> String {
    cell.unicodeScalars.first == "'" && needsGuard(cell)
      ? String(cell.unicodeScalars.dropFirst()) : cell
  }

  private static func needsGuard(_ text: String) -> Bool {
    let first = text.unicodeScalars.first { $0 != " " && $0 != "'" }
    return first.map(openers.contains) ?? false
  }
}
