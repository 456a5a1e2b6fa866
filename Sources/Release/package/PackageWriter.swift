package import Foundation
import TextFormats

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
  /// The same dataset gives the same bytes. Nothing is read but the dataset. Whoever calls this
  /// syncs the files and moves the folder.
  package static func write(
    _ dataset: ReleasedDataset, into folder: URL, layout: Layout
  ) throws {
    for file in try files(of: dataset, layout: layout) {
      let path = folder.appendingPathComponent(file.path)
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Foundation.Data(file.bytes).write(to: path)
    }
  }

  /// Every file of the package; the last is `SHA256SUMS`, which names all others.
  package static func files(of dataset: ReleasedDataset, layout: Layout) throws -> [PackageFile] {
    var files =
      switch layout {
      case .psychds: try PsychDSLayout(dataset).files()
      case .bids: try BIDSLayout(dataset).files()
      }
    files += dataset.documents.map {
      PackageFile($0.path, $0.text, $0.description)
    }
    files.append(readme(of: dataset, layout: layout, files: files))
    files.sort { $0.path < $1.path }
    let sums = files.map { "\(sha256Hex($0.bytes))  \($0.path)\n" }.joined()
    files.append(PackageFile("SHA256SUMS", sums, "The SHA-256 of every other file."))
    return files
  }

  /// What a table holds for a value. A text that a spreadsheet could take for a formula has an
  /// apostrophe before it; numbers stay as they are.
  package static func cell(_ value: ReleasedValue) -> String {
    guard case .text(let text) = value else { return value.text }
    return SpreadsheetGuard.guarded(text)
  }

  /// What a layout's tables hold for a value, as `PackageReader` reads it back.
  package static func cell(_ value: ReleasedValue, in layout: Layout) -> String {
    switch layout {
    case .psychds: cell(value)
    case .bids: BIDSLayout.cell(value)
    }
  }
}
