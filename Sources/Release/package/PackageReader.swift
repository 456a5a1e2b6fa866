package import Foundation
import TextFormats

/// Reads a written package back, as its recipients will.
package enum PackageReader {
  /// The table with one row per participant as it is on the disk: the names of its columns, and the
  /// cells as the files hold them.
  ///
  /// A BIDS package has it in several files. They are joined by the participants' ids, without
  /// BIDS's `sub-`, and put into the variables' order if these name the columns.
  package static func wide(
    in folder: URL, format: PackageFormat, variables: [ReleasedVariable]
  ) throws -> (header: [String], rows: [[String]]) {
    switch format {
    case .psychds:
      let path = format.wideTable
      let table = try CSVTable(text(of: path, in: folder), file: path)
      return (table.header.map(\.text), table.rows.map { $0.map(\.text) })
    case .bids:
      var (header, rows) = try joined(in: folder)
      if header.first == "participant_id", let id = variables.first {
        header[0] = id.name
        for index in rows.indices where rows[index][0].hasPrefix("sub-") {
          rows[index][0].removeFirst(4)
        }
      }
      let order = variables.compactMap { header.firstIndex(of: $0.name) }
      let all = order + header.indices.filter { !order.contains($0) }
      return (all.map { header[$0] }, rows.map { row in all.map { row[$0] } })
    }
  }

  /// `participants.tsv` with the columns of every phenotype file beside it.
  private static func joined(in folder: URL) throws -> (header: [String], rows: [[String]]) {
    var (header, rows) = try tsv(PackageFormat.bids.wideTable, in: folder)
    let phenotype = folder.appendingPathComponent("phenotype").path
    guard FileManager.default.fileExists(atPath: phenotype) else { return (header, rows) }
    let names = try FileManager.default.contentsOfDirectory(atPath: phenotype)
    for name in names.filter({ $0.hasSuffix(".tsv") }).sorted() {
      let (columns, values) = try tsv("phenotype/\(name)", in: folder)
      let byParticipant = Dictionary(grouping: values, by: { $0.first ?? "" })
      header += columns.dropFirst()
      for index in rows.indices {
        guard let own = byParticipant[rows[index][0]], own.count == 1 else {
          throw ReleaseError.file(
            "phenotype/\(name)", reason: "a participant has no row, or more than one")
        }
        rows[index] += own[0].dropFirst()
      }
    }
    return (header, rows)
  }

  private static func tsv(
    _ path: String, in folder: URL
  ) throws -> (header: [String], rows: [[String]]) {
    let table = try CSVTable(
      text(of: path, in: folder), file: path, separator: "\t", quoting: .none)
    guard table.misshapen.isEmpty else {
      throw ReleaseError.file(path, reason: "its rows must have the same number of cells")
    }
    return (table.header.map(\.text), table.rows.map { $0.map(\.text) })
  }

  private static func text(of path: String, in folder: URL) throws -> String {
    try UTF8Text.text(
      of: [UInt8](Foundation.Data(contentsOf: folder.appendingPathComponent(path))), file: path)
  }
}
