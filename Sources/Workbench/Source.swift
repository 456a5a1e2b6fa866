package import Analysis
import Foundation
import Resources
import Responses
package import Study
import TextFormats

/// What a command reads. The content of a file decides once what it is, not its name.
package enum Source: Sendable {
  /// A study's folder with a database in it.
  case study(StudyFolder)
  case database(path: String)
  /// EmotionBench's workbook of people, or any other file that is no text.
  case workbook(SourceFile)
  /// A model's run, as EmotionBench writes it.
  case runFile(SourceFile)
  /// Any other text: rows and columns that only their names explain.
  case table(SourceFile)
  /// Figures without the answers that they were computed from.
  case baseline(Baseline, Provenance)

  /// The names of the baselines that the binary carries.
  package static var bundledBaselines: [String] {
    BundledFile.names(in: "baselines/").map { String($0.dropLast(".json".count)) }
  }

  /// - Parameter path: a study's folder, a file, or the name of a baseline that the binary carries.
  /// - Throws: `SourceError` if the path leads to nothing that holds responses, `BaselineError` for
  ///   a JSON file that is not a baseline.
  package init(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      guard let text = BundledFile.text("baselines/\(path).json") else {
        throw SourceError.notFound(
          path: path, suggestion: nearest(to: path, among: Self.bundledBaselines))
      }
      self = try .baseline(Foundation.Data(text.utf8), name: path)
      return
    }
    guard !isFolder.boolValue else {
      let folder = StudyFolder(path: path)
      guard FileManager.default.fileExists(atPath: folder.responsesPath) else {
        throw ResponseStore.loss(at: folder.responsesPath) ?? SourceError.noResponses(path: path)
      }
      self = .study(folder)
      return
    }
    // A pipe could be read only once, and a device has no end.
    let kind = try FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)[.type]
    guard kind as? FileAttributeType == .typeRegular else { throw SourceError.device(path: path) }
    let contents = try Foundation.Data(
      contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    if contents.starts(with: "SQLite format 3\u{0}".utf8) {
      self = .database(path: path)
    } else if contents.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") {
      self = try .baseline(contents, name: path)
    } else {
      self = .init(SourceFile(path: path, contents: [UInt8](contents)))
    }
  }

  private init(_ file: SourceFile) {
    let isText = !file.contents.prefix(4_096).contains(0)
    self =
      file.isRun ? .runFile(file) : file.isArchive || !isText ? .workbook(file) : .table(file)
  }

  private static func baseline(_ json: Foundation.Data, name: String) throws -> Source {
    let (baseline, provenance) = try Baseline.read(json, name: name)
    return .baseline(baseline, provenance)
  }

  /// The path of the database; nil for a file.
  package var databasePath: String? {
    switch self {
    case .study(let folder): folder.responsesPath
    case .database(let path): path
    case .workbook, .runFile, .table, .baseline: nil
    }
  }

  /// The study that the responses belong to, as its files are today; nil if they are not at hand.
  package func study() throws -> StudyDefinition? {
    guard case .study(let folder) = self else { return nil }
    return try StudyDefinition.load(from: folder).study
  }
}

/// A file as it was read.
package struct SourceFile: Sendable {
  package let path: String
  package let contents: [UInt8]

  package init(path: String, contents: [UInt8]) {
    self.path = path
    self.contents = contents
  }

  package var sha256: String { sha256Hex(contents) }

  /// Whether the file begins as a zip archive does, and thus a workbook.
  var isArchive: Bool { contents.starts(with: "PK".utf8) }
}
