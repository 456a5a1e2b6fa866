import Analysis
package import Documents
package import Study

/// What is asked of a crowd baseline.
package struct BaselineAnalysis: Sendable {
  package var kind = RespondentKind.human
  /// The level of the paired t that the arrows stand for; nil takes that of a baseline as it was
  /// written, else .01.
  package var alpha: Double?
  /// Rules by which people are excluded, as `RuleList` reads them.
  package var rules: String?
  /// Questions by whose answers respondents are split, as `Attribute` names them.
  package var attributes: [String] = []
  /// Replicates of the bootstrap.
  package var bootstrap: Int?
  package var seed: UInt64 = 1
  package var mixed = false
  package var bayes = false
  package var robust = false
  /// Whether default scores are compared with the norms of the instruments.
  package var norms = false
  /// How small a change counts as none.
  package var bounds: EquivalenceBounds?
  package var floor = false
  package var ancova = false

  package init() {}

  /// Whether respondents are needed, which a baseline as it was written lacks.
  private var needsRespondents: Bool {
    rules != nil || !attributes.isEmpty || bootstrap != nil || mixed || robust || floor || ancova
  }

  /// The baseline of a source, with what was asked for beside it.
  ///
  /// - Parameter path: of the source, as it was given.
  /// - Throws: `SourceError` and `RuleError` for what the source cannot answer.
  package func report(on source: Source, named path: String) async throws -> BaselineReport {
    if case .baseline(let baseline, let provenance) = source {
      guard kind == .human else { throw SourceError.fixedBaseline(path: path) }
      guard !needsRespondents else { throw SourceError.noRespondents(path: path) }
      var report = BaselineReport(
        alpha.map { baseline.at(alpha: $0) } ?? baseline, source: provenance)
      report.bayes = bayes
      if norms { report.norms = try await source.norms(for: baseline, named: path) }
      report.bounds = bounds
      return report
    }
    let rules = try rules.map { try RuleList($0, of: source, named: path) }
    let stated = try await source.statesContrasts()
    var parts: Respondents.Parts = attributes.isEmpty ? .scores : [.scores, .attributes]
    if stated { parts.formUnion(ContrastAnalysis.parts) }
    let sample = try await source.sample(of: kind, including: parts, excluding: rules)
    guard sample.everyone.scores.contains(where: \.hasPairs) else {
      throw sample.everyone.count > 0
        ? SourceError.noneScored(path: path, participants: sample.everyone.count)
        : SourceError.noneCompleted(path: path, kind: kind, for: .baseline)
    }
    let respondents = sample.respondents
    let alpha = alpha ?? 0.01
    var baseline = Baseline(respondents, alpha: alpha)
    if let bootstrap {
      baseline = baseline.bootstrapped(respondents, replicates: bootstrap, seed: seed)
    }
    if robust { baseline = baseline.withRobustTests(respondents) }
    if floor { baseline = baseline.withFloorAndCeiling(respondents) }
    var models: [Ancova]?
    if ancova { (baseline, models) = baseline.withAncova(respondents) }
    var report = BaselineReport(baseline, source: sample.provenance)
    if stated { report.contrasts = try contrasts(of: sample, source, alpha: alpha) }
    report.exclusion = sample.exclusion.map { ($0, Baseline(sample.everyone, alpha: alpha)) }
    report.demographics = try attributes.map { name in
      DemographicBaseline(
        respondents, by: try attribute(name, in: respondents.attributes!, named: path),
        alpha: alpha, robust: robust, floor: floor)
    }
    if !respondents.keys.isEmpty {
      report.sameAnswers = respondents.sameAnswers().map { $0.map { respondents.keys[$0] } }
    }
    report.bayes = bayes
    report.robust = robust
    report.bounds = bounds
    report.floor = floor
    report.ancova = models
    report.mixed = mixed ? SituationModel.models(of: respondents) : nil
    if norms { report.norms = try await source.norms(for: baseline, named: path) }
    report.missing = ProrationSensitivity.all(in: respondents, alpha: alpha)
    return report
  }

  /// The contrasts that the study or one of its versions states.
  private func contrasts(
    of sample: Sample, _ source: Source, alpha: Double
  ) throws -> ContrastReport? {
    let today = try source.study()?.contrasts ?? []
    let definitions = sample.everyone.statedContrasts(beside: today)
    guard !definitions.isEmpty else { return nil }
    return ContrastReport(
      try Contrast.all(
        definitions, of: sample.respondents, everyone: sample.everyone, stated: today),
      source: sample.provenance, alpha: alpha, exclusion: sample.exclusion)
  }

  private func attribute(
    _ name: String, in attributes: Respondents.Attributes, named path: String
  ) throws(SourceError) -> Attribute {
    let attribute = Attribute(name, of: attributes)
    guard attribute.question != Imagining.descriptionID else { throw .freeText(attribute: name) }
    guard attribute.groups(in: attributes).contains(where: { $0 != nil }) else {
      throw .notAnswered(
        path: path, attribute: name, question: attribute.question.name,
        answered: attributes.answered.map(\.name))
    }
    return attribute
  }
}
