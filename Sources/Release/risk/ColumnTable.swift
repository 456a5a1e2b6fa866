package import Disclosure
internal import Foundation
import TextFormats

/// Any table of text, read for its columns' categories alone.
package struct ColumnTable: Sendable {
  package let names: [String]
  private let rows: [[String]]

  package var records: Int { rows.count }

  /// - Parameter rows: of as many cells as there are names.
  package init(names: [String], rows: [[String]]) {
    self.names = names
    self.rows = rows
  }

  /// The table in a file: cells separated by commas, or by tabs where the name ends in `.tsv`.
  ///
  /// - Throws: `DiagnosedError` for what is no table.
  package init(path: String) throws {
    let bytes = try [UInt8](Foundation.Data(contentsOf: URL(fileURLWithPath: path)))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DiagnosedError([Self.notUTF8(bytes, file: path)])
    }
    try self.init(text, file: path, isTabbed: path.lowercased().hasSuffix(".tsv"))
  }

  package init(_ text: String, file: String, isTabbed: Bool) throws {
    let table = try CSVTable(
      text, file: file, separator: isTabbed ? "\t" : ",", quoting: isTabbed ? .none : .strict)
    // A skipped row would change every figure.
    guard table.misshapen.isEmpty else {
      let rest = table.misshapen.count - 10
      throw DiagnosedError(
        Array(table.misshapen.prefix(10))
          + (rest > 0 ? [Diagnostic(file: file, "and \(rest) more rows like these")] : []))
    }
    names = table.header.map(\.text)
    rows = table.rows.map { $0.map(\.text) }
    var seen: Set<String> = []
    let twice = names.filter { !seen.insert($0).inserted }
    guard twice.isEmpty else {
      throw DiagnosedError(
        Set(twice).sorted().map { name in
          Diagnostic(
            file: file, line: 1, column: 1,
            name.isEmpty ? "two columns have no name" : "two columns are called `\(name)`")
        })
    }
    if names.count == 1, let sign = [";", "\t", "|"].first(where: names[0].contains) {
      throw DiagnosedError([
        Diagnostic(
          file: file, line: 1, column: 1,
          "the cells seem to be separated by `\(sign == "\t" ? "tabs" : sign)`; a CSV file has "
            + "commas, and a file with tabs is called .tsv")
      ])
    }
  }

  /// The position of the first byte that is not valid UTF-8.
  private static func notUTF8(_ bytes: [UInt8], file: String) -> Diagnostic {
    var decoder = UTF8()
    var rest = bytes.makeIterator()
    var (line, column, count) = (1, 1, 0)
    while case .scalarValue(let scalar) = decoder.decode(&rest) {
      count += UTF8.width(scalar)
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    let byte = count < bytes.count ? " (a byte \(hex(bytes[count])))" : ""
    return Diagnostic(
      file: file, line: line, column: column,
      "here the file is not UTF-8 text\(byte); save it as UTF-8, in a spreadsheet as “CSV UTF-8”")
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count == 1 ? "0" : "") + digits
  }

  package func texts(_ name: String) -> [String] {
    let index = names.firstIndex(of: name)!
    return rows.map { $0[index] }
  }

  /// The column's categories: equal texts are one, an empty cell is a separate one.
  ///
  /// - Parameter bands: the last numbers of the bands that numbers are grouped in.
  package func column(_ name: String, bands: [Double]? = nil) -> CategoryColumn {
    guard bands != nil else { return CategoryColumn(name: name, texts: texts(name)) }
    return Microdata.banded(name, texts(name).map { Double($0) ?? .nan }, bands)
  }

  package func column(_ name: String) -> CategoryColumn {
    column(name, bands: nil)
  }
}
