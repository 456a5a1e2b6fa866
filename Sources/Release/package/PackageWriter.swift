package import Foundation
import TextFormats

/// Makes and writes the files of a package.
package enum PackageWriter {
  /// Every file of a dataset's package, without its sums.
  ///
  /// The same dataset gives the same bytes. Nothing is read but the dataset.
  package static func files(
    of dataset: ReleasedDataset, format: PackageFormat
  ) throws -> [PackageFile] {
    var files =
      switch format {
      case .psychds: try PsychDSLayout(dataset: dataset).files()
      case .bids: try BIDSLayout(dataset: dataset).files()
      }
    files += dataset.documents
    files.append(PackageReadme(dataset: dataset, format: format, files: files).file)
    return files
  }

  /// Writes the files, and `SHA256SUMS`, which names all of them, into a folder that exists and is
  /// empty. The caller puts the files on the disk and moves the folder.
  package static func write(_ files: [PackageFile], into folder: URL) throws {
    for file in withSums(files) {
      // The folder itself is never made again: an interruption may have removed it.
      var parent = folder
      for part in file.path.split(separator: "/").dropLast() {
        parent.appendPathComponent(String(part))
        guard !FileManager.default.fileExists(atPath: parent.path) else { continue }
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: false)
      }
      let path = folder.appendingPathComponent(file.path)
      try Foundation.Data(file.bytes).write(to: path)
    }
  }

  /// The files by their paths, and their sums as the last.
  package static func withSums(_ files: [PackageFile]) -> [PackageFile] {
    let files = files.sorted { $0.path < $1.path }
    let sums = files.map { "\(sha256Hex($0.bytes))  \($0.path)\n" }.joined()
    return files + [PackageFile("SHA256SUMS", sums, "The SHA-256 of every other file.")]
  }
}
