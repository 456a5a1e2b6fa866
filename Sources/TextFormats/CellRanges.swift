/// The cells of a CSV text (RFC 4180) as ranges of its bytes.
///
/// A run file has tens of thousands of cells, nearly all of them one digit: no text is made of a
/// cell unless somebody asks for it. Rows may differ in length; lines may end in LF, CRLF or CR; a
/// byte order mark is skipped, and so are empty lines.
package struct CellRanges {
  package let file: String
  private let contents: [UInt8]
  private var starts: [Int] = []
  private var ends: [Int] = []
  /// The first cell of each row, and the number of all cells behind the last.
  private var rows: [Int] = []
  private var lines: [Int] = []

  /// - Throws: `DiagnosedError` for a quote that is never closed, and for text behind a closing quote.
  package init(_ contents: [UInt8], file: String) throws(DiagnosedError) {
    self.contents = contents
    self.file = file
    var index = contents.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    while index < contents.count {
      let rowStart = index
      rows.append(starts.count)
      lines.append(line)
      while true {
        if contents[index] == UInt8(ascii: "\"") {
          try quotedCell(&index, &line)
        } else {
          let start = index
          while index < contents.count, !Self.endsCell(contents[index]) { index += 1 }
          append(start, index)
        }
        guard index < contents.count, contents[index] == UInt8(ascii: ",") else { break }
        index += 1
        if index == contents.count {
          append(index, index)
          break
        }
      }
      if index < contents.count {
        let isPair =
          contents[index] == UInt8(ascii: "\r") && index + 1 < contents.count
          && contents[index + 1] == UInt8(ascii: "\n")
        index += isPair ? 2 : 1
        line += 1
      }
      let last = starts.count - 1
      if rows[rows.count - 1] == last, starts[last] == rowStart, ends[last] == rowStart {
        rows.removeLast()
        lines.removeLast()
        starts.removeLast()
        ends.removeLast()
      }
    }
    rows.append(starts.count)
  }

  private static func endsCell(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private mutating func append(_ start: Int, _ end: Int) {
    starts.append(start)
    ends.append(end)
  }

  private mutating func quotedCell(_ index: inout Int, _ line: inout Int) throws(DiagnosedError) {
    let quote = UInt8(ascii: "\"")
    let start = index + 1
    let opened = (line: line, offset: index)
    index = start
    while index < contents.count {
      if contents[index] == quote {
        guard index + 1 < contents.count, contents[index + 1] == quote else { break }
        index += 1
      } else if contents[index] == UInt8(ascii: "\n") {
        line += 1
      }
      index += 1
    }
    guard index < contents.count else {
      throw DiagnosedError([
        Diagnostic(
          file: file, line: opened.line, column: column(of: opened.offset),
          "the quote opened here is never closed")
      ])
    }
    append(start, index)
    index += 1
    guard index == contents.count || Self.endsCell(contents[index]) else {
      throw DiagnosedError([
        Diagnostic(
          file: file, line: line, column: column(of: index),
          "a comma or the end of the line is expected after a closing quote")
      ])
    }
  }

  // MARK: Reading

  package var rowCount: Int { rows.count - 1 }

  package func cellCount(row: Int) -> Int { rows[row + 1] - rows[row] }

  /// The line on which a row begins, from 1.
  package func line(row: Int) -> Int { lines[row] }

  /// The bytes of a cell, quotes still doubled; nil where the row is too short to have it.
  package func bytes(row: Int, column: Int) -> ArraySlice<UInt8>? {
    let cell = rows[row] + column
    return cell < rows[row + 1] ? contents[starts[cell]..<ends[cell]] : nil
  }

  /// The text of a cell without space around it; empty where the row is too short to have it.
  package func text(row: Int, column: Int) -> String {
    guard let bytes = bytes(row: row, column: column) else { return "" }
    let text = String(decoding: bytes, as: UTF8.self)
    let isQuoted = bytes.startIndex > 0 && contents[bytes.startIndex - 1] == UInt8(ascii: "\"")
    return (isQuoted ? text.replacing("\"\"", with: "\"") : text).trimmingWhitespace
  }

  /// A problem at a cell.
  package func diagnostic(row: Int, column: Int, _ message: String) -> Diagnostic {
    let cell = min(rows[row] + column, rows[row + 1] - 1)
    let isQuoted = starts[cell] > 0 && contents[starts[cell] - 1] == UInt8(ascii: "\"")
    let offset = isQuoted ? starts[cell] - 1 : starts[cell]
    let rowStart = min(starts[rows[row]], offset)
    let breaks = contents[rowStart..<offset].count { $0 == UInt8(ascii: "\n") }
    return Diagnostic(
      file: file, line: lines[row] + breaks, column: self.column(of: offset), message)
  }

  /// The place of a byte within its line, in characters from 1.
  private func column(of offset: Int) -> Int {
    var column = 1
    var index = offset - 1
    while index >= 0, contents[index] != UInt8(ascii: "\n"), contents[index] != UInt8(ascii: "\r") {
      if contents[index] & 0xC0 != 0x80 { column += 1 }
      index -= 1
    }
    return column
  }
}
