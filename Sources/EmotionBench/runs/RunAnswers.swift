import Study
import TextFormats

/// Reads the answers of a column, with what does not change between columns looked up once.
struct RunAnswers {
  private let instrument: Instrument
  private let allowed: [[Double]]
  private let expected: [String]
  /// The answers taken last, as they were given, in the order of the items.
  private(set) var given: [Double?]

  init(_ instrument: Instrument) {
    self.instrument = instrument
    allowed = instrument.items.map { $0.options.map(\.value) }
    expected = allowed.map { values in
      let isRun = zip(values, values.dropFirst()).allSatisfy { $1 - $0 == 1 }
      return isRun && values.count > 2
        ? "a whole number from \(formatted(values[0])) to \(formatted(values[values.count - 1]))"
        : values.map(formatted).joined(separator: ", ")
    }
    given = Array(repeating: nil, count: instrument.items.count)
  }

  /// Takes the column's answers; says why they cannot be taken, or nil.
  mutating func read(column: Int, rows: [Int], of cells: CSVCells) -> String? {
    var blank: [Int] = []
    for (item, row) in rows.enumerated() {
      guard let bytes = cells.bytes(row: row, column: column), !Self.isBlank(bytes) else {
        blank.append(item)
        continue
      }
      guard let value = Self.number(bytes), allowed[item].contains(value) else {
        return "line \(cells.line(row: row)): \(RunItemOrder.name(item, of: instrument)) is "
          + "\(quoted(cells.trimmedText(row: row, column: column))); \(expected[item]) is expected"
      }
      given[item] = value
    }
    guard let first = blank.first else { return nil }
    if blank.count == rows.count { return "every answer is blank" }
    let place = "line \(cells.line(row: rows[first])): \(RunItemOrder.name(first, of: instrument))"
    return blank.count == 1
      ? "\(place) is blank" : "\(blank.count) answers are blank, such as \(place)"
  }

  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// A decimal number, spaces around it allowed: `3`, ` 3`, `3.0`.
  private static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    decimalNumber(bytes)
      ?? decimalNumber(String(decoding: bytes, as: UTF8.self).trimmingWhitespace.utf8)
  }
}
