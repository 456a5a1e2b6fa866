package import Analysis
import EmotionBench
import Foundation
import Resources
import Responses
package import Study
import TextFormats

/// Answers to single items as they were read, and what was not read with them.
package struct ReadAnswers {
  package let answers: ItemAnswers
  package let source: Baseline.Source
  /// Whether the respondents are repetitions of one model.
  package let isRun: Bool
  package let isRunFile: Bool
  /// Columns of a run file that cannot be used.
  package let leftOut: [JudgedRun.LeftOut]
}

extension Source {
  /// The answers to single items, from a database, the published workbook or a run file.
  ///
  /// - Parameter withTimes: whether to read how long each page took.
  package func answers(
    of kind: RespondentKind, withTimes: Bool = false
  ) async throws -> ReadAnswers {
    switch self {
    case .database(let path, _):
      let store = try ResponseStore(reading: path)
      let answers = try await store.answers(of: kind, withTimes: withTimes)
      return ReadAnswers(
        answers: answers,
        source: Baseline.Source(path: path, sha256: nil, participants: answers.respondents.count),
        isRun: kind == .model, isRunFile: false, leftOut: [])
    case .workbook(let path, let contents) where contents.starts(with: [0x50, 0x4B, 0x03, 0x04]):
      guard kind == .human else {
        throw UserMistake(
          "\(path): a published workbook holds humans alone, not `\(kind.rawValue)`")
      }
      let file = try EmotionBenchFile(workbook: contents, file: path)
      return ReadAnswers(
        answers: file.answers,
        source: Baseline.Source(
          path: path, sha256: sha256Hex(contents), participants: file.respondents.count),
        isRun: false, isRunFile: false, leftOut: [])
    case .workbook(let path, let contents):
      guard kind == .human || kind == .model else {
        throw UserMistake("\(path): a run file holds a model's repetitions, not `\(kind.rawValue)`")
      }
      let file = try RunFile(panas: contents, file: path)
      return ReadAnswers(
        answers: file.answers,
        source: Baseline.Source(
          path: path, sha256: sha256Hex(contents), participants: file.columns),
        isRun: true, isRunFile: true,
        leftOut: file.leftOut.map { .init(column: $0.column, reason: $0.reason) })
    case .baseline(_, let source):
      throw UserMistake(
        "the baseline of \(source.path) holds no answers to single items; give the study, the "
          + "workbook or the run instead")
    }
  }

  /// The same, refused where nobody has answered.
  ///
  /// - Parameter path: of the source, as it was given.
  package func someAnswers(
    of kind: RespondentKind, named path: String, withTimes: Bool = false
  ) async throws -> ReadAnswers {
    let read = try await answers(of: kind, withTimes: withTimes)
    guard !read.answers.tables.isEmpty else {
      throw UserMistake(
        "\(path): nobody of kind `\(kind.rawValue)` has completed the study yet; there are no "
          + "answers to look at (`--kind` chooses others, `evoke status` shows who is there)")
    }
    return read
  }

  /// What rules say of those whose answers were read.
  package func exclusion(
    by rules: [StudyDefinition.ExclusionRule], of kind: RespondentKind, _ read: ReadAnswers
  ) async throws -> Exclusion {
    guard !read.isRunFile else {
      throw UserMistake(
        "\(read.source.path): rules are for people; a run file holds a model's repetitions")
    }
    return Exclusion(rules, of: try await traits(of: kind, for: rules, read.answers))
  }
}

extension RunFile {
  /// Reads a run on the instrument and the design that Evoke brings.
  package init(panas contents: [UInt8], file: String) throws {
    let panas = "instruments/panas.yaml"
    let situations = try [Situation](
      csv: TemplateStudy().text(of: "situations.csv") ?? "", file: "situations.csv")
    try self.init(
      contents, file: file,
      instrument: Instrument(yaml: BundledFile.text(panas) ?? "", file: panas),
      design: EmotionBenchFile.published(situations))
  }
}
