import Analysis
package import Documents
package import Study

extension DetectableChangeReport {
  /// The smallest changes that the respondents of a source can show, row by row.
  ///
  /// - Throws: `PowerError` if the power is not above alpha, `SourceError` if there is no baseline.
  package init(
    ofSource path: String, kind: RespondentKind, alpha: Double, power: Double, situations: Bool
  ) async throws {
    guard power > alpha else { throw PowerError.powerNotAboveAlpha(power: power, alpha: alpha) }
    let source = try Source(path)
    if case .baseline = source, kind != .human { throw SourceError.fixedBaseline(path: path) }
    let (baseline, provenance) = try await source.baseline(
      of: kind, alpha: alpha, includingEnds: true, for: .power, named: path)
    self.init(
      DetectableChange(baseline, alpha: alpha, power: power), of: baseline, source: provenance,
      levels: situations ? Set(Design.Level.allCases) : [.overall, .emotion, .factor])
  }
}
