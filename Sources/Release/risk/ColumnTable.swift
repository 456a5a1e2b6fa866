package import Disclosure
internal import Foundation
import TextFormats

/// Any table of text, read for its columns' categories alone.
package struct ColumnTable: Sendable {
  package let names: [String]
  /// Each of as many cells as there are names.
  let rows: [[String]]
  /// The lines below the names that hold no person: the questions' texts and the ids of columns in
  /// a file from Qualtrics.
  package private(set) var furtherHeaders = 0

  init(names: [String], rows: [[String]]) {
    self.names = names
    self.rows = rows
  }

  package var records: Int { rows.count }

  package func texts(_ name: String) -> [String] {
    let index = names.firstIndex(of: name)!
    return rows.map { $0[index] }
  }

  /// The column's categories: equal texts are one, an empty cell is a separate one.
  ///
  /// - Parameter bands: the last numbers of the bands that numbers are grouped in.
  package func column(_ name: String, bands: [Double]?) -> CategoryColumn {
    guard bands != nil else { return column(name) }
    return Microdata.banded(name, texts(name).map { Double($0) ?? .nan }, bands)
  }

  package func column(_ name: String) -> CategoryColumn {
    CategoryColumn(name: name, texts: texts(name))
  }
}

extension ColumnTable {
  /// The table in a file: cells separated by commas, or by tabs where the name ends in `.tsv`.
  ///
  /// - Throws: `DiagnosedError` for what is no table.
  package init(path: String) throws {
    let bytes = try [UInt8](Foundation.Data(contentsOf: URL(fileURLWithPath: path)))
    let text = try UTF8Text.text(of: bytes, file: path) { byte in
      "here the file is not UTF-8 text (a byte 0x\(String(byte, radix: 16, uppercase: true))); save "
        + "it as UTF-8, in a spreadsheet as “CSV UTF-8”"
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
    let lines = table.rows.map { $0.map(\.text) }
    let ids = lines.prefix(2).firstIndex { $0.contains { $0.hasPrefix(#"{"ImportId":"#) } }
    furtherHeaders = ids.map { $0 + 1 } ?? 0
    rows = Array(lines.dropFirst(furtherHeaders))
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
}
