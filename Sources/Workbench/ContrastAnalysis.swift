import Analysis
package import Documents
package import Study

/// What is asked of contrasts.
package struct ContrastAnalysis: Sendable {
  package var kind = RespondentKind.human
  package var alpha = 0.01
  /// Rules by which people are excluded, as `RuleList` reads them.
  package var rules: String?
  /// Which groups are compared; empty for the contrasts that the study states.
  package var definitions: [ContrastDefinition] = []
  /// How small a difference counts as none; nil takes what the study states.
  package var bounds: EquivalenceBounds?

  package init() {}

  /// The contrasts of a source.
  ///
  /// - Parameter path: of the source, as it was given.
  /// - Throws: `SourceError`, `RuleError` and `ContrastError` for what the source cannot answer.
  package func report(on source: Source, named path: String) async throws -> ContrastReport {
    if case .baseline = source {
      throw ContrastError.unknown(
        option: path,
        reason: "a stored baseline has no respondents; use the study or the workbook instead")
    }
    let stated = try source.study()?.contrasts ?? []
    let rules = try rules.map { try RuleList($0, of: source, named: path) }
    let sample = try await source.sample(of: kind, including: Self.parts, excluding: rules)
    guard sample.everyone.scores.contains(where: \.hasPairs) else {
      throw sample.everyone.count > 0
        ? SourceError.noneScored(path: path, participants: sample.everyone.count)
        : SourceError.noneCompleted(path: path, kind: kind, for: .contrast)
    }
    let known = sample.everyone.statedContrasts(beside: stated)
    let definitions = (definitions.isEmpty ? known : definitions).map { definition in
      var definition = definition
      definition.bounds =
        bounds ?? definition.bounds
        ?? known.first { $0.hasGroups(of: definition) }?.bounds
      return definition
    }
    guard !definitions.isEmpty else {
      throw ContrastError.unknown(
        option: path,
        reason:
          "no contrast is stated in advance (`contrasts:` in study.yaml); say which groups to "
          + "compare with --of and --against")
    }
    if !self.definitions.isEmpty {
      let vocabulary = sample.everyone.vocabulary
      for definition in definitions {
        guard let fault = vocabulary.fault(of: definition) else { continue }
        throw ContrastError.unknown(option: "--\(fault.part)", reason: fault.reason)
      }
    }
    return ContrastReport(
      try Contrast.all(
        definitions, of: sample.respondents, everyone: sample.everyone, stated: stated),
      source: sample.provenance, alpha: alpha, exclusion: sample.exclusion)
  }

  /// What of the respondents a contrast looks at.
  static let parts: Respondents.Parts = [.scores, .attributes, .checks, .unfinished]
}
