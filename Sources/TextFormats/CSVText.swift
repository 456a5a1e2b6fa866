/// Rows as CSV (RFC 4180, lines end in CRLF): cells are quoted if necessary.
package func csvText(_ rows: some Sequence<[String]>) -> String {
  var text = ""
  for row in rows {
    for (index, cell) in row.enumerated() {
      if index > 0 { text += "," }
      let needsQuotes = cell.utf8.contains {
        $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\r")
          || $0 == UInt8(ascii: "\n")
      }
      text += needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }
    text += "\r\n"
  }
  return text
}

/// A text as a cell that no spreadsheet takes for a formula; a number in digits stays as it is.
package func csvCell(_ text: String) -> String {
  Double(text) == nil ? SpreadsheetGuard.guarded(text) : text
}

/// A number that reads back as the same double; nothing if it is undefined.
package func csvCell(_ value: Double?) -> String {
  value.flatMap { $0.isFinite ? formatted($0) : nil } ?? ""
}
