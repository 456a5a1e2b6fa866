package import Analysis
package import Study

extension Source {
  /// What runs are judged against, read at one moment.
  ///
  /// - Parameters:
  ///   - alpha: as of `baseline`.
  ///   - includingScores: whether the people's scores are needed, beside the figures of the baseline.
  /// - Throws: `SourceError` if scores are needed from a baseline, which has none.
  package func crowd(
    of kind: RespondentKind, alpha: Double?, includingScores: Bool, named path: String
  ) async throws -> (figures: CrowdReference, alpha: Double, provenance: Provenance) {
    guard includingScores else {
      let (baseline, provenance) = try await baseline(
        of: kind, alpha: alpha, for: .crowd, named: path)
      return (CrowdReference(baseline), baseline.alpha, provenance)
    }
    if case .baseline = self { throw SourceError.noRespondents(path: path) }
    let sample = try await sample(of: kind, including: .scores)
    let baseline = Baseline(sample.respondents, alpha: alpha ?? 0.01)
    guard !baseline.rows.isEmpty else {
      throw SourceError.noneCompleted(path: path, kind: kind, for: .crowd)
    }
    return (
      CrowdReference(baseline, of: sample.respondents), baseline.alpha, sample.provenance
    )
  }
}
