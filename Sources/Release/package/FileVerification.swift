internal import Foundation

/// Looks through every file of a package on the disk for what must not be there.
struct FileVerification: Sendable {
  let everywhere: CanaryScan
  /// Files that are looked through otherwise, by their paths in the package.
  var tables: [String: CanaryScan] = [:]

  /// What was found, and the SPSS file as it was read; nil if there is none.
  func problems(in folder: URL) throws -> (problems: [String], spss: SPSSContents?) {
    var problems: [String] = []
    var spss: SPSSContents?
    for name in try StagingFolder.files(in: folder) {
      let file = folder.appendingPathComponent(name)
      let contents = try Foundation.Data(contentsOf: file)
      let scan = tables[name] ?? everywhere
      problems += scan.findings(in: contents, name: name)
      if name == PackageFormat.spssFile {
        let read = try SPSSContents(of: file)
        let texts = Foundation.Data(read.texts.joined(separator: "\n").utf8)
        problems += scan.findings(in: texts, name: name)
        spss = read
      }
      if name.hasSuffix(".json"), (try? JSONSerialization.jsonObject(with: contents)) == nil {
        problems.append("\(name): is not JSON")
      }
      if contents.isEmpty { problems.append("\(name): is empty") }
    }
    return (problems, spss)
  }
}
