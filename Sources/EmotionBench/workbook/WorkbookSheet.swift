/// A cell of a row: its column and its value. Text is read through the row (``WorkbookRow``), so no
/// string is made for a cell that is not needed.
package struct WorkbookCell: Equatable, Sendable {
  package enum Value: Equatable, Sendable {
    /// No value, though perhaps a format.
    case blank
    /// A finite number; its text is as the file has it.
    case number(Double)
    /// A shared, inline or computed text.
    case text
    case boolean(Bool)
    /// An error that a spreadsheet program computed, such as `#N/A`.
    case error
  }

  enum Text: Equatable, Sendable {
    case shared(Int)
    case own(Range<Int>)
  }

  /// The column, counted from 1.
  package let column: Int
  package let value: Value
  let text: Text
}

/// A row of a sheet: the cells it has, in the order of their columns. Cells may be absent.
package struct WorkbookRow: Sendable {
  /// The row's number, counted from 1.
  package fileprivate(set) var number = 0
  package fileprivate(set) var cells: [WorkbookCell] = []
  fileprivate var bytes: [UInt8] = []
  fileprivate let sharedStrings: [String]

  /// The cell's text: a text's own, a number's or boolean's as the file spells it, an error's code;
  /// "" for a blank cell. `cell` is one of this row's.
  package func text(of cell: WorkbookCell) -> String {
    switch cell.text {
    case .shared(let index): sharedStrings[index]
    case .own(let range): decodedText(bytes[range])
    }
  }

  /// The cell's reference, such as `AB12`.
  package func reference(of cell: WorkbookCell) -> CellReference {
    CellReference(row: number, column: cell.column)
  }

  fileprivate mutating func clear() {
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }
}

/// A sheet of a workbook, read row by row from top to bottom, once.
package struct WorkbookSheet: ~Copyable {
  /// The sheet's name, as the workbook spells it.
  package let name: String

  private let file: String
  private var events: XMLEvents
  private var row: WorkbookRow
  private var text = WorkbookText()
  private var column = 0
  private var type: CellType = .number
  private var valueStart = 0
  private var withinRow = false
  private var withinCell = false
  private var fault: WorkbookError.Problem?

  /// What the `t` of a cell says (ECMA-376 part 1, 18.18.11).
  private enum CellType: String {
    case number = "n"
    case shared = "s"
    case string = "str"
    case inline = "inlineStr"
    case boolean = "b"
    case error = "e"
    case date = "d"
  }

  init(name: String, file: String, sharedStrings: [String], events: consuming XMLEvents) {
    self.name = name
    self.file = file
    self.events = events
    row = WorkbookRow(sharedStrings: sharedStrings)
  }

  /// The next row that the sheet has; nil after the last one, when the whole part was read and its
  /// checksum was right. Only then can the rows before it be trusted.
  ///
  /// Rows and cells without a reference take the position after the one before. Throws if rows or
  /// cells do not ascend, a number is malformed, or the part is damaged or over the limits.
  package mutating func nextRow() throws(WorkbookError) -> WorkbookRow? {
    row.clear()
    while let event = try events.next() {
      switch (event.kind, event.name) {
      case (.start, .c) where withinRow: startCell(event)
      case (.text, .v) where withinCell: events.append(event, to: &row.bytes)
      case (.end, .c) where withinCell: endCell()
      case (.start, .row): startRow(event)
      case (.end, .row) where withinRow:
        withinRow = false
        return row
      default:
        if withinCell, type == .inline { text.take(event, from: events) }
      }
      if let fault { throw WorkbookError(file: file, fault) }
    }
    return nil
  }

  private mutating func startRow(_ event: XMLEvent) {
    var number: Int? = row.number + 1
    events.forEachAttribute(of: event) { name, value in
      if name == .r { number = naturalNumber(value) }
    }
    guard let number, number > row.number, CellReference.rows.contains(number), !withinRow else {
      fault = malformed(
        "\(row.number + 1)", "the row after row \(row.number) has no valid number",
        "rows in ascending order, up to \(CellReference.rows.upperBound)")
      return
    }
    row.number = number
    column = 0
    withinRow = true
    withinCell = false
  }

  private mutating func startCell(_ event: XMLEvent) {
    var place: (row: Int, column: Int)? = (row.number, column + 1)
    var known: CellType? = .number
    events.forEachAttribute(of: event) { name, value in
      if name == .r {
        place = CellReference(value).map { ($0.row, $0.column) }
      } else if name == .t {
        known = CellType(rawValue: String(decoding: value, as: UTF8.self))
      }
    }
    guard let place, place.row == row.number, place.column > column,
      CellReference.columns.contains(place.column)
    else {
      fault = malformed(
        "\(row.number)",
        "a cell after column \(column == 0 ? "0" : CellReference.letters(ofColumn: column)) "
          + "has no valid reference",
        "cells of row \(row.number) in ascending order, up to column XFD")
      return
    }
    column = place.column
    guard let known else {
      fault = malformed(reference, "the cell is of an unknown type", "a type of ECMA-376")
      return
    }
    type = known
    valueStart = row.bytes.count
    withinCell = true
    if type == .inline { text.clear() }
  }

  private mutating func endCell() {
    withinCell = false
    if type == .inline { row.bytes.append(contentsOf: text.bytes) }
    let range = valueStart..<row.bytes.count
    guard range.count <= WorkbookLimits.cellText, range.upperBound <= WorkbookLimits.rowText else {
      fault = malformed(
        reference, "the cell's or the row's text is too long",
        "up to \(WorkbookLimits.cellText) bytes in a cell, \(WorkbookLimits.rowText) in a row")
      return
    }
    var text = WorkbookCell.Text.own(range)
    var value = WorkbookCell.Value.text
    switch type {
    case .string, .inline, .date: break
    case .error: value = .error
    case _ where range.isEmpty: value = .blank
    case .number:
      guard let number = decimalNumber(row.bytes[range]) else {
        fault = malformed(
          reference, "\(quoted(decodedText(row.bytes[range]))) is stored as a number",
          "a finite number")
        return
      }
      value = .number(number)
    case .shared:
      guard let index = naturalNumber(row.bytes[range]), index < row.sharedStrings.count else {
        fault = malformed(
          reference, "the cell refers to shared text \(quoted(decodedText(row.bytes[range])))",
          "a number below \(row.sharedStrings.count)")
        return
      }
      row.bytes.removeLast(range.count)
      text = .shared(index)
    case .boolean:
      value = .boolean(row.bytes[range].elementsEqual([UInt8(ascii: "1")]))
    }
    row.cells.append(WorkbookCell(column: column, value: value, text: text))
  }

  private var reference: String {
    CellReference(row: row.number, column: column).description
  }

  private func malformed(
    _ cell: String, _ wrong: String, _ expected: String
  ) -> WorkbookError.Problem {
    .malformedCell(cell, sheet: name, wrong: wrong, expected: expected)
  }
}

/// The number that the bytes spell in decimal; nil if they spell none, or none that is finite.
func decimalNumber(_ bytes: some Collection<UInt8>) -> Double? {
  if let natural = naturalNumber(bytes) { return Double(natural) }
  guard bytes.allSatisfy({ "0123456789.-+eE".utf8.contains($0) }),
    let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite
  else { return nil }
  return number
}

/// The natural number (or 0) that 1 to 15 ASCII digits spell, which a Double holds exactly; nil for
/// anything else.
func naturalNumber(_ bytes: some Collection<UInt8>) -> Int? {
  guard (1...15).contains(bytes.count) else { return nil }
  var number = 0
  for byte in bytes {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    number = number * 10 + Int(byte - UInt8(ascii: "0"))
  }
  return number
}
