import Disclosure
import Release
import Study
import TextFormats

/// Reads a table in each of the ways in which tables are read, and writes what was read.
func readTables(_ bytes: [UInt8]) {
  for (separator, quoting) in [
    (Character(","), CSVCells.Quoting.strict), (",", .lenient), ("\t", .none), (";", .lenient),
  ] {
    guard
      let cells = try? CSVCells(
        bytes, file: "a.csv", separator: separator, quoting: quoting)
    else { continue }
    for row in 0..<cells.rowCount {
      demand(cells.places(row: row).count == cells.cellCount(row: row), "a cell has no place")
      for column in 0...cells.cellCount(row: row) {
        _ = cells.trimmedText(row: row, column: column)
      }
      _ = cells.diagnostic(row: row, column: 1, "here")
    }
  }
  guard let text = try? UTF8Text.text(of: bytes, file: "a.csv") else { return }
  _ = try? [Situation](csv: text, file: "a.csv")
  for isTabbed in [false, true] {
    if let table = try? ColumnTable(text, file: "a.csv", isTabbed: isTabbed) {
      for name in table.names {
        _ = table.column(name, bands: [1, 10])
        _ = table.column(name, bands: nil)
      }
    }
  }
  if let table = try? CSVTable(text, file: "a.csv"), table.misshapen.isEmpty {
    let rows = ([table.header] + table.rows).map { $0.map(\.text) }
    // Bare lines of one empty cell are no rows, and a mark of byte order at the start is no text.
    guard !rows.contains([""]), rows[0][0].unicodeScalars.first != "\u{FEFF}" else { return }
    let again = try? CSVTable(csvText(rows), file: "b.csv")
    demand(
      again.map { ([$0.header] + $0.rows).map { $0.map(\.text) } } == rows,
      "a table that was written is read as another")
  }
}
