package import Analysis
package import EmotionBench
import Foundation
import Resources
package import Responses
package import Study
import TextFormats

/// What an analysis reads: a study's folder, its database, a published workbook, or a baseline.
package enum Source {
  case database(path: String, folder: StudyFolder?)
  case workbook(path: String, contents: [UInt8])
  case baseline(Baseline, Baseline.Source)

  /// The names of the baselines that the binary carries.
  package static var bundledBaselines: [String] {
    BundledFile.names(in: "baselines/").map { String($0.dropLast(".json".count)) }
  }

  /// - Throws: `UserMistake` where the path leads to nothing that holds responses.
  package init(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      if let text = BundledFile.text("baselines/\(path).json") {
        let (baseline, source) = try Baseline.read(Foundation.Data(text.utf8), name: path)
        self = .baseline(baseline, source)
        return
      }
      let hint = nearest(to: path, among: Self.bundledBaselines).map { "; did you mean `\($0)`?" }
      throw UserMistake("\(path): no such file or folder\(hint ?? "")")
    }
    if isFolder.boolValue {
      let database = StudyFolder(path: path).responsesPath
      guard FileManager.default.fileExists(atPath: database) else {
        throw UserMistake(
          "\(path): there are no responses here yet (no responses.sqlite); `evoke serve \(path)` "
            + "collects them, `evoke import` brings them from a file")
      }
      self = .database(path: database, folder: StudyFolder(path: path))
      return
    }
    let contents = try Foundation.Data(
      contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    if contents.starts(with: "SQLite format 3\u{0}".utf8) {
      self = .database(path: path, folder: nil)
    } else if contents.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") {
      let (baseline, source) = try Baseline.read(contents, name: path)
      self = .baseline(baseline, source)
    } else {
      self = .workbook(path: path, contents: [UInt8](contents))
    }
  }

  /// The study that the responses belong to, where its files are at hand.
  package func study() throws -> StudyDefinition? {
    guard case .database(_, let folder?) = self else { return nil }
    return try StudyDefinition.load(from: folder).study
  }

  /// The crowd's scores, and what they were read from.
  ///
  /// - Parameter withTraits: whether to read what else a database knows of its respondents. Only
  ///   splitting and leaving out need it, and it takes a look at every answer.
  package func crowd(
    of kind: RespondentKind, withTraits: Bool = false
  ) async throws -> (crowd: Crowd, source: Baseline.Source) {
    switch self {
    case .database(let path, _):
      let store = try ResponseStore(reading: path)
      let scores = try await store.scores(of: kind)
      var respondents: [Crowd.Respondent] = []
      if withTraits {
        var leastSeconds: [String: Int] = [:]
        if let study = try study() {
          for situation in ([study] + study.translations).flatMap(\.situations) {
            leastSeconds[situation.text] = study.readingSeconds(situation)
          }
        }
        respondents = try await store.traits(of: kind).map {
          Crowd.Respondent($0, leastSeconds: leastSeconds)
        }
      }
      return (
        Crowd(scores, titles: try await store.subscaleTitles(), respondents: respondents),
        Baseline.Source(path: path, sha256: nil, participants: scores.respondents)
      )
    case .workbook(let path, let contents):
      guard kind == .human else {
        throw UserMistake(
          "\(path): a published workbook holds humans alone, not `\(kind.rawValue)`")
      }
      if !contents.starts(with: [0x50, 0x4B]), path.lowercased().hasSuffix(".csv") {
        throw UserMistake(
          "\(path): no crowd's workbook; a model's run is compared with a crowd by `evoke judge "
            + "\(path) --against CROWD`, and looked at by itself by `evoke reliability`")
      }
      let file = try EmotionBenchFile(workbook: contents, file: path)
      let titles = Dictionary(
        uniqueKeysWithValues: file.instrument.subscales.map { ($0.id, $0.title) })
      return (
        Crowd(
          file.scores, titles: titles, respondents: file.respondents.map { Crowd.Respondent($0) }),
        Baseline.Source(
          path: path, sha256: sha256Hex(contents), participants: file.respondents.count)
      )
    case .baseline(_, let source):
      throw UserMistake(
        "the baseline of \(source.path) holds figures, not answers; name the study, the database "
          + "or the file that it was computed from")
    }
  }
}

extension Source {
  /// The crowd's baseline: computed, or as it was written.
  package func baseline(
    of kind: RespondentKind, alpha: Double
  ) async throws -> (baseline: Baseline, source: Baseline.Source) {
    if case .baseline(let baseline, let source) = self { return (baseline, source) }
    let (crowd, source) = try await crowd(of: kind)
    return (Baseline(crowd, alpha: alpha), source)
  }
}

extension EmotionBenchFile {
  /// Reads a workbook with the instrument and the design that Evoke brings.
  package init(workbook contents: [UInt8], file: String) throws {
    let panas = "instruments/panas.yaml"
    try self.init(
      workbook: contents, file: file,
      instrument: Instrument(yaml: BundledFile.text(panas) ?? "", file: panas),
      design: [Situation](
        csv: TemplateStudy().text(of: "situations.csv") ?? "", file: "situations.csv"))
  }
}

extension Crowd {
  package init(_ scores: StoredScores, titles: [SubscaleID: String], respondents: [Respondent]) {
    self.init(
      places: scores.situations.map { Place(situation: $0.key, factorIndex: $0.factorIndex) },
      columns: scores.columns.map {
        Column(
          instrument: $0.instrument, subscale: $0.subscale,
          title: titles[$0.subscale] ?? $0.subscale.name, respondent: $0.respondent,
          place: $0.situation, default: $0.default, evoked: $0.evoked)
      }, participants: scores.respondents, respondents: respondents,
      missing: scores.missing.map {
        Missing(
          instrument: $0.instrument, subscale: $0.subscale,
          title: titles[$0.subscale] ?? $0.subscale.name, unscored: $0.unscored,
          prorated: $0.prorated)
      })
  }
}

extension Crowd.Respondent {
  /// - Parameter leastSeconds: in which the words of a situation can be read, by its text; empty
  ///   where the study is not at hand.
  package init(_ traits: RespondentTraits, leastSeconds: [String: Int]) {
    let least = traits.situationText.flatMap { leastSeconds[$0] }
    let readTooFast = traits.readingSeconds.flatMap { seconds in least.map { seconds < Double($0) }
    }
    self.init(
      answers: traits.answers,
      year: traits.channel == .import
        ? EmotionBenchFile.year : Int(traits.startedAt.prefix { $0 != "-" }),
      seconds: traits.seconds, failedAttention: traits.failedAttention,
      failedScreening: traits.failedScreening, readTooFast: readTooFast,
      answeredIdentically: traits.answeredIdentically)
  }

  package init(_ respondent: ImportedRespondent) {
    var answers: [String: String] = [:]
    for answer in respondent.questions { answers[answer.question.name] = answer.value }
    let given = respondent.administrations.map(\.answers)
    self.init(
      answers: answers, year: EmotionBenchFile.year, answeredIdentically: given[0] == given[1])
  }
}
