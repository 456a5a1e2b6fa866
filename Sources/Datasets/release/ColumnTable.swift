package import Analysis
internal import Foundation
internal import Study

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
  /// - Throws: `StudyError` for what is no table.
  package init(path: String) throws {
    let bytes = try [UInt8](Foundation.Data(contentsOf: URL(fileURLWithPath: path)))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw StudyError([
        Diagnostic(file: path, line: 1, column: 1, "the file is not UTF-8 text")
      ])
    }
    try self.init(text, file: path, isTabbed: path.lowercased().hasSuffix(".tsv"))
  }

  package init(_ text: String, file: String, isTabbed: Bool) throws {
    if isTabbed {
      let lines = text.split(whereSeparator: \.isNewline).map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
      names = lines.first ?? []
      rows = Array(lines.dropFirst())
      if let index = rows.firstIndex(where: { $0.count != names.count }) {
        throw StudyError([
          Diagnostic(
            file: file, line: index + 2, column: 1,
            "the row has \(rows[index].count) cells, the header has \(names.count)")
        ])
      }
    } else {
      let table = try CSVTable(text, file: file)
      names = table.header.map(\.text)
      rows = table.rows.map { $0.map(\.text) }
    }
    if Set(names).count < names.count {
      throw StudyError([
        Diagnostic(file: file, line: 1, column: 1, "two columns have the same name")
      ])
    }
  }

  package func texts(_ name: String) -> [String] {
    let index = names.firstIndex(of: name)!
    return rows.map { $0[index] }
  }

  /// The column's categories: equal texts are one, an empty cell is one of its own.
  ///
  /// - Parameter bands: the last numbers of the bands that numbers are grouped in.
  package func column(_ name: String, bands: [Double]? = nil) -> CategoryColumn {
    guard bands != nil else { return CategoryColumn(name: name, texts: texts(name)) }
    return SurveyedPeople.banded(name, texts(name).map { Double($0) ?? .nan }, bands)
  }

  package func column(_ name: String) -> CategoryColumn {
    column(name, bands: nil)
  }
}
