import Disclosure
import Statistics
package import Study

/// One release: from microdata to a package that is in place as a whole, or is not there at all.
package struct ReleaseRun: Sendable {
  /// How the quasi-identifiers are masked.
  package enum MaskingRule: Sendable {
    /// With the least information lost within limits.
    case within(ReleaseRecipe.Limits)
    case by(ReleaseRecipe, file: String)

    var k: Int {
      switch self {
      case .within(let limits): limits.k
      case .by(let recipe, _): recipe.limits.k
      }
    }
  }

  /// What is released.
  package enum Content: Sendable {
    /// A row per participant.
    case microdata(MaskingRule, PackageFormat, identifying: IdentifyingRequest)
    /// The crowd baseline alone, differentially private.
    case privateBaseline(epsilon: Double)
  }

  package let microdata: Microdata
  package let ledger: ReleaseLedger
  package let content: Content
  /// The folder to make; it must not exist.
  package let destination: String
  /// The Evoke that makes the release, such as `Evoke 0.1.0`.
  package let generator: String
  /// Sizes of the population that the participants are assumed to be a random sample of.
  package var populations = [20_000, 200_000]
  /// Whether those are left out whom earlier releases leave in groups of fewer than k.
  package var holdsBack = false
  /// Draws ids, order and noise; nil takes the system's secure generator.
  package var seed: UInt64?

  package init(
    _ content: Content, of microdata: Microdata, ledger: ReleaseLedger, to destination: String,
    generator: String
  ) {
    self.content = content
    self.microdata = microdata
    self.ledger = ledger
    self.destination = destination
    self.generator = generator
  }

  /// Makes the package in a hidden folder, puts it on the disk, reads it back, enters it in the ledger
  /// and moves it to its destination. Whatever fails, nothing is left at the destination or beside it.
  /// The ledger's database is closed when this returns.
  ///
  /// - Parameters:
  ///   - onStaging: takes what removes the hidden folder, for a run that is interrupted.
  ///   - note: takes what the publisher should know.
  /// - Throws: ``ReleaseError`` with what would do; errors of the disk and the database.
  package func run(
    now: Timestamp, onStaging: (@escaping @Sendable () -> Void) -> Void = { _ in },
    note: (ReleaseNotice) -> Void = { _ in }
  ) async throws -> ReleaseOutcome {
    guard !microdata.people.isEmpty else { throw ReleaseError.nobody(microdata.kind) }
    let microdata = try namingColumns()
    microdata.notices.forEach(note)
    let staging = try StagingFolder(for: destination)
    onStaging { [folder = staging.folder] in StagingFolder.discard(folder) }
    if staging.removed > 0 { note(.removed(staging.removed)) }
    do {
      let prepared = try prepared(microdata, now: now)
      try PackageWriter.write(try prepared.files, into: staging.folder)
      try staging.sync()
      let problems = try prepared.problems(in: staging.folder)
      guard problems.isEmpty else { throw ReleaseError.verification(problems) }
      var entry = prepared.entry
      entry.at = now.description
      entry.source = ledger.sourceSHA256
      entry.package = try staging.sha256()
      try await ledger.record(entry, prepared.action, now: now)
      try await ledger.close()
      try staging.commit()
      prepared.notices.forEach(note)
      return ReleaseOutcome(
        destination: destination, content: prepared.outcome, entry: entry,
        isInLedger: ledger.isKept)
    } catch {
      staging.discard()
      try? await ledger.close()
      throw error
    }
  }

  private func namingColumns() throws -> Microdata {
    guard case .microdata(_, _, let request) = content else { return microdata }
    return microdata.withIdentifyingColumns(try microdata.identifyingColumns(request))
  }

  /// The participants who are released, and the earlier releases of them.
  private func holdingBack(
    _ all: Microdata, k: Int
  ) throws -> (Microdata, ReleasedBefore, (people: Int, until: String?)) {
    let before = try ReleasedBefore(ledger, of: all)
    guard holdsBack, let kept = before.notHeldBack(k: k) else { return (all, before, (0, nil)) }
    guard !kept.isEmpty else { throw ReleaseError.allHeldBack(k: k) }
    let newcomers = (1..<k).contains(before.newcomers) ? before.newcomers : 0
    return (
      all.holdingBackOthers(than: kept), before.keeping(kept),
      (all.people.count - kept.count - newcomers, newcomers > 0 ? before.until : nil)
    )
  }

  private func prepared(_ microdata: Microdata, now: Timestamp) throws -> any PreparedRelease {
    var generator: any RandomNumberGenerator =
      seed.map { SeededGenerator(seed: $0) } ?? SystemRandomNumberGenerator()
    switch content {
    case .microdata(let rule, let format, _):
      let (microdata, before, heldBack) = try holdingBack(microdata, k: rule.k)
      let masked =
        switch rule {
        case .within(let limits):
          try MaskedMicrodata(microdata, limits: limits, after: before)
        case .by(let recipe, let file):
          try MaskedMicrodata(microdata, recipe: recipe, file: file, after: before)
        }
      let earlier = EarlierReleases(before, with: masked)
      if let k = earlier.k, k < rule.k {
        throw ReleaseError.verification(["together with earlier releases, k = \(k)"])
      }
      let report = RiskReport(
        masked, earlier: ledger.isKept ? earlier : nil, populations: populations, year: now.year)
      return PreparedMicrodata(
        masked: masked, earlier: earlier, heldBack: heldBack, report: report,
        dataset: ReleasedDataset(
          masked, report: report, after: Precedents(ledger, of: microdata),
          date: String(now.description.prefix(10)),
          generator: self.generator, using: &generator),
        format: format)
    case .privateBaseline(let epsilon):
      let columns = microdata.privateColumns
      guard !columns.isEmpty else { throw ReleaseError.noScoresForNoise }
      return PreparedBaseline(
        microdata: microdata,
        baseline: PrivateBaseline(
          columns, of: microdata.design, epsilon: epsilon, using: &generator),
        budget: ledger.isKept ? PrivacyBudget(ledger, kind: microdata.kind) : nil)
    }
  }
}
