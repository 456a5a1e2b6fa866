/// A CSV text (RFC 4180) as rows of cells that know their place.
///
/// Written here because the packages at hand drop leading spaces or pad short rows in silence; a
/// study's file needs each mistake reported where it stands.
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

  /// - Throws: `DiagnosedError` for an unclosed quote, text behind a closing quote, or a quote inside
  ///   an unquoted cell: where these stand, nobody knows where a row ends.
  package init(_ text: String, file: String) throws(DiagnosedError) {
    var parser = Parser(text)
    var diagnostics = Diagnostics()
    let parsed = parser.rows { place, message in
      diagnostics.add(Diagnostic(file: file, line: place.line, column: place.column, message))
    }
    let rows = parsed.filter { !($0.count == 1 && $0[0].text.isEmpty) }
    guard let header = rows.first else {
      throw DiagnosedError([
        Diagnostic(file: file, line: 1, column: 1, "the file is empty; a header line is expected")
      ])
    }
    guard diagnostics.errors.isEmpty else { throw DiagnosedError(diagnostics.errors) }
    self.header = header
    self.rows = rows.dropFirst().filter { $0.count == header.count }
    misshapen = rows.dropFirst().filter { $0.count != header.count }.map { row in
      Diagnostic(
        file: file, line: row[0].line, column: row[0].column,
        "the row has \(row.count) cells, the header has \(header.count)")
    }
  }

  private struct Parser {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var column = 1

    init(_ text: String) {
      bytes = Array(text.hasPrefix("\u{FEFF}") ? text.dropFirst().utf8 : Substring(text).utf8)
    }

    mutating func rows(report: ((line: Int, column: Int), String) -> Void) -> [[Cell]] {
      var rows: [[Cell]] = []
      while index < bytes.count {
        var row: [Cell] = []
        repeat {
          row.append(cell(report: report))
        } while take(UInt8(ascii: ","))
        rows.append(row)
        _ = take(UInt8(ascii: "\r"))
        _ = take(UInt8(ascii: "\n"))
      }
      return rows
    }

    private mutating func cell(report: ((line: Int, column: Int), String) -> Void) -> Cell {
      let start = (line: line, column: column)
      var text: [UInt8] = []
      if take(UInt8(ascii: "\"")) {
        while true {
          guard index < bytes.count else {
            report(start, "the quote opened here is never closed")
            break
          }
          if take(UInt8(ascii: "\"")) {
            guard take(UInt8(ascii: "\"")) else { break }
            text.append(UInt8(ascii: "\""))
          } else {
            text.append(advance())
          }
        }
        if !atEnd {
          report((line, column), "a comma or the end of the line is expected after a closing quote")
        }
      }
      while !atEnd {
        if bytes[index] == UInt8(ascii: "\"") {
          report((line, column), "a cell with a quote in it must be quoted, its quotes doubled")
        }
        text.append(advance())
      }
      return Cell(
        text: String(decoding: text, as: UTF8.self), line: start.line, column: start.column)
    }

    private var atEnd: Bool {
      index >= bytes.count
        || [UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes[index])
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard index < bytes.count, bytes[index] == byte else { return false }
      _ = advance()
      return true
    }

    private mutating func advance() -> UInt8 {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      return byte
    }
  }
}
