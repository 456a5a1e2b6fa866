import Analysis
import Datasets
import Foundation
import Responses
import Study

/// What an analysis reads: a study's folder, its database, or a published workbook.
enum Source {
  case database(path: String)
  case workbook(path: String, contents: [UInt8])

  /// - Throws: `UserMistake` where the path leads to nothing that holds responses.
  init(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw UserMistake("\(path): no such file or folder")
    }
    if isFolder.boolValue {
      let database = StudyFolder(path: path).responsesPath
      guard FileManager.default.fileExists(atPath: database) else {
        throw UserMistake(
          "\(path): there are no responses here yet (no responses.sqlite); `evoke serve \(path)` "
            + "collects them, `evoke import` brings them from a file")
      }
      self = .database(path: database)
      return
    }
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? file.close() }
    let start = try file.read(upToCount: 16) ?? Foundation.Data()
    if start == Foundation.Data("SQLite format 3\u{0}".utf8) {
      self = .database(path: path)
    } else {
      try file.seek(toOffset: 0)
      self = .workbook(path: path, contents: [UInt8](try file.readToEnd() ?? Foundation.Data()))
    }
  }

  /// The crowd's scores, and what they were read from.
  func crowd(of kind: RespondentKind) async throws -> (crowd: Crowd, source: Baseline.Source) {
    switch self {
    case .database(let path):
      let store = try ResponseStore(reading: path)
      let scores = try await store.scores(of: kind)
      let titles = try await store.subscaleTitles()
      return (
        Crowd(scores, titles: titles),
        Baseline.Source(path: path, sha256: nil, participants: scores.respondents)
      )
    case .workbook(let path, let contents):
      guard kind == .human else {
        throw UserMistake(
          "\(path): a published workbook holds humans alone, not `\(kind.rawValue)`")
      }
      let file = try EmotionBenchFile(workbook: contents, file: path)
      let titles = Dictionary(
        uniqueKeysWithValues: file.instrument.subscales.map { ($0.id, $0.title) })
      return (
        Crowd(file.scores, titles: titles),
        Baseline.Source(
          path: path, sha256: sha256Hex(contents), participants: file.respondents.count)
      )
    }
  }
}

extension EmotionBenchFile {
  /// Reads a workbook with the instrument and the design that Evoke brings.
  init(workbook contents: [UInt8], file: String) throws {
    let panas = "instruments/panas.yaml"
    try self.init(
      workbook: contents, file: file,
      instrument: Instrument(yaml: BundledFile.text(panas) ?? "", file: panas),
      design: [Situation](
        csv: TemplateStudy().text(of: "situations.csv") ?? "", file: "situations.csv"))
  }
}

extension Crowd {
  init(_ scores: StoredScores, titles: [SubscaleID: String]) {
    self.init(
      places: scores.situations.map { Place(situation: $0.key, factorIndex: $0.factorIndex) },
      columns: scores.columns.map {
        Column(
          instrument: $0.instrument, subscale: $0.subscale,
          title: titles[$0.subscale] ?? $0.subscale.name, place: $0.situation,
          default: $0.default, evoked: $0.evoked)
      }, participants: scores.respondents)
  }
}
