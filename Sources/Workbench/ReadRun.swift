package import Analysis
import EmotionBench
import Responses
package import Study

/// A run as it was read: from a file of EmotionBench, or from a database.
package struct ReadRun: Sendable {
  package let path: String
  package let sha256: String?
  /// How many columns count, each one repetition of one measure; respondents of a database.
  package let columns: Int
  package let unusedColumns: [UnusedColumn]
  package let run: Run

  /// - Throws: `SourceError` if the path holds no run, and the reader's error for a file that is not
  ///   one.
  package init(_ path: String) async throws {
    self.path = path
    let respondents: Respondents
    switch try Source(path) {
    case .baseline: throw SourceError.notARun(path: path)
    case .workbook(let file), .runFile(let file), .table(let file):
      let read = try file.run()
      (respondents, sha256, unusedColumns) = (read.respondents, file.sha256, read.leftOut)
    case let source:
      respondents = try await source.sample(of: .model, including: .scores).respondents
      guard respondents.scores.contains(where: \.hasPairs) else {
        throw SourceError.noneCompleted(path: path, kind: .model, for: .run)
      }
      (sha256, unusedColumns) = (nil, [])
    }
    columns = respondents.count
    run = Run(respondents)
  }

  /// - Throws: `SourceError` if the run and the crowd answered nothing alike.
  package func judged(
    name: String, against figures: CrowdReference, crowd: String, by method: Judgement.Method
  ) throws -> JudgedRun {
    let answered = Set(run.columns.map(\.instrument))
    guard !answered.isDisjoint(with: figures.instruments) else {
      throw SourceError.otherInstrument(
        run: path, answered: answered.map(\.name).sorted(), crowd: crowd,
        theirs: figures.instruments.map(\.name))
    }
    return JudgedRun(
      name: name, path: path, sha256: sha256, columns: columns, leftOut: unusedColumns,
      judgement: Judgement(run, against: figures, method: method))
  }
}
