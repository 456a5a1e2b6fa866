/// A CSV text (RFC 4180) as rows of cells with their positions.
///
/// Written here because the packages at hand drop leading spaces or pad short rows silently; each
/// mistake in a study's file must be reported with its position.
package struct CSVTable: Sendable {
  package struct Cell: Sendable, Hashable {
    package let text: String
    /// Counted from 1; the column is that of the cell's first character.
    package let line: Int
    package let column: Int
  }

  package let header: [Cell]
  /// The rows that have as many cells as the header.
  package let rows: [[Cell]]
  /// An error for every row that has more or fewer cells than the header.
  package let misshapen: [Diagnostic]

  /// - Throws: `DiagnosedError` for a text that is not a table, as `CSVCells` does, and for an empty one.
  package init(
    _ text: String, file: String, separator: Character = ",",
    quoting: CSVCells.Quoting = .strict
  ) throws(DiagnosedError) {
    let cells = try CSVCells(Array(text.utf8), file: file, separator: separator, quoting: quoting)
    let rows = (0..<cells.rowCount).map { row in
      cells.places(row: row).enumerated().map { column, place in
        Cell(text: cells.text(row: row, column: column), line: place.line, column: place.column)
      }
    }.filter { !($0.count == 1 && $0[0].text.isEmpty) }
    guard let header = rows.first else {
      throw DiagnosedError([
        Diagnostic(file: file, line: 1, column: 1, "the file is empty; expected a header line")
      ])
    }
    self.header = header
    self.rows = rows.dropFirst().filter { $0.count == header.count }
    misshapen = rows.dropFirst().filter { $0.count != header.count }.map { row in
      Diagnostic(
        file: file, line: row[0].line, column: row[0].column,
        "the row has \(row.count) cells, the header has \(header.count)")
    }
  }
}
