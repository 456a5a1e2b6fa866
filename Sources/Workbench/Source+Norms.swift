package import Analysis
import Resources
import Responses
import Study
import TextFormats

/// Why nothing can be set beside norms.
package enum NormError: UserFacingError, Equatable {
  case noNorms(path: String, instruments: [String], hasStudy: Bool)

  package var description: String {
    switch self {
    case .noNorms(let path, let instruments, let hasStudy):
      "\(path): no norms for \(instruments.map { "`\($0)`" }.joined(separator: ", ")); "
        + (hasStudy ? "" : "name the study's folder instead, and ")
        + "add `norms:` to the instrument's file in the folder `instruments` of the study, each with "
        + "`subscale`, `name`, `n`, `mean`, `sd` and `source`"
    }
  }
}

extension Source {
  /// The instruments that respondents answered. Those of a study are as its files are today: norms
  /// may be added after the last answer, because participants do not see them.
  private func instruments(of ids: [InstrumentID]) async throws -> [Instrument] {
    switch self {
    case .study(let folder): try StudyDefinition.load(from: folder).study.instruments
    case .database(let path): try await ResponseStore(reading: path).instruments()
    case .workbook, .runFile, .table, .baseline:
      try ids.compactMap { id in
        let path = "instruments/\(id).yaml"
        return try BundledFile.text(path).map { try Instrument(yaml: $0, file: "Evoke's \(path)") }
      }
    }
  }

  /// The default scores of a baseline against the norms of its instruments.
  ///
  /// - Throws: `NormError` if none of its subscales has a norm.
  package func norms(for baseline: Baseline, named path: String) async throws -> NormComparisons {
    let ids = baseline.rows.filter(\.isOverall).map(\.instrument)
    return try compared(
      NormComparisons(baseline, of: try await instruments(of: ids)), ids: ids, named: path)
  }

  /// The default scores of a run against the norms of its instruments.
  ///
  /// - Throws: `NormError` if none of its subscales has a norm.
  package func norms(for run: ReadRun) async throws -> NormComparisons {
    let ids = run.run.columns.map(\.instrument)
    return try compared(
      NormComparisons(run.run, of: try await instruments(of: ids)), ids: ids, named: run.path)
  }

  private func compared(
    _ norms: NormComparisons, ids: [InstrumentID], named path: String
  ) throws(NormError) -> NormComparisons {
    guard norms.rows.isEmpty else { return norms }
    let names = Set(ids.map(\.name)).sorted()
    var hasStudy = false
    if case .study = self { hasStudy = true }
    throw .noNorms(path: path, instruments: names, hasStudy: hasStudy)
  }
}
