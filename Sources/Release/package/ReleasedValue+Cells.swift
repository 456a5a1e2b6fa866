internal import TextFormats

extension ReleasedValue {
  /// What a CSV file holds for the value. A text that a spreadsheet could take for a formula has an
  /// apostrophe before it; numbers stay as they are.
  package var cell: String {
    guard case .text(let text) = self else { return text }
    return SpreadsheetGuard.guarded(text)
  }

  /// What a file of BIDS holds for the value. A suppressed value is a category of its own, which the
  /// column's levels list; every other missing value is `n/a`, as BIDS wants it.
  var bidsCell: String {
    switch self {
    case .missing(.suppressed): text
    case .missing: "n/a"
    case .integer, .number: text
    case .text: String(cell.map { $0.isNewline || $0 == "\t" ? " " : $0 }).presence ?? "n/a"
    }
  }

  /// The value as JSON holds it: a number, a text as a CSV file's cell, or null.
  var json: JSONValue {
    switch self {
    case .text: .text(cell)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .missing: .null
    }
  }
}
