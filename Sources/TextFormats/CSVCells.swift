/// The cells of a CSV text (RFC 4180), or of one with tabs, as ranges of its bytes.
///
/// A run file has tens of thousands of cells, nearly all of them one digit: a cell becomes a text
/// only when it is asked for. Rows may differ in length; lines may end in LF, CRLF or CR; a byte
/// order mark is skipped, and so are empty lines.
package struct CSVCells: Sendable {
  /// What a quote means.
  package enum Quoting: Sendable {
    /// Quotes enclose a cell, and are doubled within; elsewhere they are mistakes.
    case strict
    /// Quotes enclose a cell if they begin it; elsewhere they are text.
    case lenient
    /// Quotes are text.
    case none
  }

  package let file: String
  private let contents: [UInt8]
  private let separator: UInt8
  private let quoting: Quoting
  private var starts: [Int] = []
  private var ends: [Int] = []
  /// The first cell of each row, and the number of all cells behind the last.
  private var rows: [Int] = []
  private var lines: [Int] = []

  /// - Throws: `DiagnosedError` for a quote that is never closed, for text behind a closing quote, and if
  ///   quoting is strict for a quote inside an unquoted cell: after these the end of a row is unknown.
  package init(
    _ contents: [UInt8], file: String, separator: Character = ",", quoting: Quoting = .strict
  ) throws(DiagnosedError) {
    self.contents = contents
    self.file = file
    self.separator = separator.asciiValue!
    self.quoting = quoting
    var index = contents.starts(with: Self.byteOrderMark) ? 3 : 0
    var line = 1
    while index < contents.count {
      let rowStart = index
      rows.append(starts.count)
      lines.append(line)
      while true {
        if contents[index] == Self.quote, quoting != .none {
          try quotedCell(&index, &line)
        } else {
          try plainCell(&index, line)
        }
        guard index < contents.count, contents[index] == self.separator else { break }
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

  private static let quote = UInt8(ascii: "\"")
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private func endsCell(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private mutating func append(_ start: Int, _ end: Int) {
    starts.append(start)
    ends.append(end)
  }

  private mutating func plainCell(_ index: inout Int, _ line: Int) throws(DiagnosedError) {
    let start = index
    while index < contents.count, !endsCell(contents[index]) {
      guard contents[index] != Self.quote || quoting != .strict else {
        throw error(
          line, index, "a cell that contains a quote must be quoted, with its quotes doubled")
      }
      index += 1
    }
    append(start, index)
  }

  private mutating func quotedCell(_ index: inout Int, _ line: inout Int) throws(DiagnosedError) {
    let start = index + 1
    let opened = (line: line, offset: index)
    index = start
    while index < contents.count {
      if contents[index] == Self.quote {
        guard index + 1 < contents.count, contents[index + 1] == Self.quote else { break }
        index += 1
      } else if contents[index] == UInt8(ascii: "\n") {
        line += 1
      }
      index += 1
    }
    guard index < contents.count else {
      throw error(opened.line, opened.offset, "the quote opened here is never closed")
    }
    append(start, index)
    index += 1
    guard index == contents.count || endsCell(contents[index]) else {
      throw error(
        line, index, "expected a comma or the end of the line after a closing quote")
    }
  }

  private func error(_ line: Int, _ offset: Int, _ message: String) -> DiagnosedError {
    DiagnosedError([Diagnostic(file: file, line: line, column: column(of: offset), message)])
  }

  // MARK: Reading

  package var rowCount: Int { rows.count - 1 }

  package func cellCount(row: Int) -> Int { rows[row + 1] - rows[row] }

  /// The line on which a row begins, from 1.
  package func line(row: Int) -> Int { lines[row] }

  /// The bytes of a cell, quotes still doubled; nil if the row is too short to have it.
  package func bytes(row: Int, column: Int) -> ArraySlice<UInt8>? {
    let cell = rows[row] + column
    return cell < rows[row + 1] ? contents[starts[cell]..<ends[cell]] : nil
  }

  /// The text of a cell; empty if the row is too short to have it.
  package func text(row: Int, column: Int) -> String {
    guard let bytes = bytes(row: row, column: column) else { return "" }
    let text = String(decoding: bytes, as: UTF8.self)
    let isQuoted = opening(rows[row] + column) < bytes.startIndex
    return isQuoted ? text.replacing("\"\"", with: "\"") : text
  }

  /// The text of a cell without space around it.
  package func trimmedText(row: Int, column: Int) -> String {
    text(row: row, column: column).trimmingWhitespace
  }

  /// The places of a row's cells, each that of its first character or its opening quote, from 1.
  package func places(row: Int) -> [(line: Int, column: Int)] {
    var places: [(line: Int, column: Int)] = []
    places.reserveCapacity(cellCount(row: row))
    var offset = opening(rows[row])
    var (line, column) = (lines[row], 1)
    for cell in rows[row]..<rows[row + 1] {
      for byte in contents[offset..<opening(cell)] {
        if byte == UInt8(ascii: "\n") {
          (line, column) = (line + 1, 1)
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
      }
      offset = opening(cell)
      places.append((line, column))
    }
    return places
  }

  /// A problem at a cell.
  package func diagnostic(row: Int, column: Int, _ message: String) -> Diagnostic {
    let place = places(row: row)[min(column, cellCount(row: row) - 1)]
    return Diagnostic(file: file, line: place.line, column: place.column, message)
  }

  /// The offset at which a cell begins, which is that of its quote if it has one.
  private func opening(_ cell: Int) -> Int {
    let start = starts[cell]
    let isQuoted = quoting != .none && start > 0 && contents[start - 1] == Self.quote
    return isQuoted ? start - 1 : start
  }

  /// The place of a byte within its line, in characters from 1.
  private func column(of offset: Int) -> Int {
    let place = position(of: offset, in: contents)
    return place.column - (place.line == 1 && contents.starts(with: Self.byteOrderMark) ? 1 : 0)
  }
}
