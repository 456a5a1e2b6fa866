/// Rows as CSV (RFC 4180, lines end in CRLF): cells are quoted if necessary.
package func csvText(_ rows: [[String]]) -> String {
  rows.map { row in
    row.map { cell in
      let needsQuotes = cell.unicodeScalars.contains {
        $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n"
      }
      return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }.joined(separator: ",") + "\r\n"
  }.joined()
}

/// A text as a cell that no spreadsheet takes for a formula; a number in digits stays as it is.
package func csvCell(_ text: String) -> String {
  Double(text) == nil ? SpreadsheetGuard.guarded(text) : text
}

/// A number that reads back as the same double; nothing if it is undefined.
package func csvCell(_ value: Double?) -> String {
  value.flatMap { $0.isFinite ? formatted($0) : nil } ?? ""
}
