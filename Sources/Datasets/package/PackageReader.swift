package import Foundation
import Study

/// Reads a written package back, as whoever receives it will.
package enum PackageReader {
  /// The table with a row a participant as it stands on the disk: the variables' names, and the cells
  /// as the files hold them.
  ///
  /// A BIDS package has it in several files, which are joined by the participants' ids; its `n/a`
  /// stays, and the ids have BIDS's `sub-` before them.
  package static func wide(
    in folder: URL, layout: PackageWriter.Layout
  ) throws -> (header: [String], rows: [[String]]) {
    let path = PackageWriter.wideTable(layout)
    switch layout {
    case .psychds:
      let text = try text(of: path, in: folder)
      let table = try CSVTable(text, file: path)
      return (table.header.map(\.text), table.rows.map { $0.map(\.text) })
    case .bids:
      var (header, rows) = try tsv(path, in: folder)
      let phenotype = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("phenotype").path
      ).filter { $0.hasSuffix(".tsv") }.sorted()
      for name in phenotype {
        let (columns, values) = try tsv("phenotype/\(name)", in: folder)
        let byParticipant = Dictionary(grouping: values, by: { $0.first ?? "" })
        header += columns.dropFirst()
        for index in rows.indices {
          guard let own = byParticipant[rows[index][0]], own.count == 1 else {
            throw Failure(
              path: "phenotype/\(name)", problem: "a participant has no row, or more than one")
          }
          rows[index] += own[0].dropFirst()
        }
      }
      return (header, rows)
    }
  }

  package struct Failure: Error, CustomStringConvertible {
    package let path: String
    package let problem: String

    package var description: String { "\(path): \(problem)" }
  }

  private static func tsv(
    _ path: String, in folder: URL
  ) throws -> (header: [String], rows: [[String]]) {
    let lines = try text(of: path, in: folder).split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    guard let header = lines.first, lines.allSatisfy({ $0.count == header.count }) else {
      throw Failure(path: path, problem: "its rows have not the same number of cells")
    }
    return (header, Array(lines.dropFirst()))
  }

  private static func text(of path: String, in folder: URL) throws -> String {
    let bytes = try Foundation.Data(contentsOf: folder.appendingPathComponent(path))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(path: path, problem: "is not UTF-8")
    }
    return text
  }
}
