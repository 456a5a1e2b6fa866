package import Analysis
import EmotionBench
import Responses
package import Study

/// Respondents as they were read, and what they were read from.
package struct Sample: Sendable {
  /// All of the source.
  package let everyone: Respondents
  /// Those whom the rules keep.
  package let respondents: Respondents
  /// nil without rules.
  package let exclusion: Exclusion?
  package let provenance: Provenance
  /// Columns of a run file that cannot be used.
  package let unusedColumns: [UnusedColumn]
}

extension Source {
  /// The respondents of a kind who completed, read at one moment.
  ///
  /// - Parameters:
  ///   - kind: of a workbook `human`; of a run file `model`, or `human` for want of another.
  ///   - rules: those whom they exclude are left out. What they look at is read with the rest.
  /// - Throws: `SourceError` if the source holds no such respondents, or none is left.
  package func sample(
    of kind: RespondentKind, including parts: Respondents.Parts, excluding rules: RuleList? = nil
  ) async throws -> Sample {
    // Those about whom a rule cannot decide are named, and who was asked by which version is told.
    let rulesParts = rules.map { $0.parts.union([.keys, .checks]) } ?? []
    let (everyone, provenance, unused) = try await read(kind, parts.union(rulesParts))
    guard let rules, everyone.count > 0 else {
      return Sample(
        everyone: everyone, respondents: everyone, exclusion: nil, provenance: provenance,
        unusedColumns: unused)
    }
    let exclusion = try exclusion(by: rules, of: everyone)
    guard exclusion.leftOut.count < everyone.count else {
      throw SourceError.noneLeft(rules: rules.text)
    }
    return Sample(
      everyone: everyone, respondents: everyone.without(exclusion.leftOut), exclusion: exclusion,
      provenance: provenance, unusedColumns: unused)
  }

  /// Respondents with their answers to single items.
  ///
  /// - Parameter path: of the source, as it was given.
  /// - Throws: `SourceError` if no respondent answered.
  package func answers(
    of kind: RespondentKind, including parts: Respondents.Parts = [],
    excluding rules: RuleList? = nil, named path: String
  ) async throws -> Sample {
    let sample = try await sample(
      of: kind, including: parts.union(.answers), excluding: rules)
    guard !sample.everyone.answers.isEmpty else {
      throw SourceError.noneCompleted(path: path, kind: kind, for: .answers)
    }
    return sample
  }

  /// Whether the items may have been asked in other orders than the source says: a run file that
  /// gives the printed order alone.
  package func hasDoubtfulOrder(of respondents: Respondents) -> Bool {
    switch self {
    case .runFile, .table: respondents.answers.allSatisfy(\.isInPrintedOrder)
    case .study, .database, .workbook, .baseline: false
    }
  }

  /// Whether the study, as its files are today or in a version that is kept with the answers, states
  /// contrasts in advance.
  func statesContrasts() async throws -> Bool {
    guard let path = databasePath else { return false }
    if try study()?.contrasts.isEmpty == false { return true }
    return try await ResponseStore(reading: path).statesContrasts()
  }

  /// What rules say of respondents whose parts for them were read.
  package func exclusion(by list: RuleList, of respondents: Respondents) throws -> Exclusion {
    if case .runFile(let file) = self { throw SourceError.rulesForRun(path: file.path) }
    return Exclusion(list.rules, stated: list.stated, of: respondents)
  }

  private func read(
    _ kind: RespondentKind, _ parts: Respondents.Parts
  ) async throws -> (Respondents, Provenance, [UnusedColumn]) {
    switch self {
    case .study, .database:
      let path = databasePath!
      let respondents = try await ResponseStore(reading: path).respondents(
        of: kind, including: parts, yearOfImports: EmotionBenchFile.year)
      return (
        respondents,
        Provenance(path: path, sha256: nil, participants: respondents.count, kind: kind), []
      )
    case .workbook(let file):
      guard kind == .human else {
        throw SourceError.humansOnly(path: file.path, asked: kind)
      }
      let respondents = try file.workbook().respondents
      return (respondents, file.provenance(of: respondents), [])
    case .runFile(let file), .table(let file):
      guard !parts.contains(.scores) else {
        // A crowd's scores are pairs, which a run lacks. The reader says why a table is no crowd.
        if case .table = self { _ = try file.workbook() }
        throw SourceError.notACrowd(path: file.path)
      }
      guard kind == .human || kind == .model else {
        throw SourceError.repetitionsOnly(path: file.path, asked: kind)
      }
      let run = try file.run()
      return (run.respondents, file.provenance(of: run.respondents), run.leftOut)
    case .baseline(_, let provenance):
      throw SourceError.noAnswers(path: provenance.path)
    }
  }

  /// The crowd's baseline: computed, or as it was written.
  ///
  /// - Parameters:
  ///   - alpha: of the arrows; nil takes the level that a baseline was written with, else .01.
  ///   - includingEnds: whether rows include the ends of the scale, as far as the source knows them.
  ///   - purpose: what it is for, for the error if no respondent has completed the study.
  package func baseline(
    of kind: RespondentKind, alpha: Double?, includingEnds: Bool = false,
    for purpose: SourceError.Purpose, named path: String
  ) async throws -> (baseline: Baseline, provenance: Provenance) {
    if case .baseline(let baseline, let provenance) = self {
      return (alpha.map { baseline.at(alpha: $0) } ?? baseline, provenance)
    }
    let sample = try await sample(of: kind, including: .scores)
    var baseline = Baseline(sample.respondents, alpha: alpha ?? 0.01)
    if includingEnds { baseline = baseline.withFloorAndCeiling(sample.respondents) }
    if baseline.rows.isEmpty {
      throw SourceError.noneCompleted(path: path, kind: kind, for: purpose)
    }
    return (baseline, sample.provenance)
  }
}

extension SourceFile {
  func provenance(of respondents: Respondents) -> Provenance {
    Provenance(
      path: path, sha256: sha256, participants: respondents.count, kind: respondents.kind)
  }
}
