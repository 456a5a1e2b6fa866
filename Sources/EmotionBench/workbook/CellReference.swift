/// The place of a cell in a sheet, such as `AB12`: row and column counted from 1.
package struct CellReference: Hashable, Sendable, CustomStringConvertible {
  /// The rows of a sheet (ECMA-376 leaves it open; Excel's limit).
  package static let rows = 1...1_048_576
  /// The columns of a sheet, A to XFD (Excel's limit).
  package static let columns = 1...16_384

  package let row: Int
  package let column: Int

  package init(row: Int, column: Int) {
    precondition(Self.rows.contains(row) && Self.columns.contains(column))
    self.row = row
    self.column = column
  }

  /// The reference that the bytes spell (`AB12`, ASCII); nil if they spell none within a sheet's
  /// limits.
  init?(_ bytes: some Collection<UInt8>) {
    var row = 0
    var column = 0
    var digits = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z") where !digits:
        column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
      case UInt8(ascii: "a")...UInt8(ascii: "z") where !digits:
        column = column * 26 + Int(byte - UInt8(ascii: "a")) + 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits = true
        row = row * 10 + Int(byte - UInt8(ascii: "0"))
      default: return nil
      }
      guard row <= Self.rows.upperBound, column <= Self.columns.upperBound else { return nil }
    }
    guard row >= 1, column >= 1 else { return nil }
    self.row = row
    self.column = column
  }

  /// The column's letters: 1 is `A`, 27 is `AA`.
  package static func letters(ofColumn column: Int) -> String {
    precondition(columns.contains(column))
    var rest = column
    var letters: [UInt8] = []
    while rest > 0 {
      rest -= 1
      letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
      rest /= 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }

  package var description: String { "\(Self.letters(ofColumn: column))\(row)" }
}
