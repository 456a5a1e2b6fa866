internal import Analysis
package import Foundation

/// Writes a released dataset as a folder of files.
package enum PackageWriter {
  package enum Layout: String, Sendable, CaseIterable {
    /// A Psych-DS dataset, which is a Frictionless data package as well.
    case psychds
    /// Phenotype files of the Brain Imaging Data Structure.
    case bids
  }

  /// Writes every file of the package into the folder, which is there and empty.
  ///
  /// Nothing is read but the dataset. Whoever calls this syncs the files and moves the folder.
  package static func write(
    _ dataset: ReleasedDataset, into folder: URL, layout: Layout
  ) throws {
    let table = folder.appendingPathComponent(wideTable(layout))
    try FileManager.default.createDirectory(
      at: table.deletingLastPathComponent(), withIntermediateDirectories: true)
    let header = dataset.variables.map(\.name)
    let text = csvText([header] + dataset.rows.map { $0.map(cell) })
    try Foundation.Data(text.utf8).write(to: table)
    for document in dataset.documents {
      let file = folder.appendingPathComponent(document.path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Foundation.Data(document.text.utf8).write(to: file)
    }
  }

  /// Where in a package the table with a row a participant stands. It has every variable, under its
  /// name and in order; the release is measured again on this file.
  package static func wideTable(_ layout: Layout) -> String { "data/wide.csv" }

  /// What a table holds for a value.
  package static func cell(_ value: ReleasedValue) -> String { value.text }
}
