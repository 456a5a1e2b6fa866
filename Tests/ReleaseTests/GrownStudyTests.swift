import Disclosure
import Foundation
import Responses
import Statistics
import Testing

@testable import Release
@testable import Study

/// Releases of a study in which people took part in batches, with a release after each.
private struct GrowingStudy {
  let everyone: Microdata
  /// How many took part by each release.
  let sizes: [Int]
  private let ledgerPath: String
  private let folder: URL

  init(_ sizes: [Int], seed: UInt64) throws {
    self.sizes = sizes
    everyone = try madePeople(sizes.last!, seed: seed) { index in
      "2026-03-0\(sizes.firstIndex { index < $0 }! + 1)T11:00:00.000Z"
    }
    folder = try temporaryFolder()
    ledgerPath = folder.appending(path: "ledger.jsonl").path
  }

  func people(_ release: Int) -> Microdata {
    everyone.only(
      Array(0..<sizes[release]), quasiIdentifiers: ["gender", "year_of_birth", "country"])
  }

  /// The time of a release, on the evening of the batch.
  private func time(_ release: Int) -> Timestamp {
    Timestamp(millisecondsSince1970: 1_772_395_200_000 + Int64(release) * 86_400_000)
  }

  func run(
    _ release: Int, _ limits: ReleaseRecipe.Limits, holdsBack: Bool = false,
    of some: Microdata? = nil
  ) async throws -> ReleaseOutcome {
    var run = ReleaseRun(
      .microdata(
        .within(limits), .psychds, identifying: IdentifyingRequest(named: nil, confirmed: nil)),
      of: some ?? people(release),
      ledger: try ReleaseLedger(path: ledgerPath, sourceSHA256: "file"),
      to: folder.appending(path: "\(UUID())").path, generator: "Evoke 0.0.0")
    run.seed = 1
    run.holdsBack = holdsBack
    return try await run.run(now: time(release))
  }

  /// Undoes the last entry of the ledger, so that another release can be tried in its place.
  func keepingLedger<Value>(_ body: () async throws -> Value) async throws -> Value {
    let text = try? Data(contentsOf: URL(fileURLWithPath: ledgerPath))
    let value = try await body()
    if let text {
      try text.write(to: URL(fileURLWithPath: ledgerPath))
    } else {
      try? FileManager.default.removeItem(atPath: ledgerPath)
    }
    return value
  }
}

/// What an attacker sees of the participants in released tables: rows of the same answers are joined.
/// Returns the size of the smallest group who agree on all that was released of them.
private func smallestGroup(_ outcomes: [ReleaseOutcome]) throws -> Int {
  var seen: [[String]: [String]] = [:]
  for (number, outcome) in outcomes.enumerated() {
    let path = "\(outcome.destination)/\(PackageFormat.psychds.wideTable)"
    let rows = try String(contentsOfFile: path, encoding: .utf8)
      .split(whereSeparator: \.isNewline).map { $0.components(separatedBy: ",") }
    let answers = rows[0].indices.filter { rows[0][$0].hasPrefix("panas_") }
    let known = rows[0].indices.filter {
      ["gender", "year_of_birth", "country"].contains(rows[0][$0])
    }
    for row in rows.dropFirst() {
      let person = answers.map { row[$0] }
      seen[person, default: []].append(contentsOf: ["release \(number)"] + known.map { row[$0] })
    }
  }
  return Dictionary(grouping: seen.values) { $0 }.values.map(\.count).min() ?? 0
}

extension MaskingRemedy {
  /// The k that it asks for; nil if that of the limits.
  fileprivate var k: Int? {
    changes.lazy.compactMap { if case .k(let k) = $0 { k } else { nil } }.first
  }
}

@Suite struct GrownStudyTests {
  private static let limits = ReleaseRecipe.Limits(k: 5, maximumSuppression: 0.1)

  /// Follows a remedy, and returns the release.
  private func follow(
    _ remedy: MaskingRemedy, _ study: GrowingStudy, _ release: Int, _ limits: ReleaseRecipe.Limits
  ) async throws -> ReleaseOutcome {
    var limits = limits
    // As it is printed, and read again.
    let options = try #require(remedy.description.split(separator: ":").first)
    var values = options.split(separator: " ").filter { !$0.hasPrefix("--") }
    var holdsBack = false
    for change in remedy.changes {
      switch change {
      case .loss: limits.maximumLoss = try #require(Double(values.removeFirst()))
      case .k: limits.k = try #require(Int(values.removeFirst()))
      case .suppression:
        limits.maximumSuppression = try #require(Double(values.removeFirst().dropLast())) / 100
      case .holdingBack: holdsBack = true
      }
    }
    return try await study.run(release, limits, holdsBack: holdsBack)
  }

  @Test(arguments: 1...2 as ClosedRange<UInt64>, [1, 4, 5, 9, 60])
  func `a study that grew is released, or what is advised is never refused`(
    seed: UInt64, newcomers: Int
  ) async throws {
    let study = try GrowingStudy([120, 120 + newcomers, 127 + newcomers], seed: seed)
    var made = [try await study.run(0, Self.limits)]
    for release in 1...2 {
      do {
        made.append(try await study.run(release, Self.limits))
        #expect(release == 2 || newcomers >= 5)
      } catch ReleaseError.limitsNotReached(let refusal) {
        #expect(!refusal.remedies.isEmpty, "\(refusal)")
        for remedy in refusal.remedies {
          let outcome = try await study.keepingLedger {
            try await follow(remedy, study, release, Self.limits)
          }
          #expect(try smallestGroup(made + [outcome]) >= remedy.k ?? 5, "\(remedy)")
        }
        made.append(try await follow(refusal.remedies[0], study, release, Self.limits))
      }
      let ks = made.compactMap(\.entry.k)
      #expect(try smallestGroup(made) >= min(5, ks.min()!))
    }
  }

  @Test(arguments: 1...4, [2, 5, 8])
  func `newcomers are never released below k of them, and any number from k on can be`(
    newcomers: Int, k: Int
  ) async throws {
    let study = try GrowingStudy([150, 150 + newcomers * 2], seed: 9)
    let limits = ReleaseRecipe.Limits(k: k, maximumSuppression: 0.2)
    _ = try await study.run(0, limits)
    var all = limits
    all.maximumLoss = 1
    all.maximumSuppression = 0
    if newcomers * 2 < k {
      let error = await #expect(throws: ReleaseError.self) { try await study.run(1, all) }
      #expect("\(error!)".contains("needs at least \(k), \(k - newcomers * 2) more"))
    } else {
      #expect(try await study.run(1, all).entry.people == 150 + newcomers * 2)
    }
  }

  @Test func `who is held back is in no file, is counted, and is a newcomer again`() async throws {
    let study = try GrowingStudy([200, 203, 206], seed: 3)
    _ = try await study.run(0, Self.limits)
    let second = try await study.run(1, Self.limits, holdsBack: true)
    #expect(second.entry.people == 200 && second.entry.until != nil)
    #expect(said(second).contains("3 participants held back"))
    let readme = try String(contentsOfFile: "\(second.destination)/README.md", encoding: .utf8)
    #expect(readme.contains("too small a group: 3"))
    // The three and three more are six.
    var limits = Self.limits
    limits.maximumLoss = 1
    let third = try await study.run(2, limits)
    #expect(third.entry.people == 206 && third.entry.until == nil)
    guard case .microdata(_, _, let earlier) = third.content else { return }
    #expect(earlier.k! >= 5 && earlier.unknown == [])
  }

  @Test func `a withdrawal from a small group blocks no release`() async throws {
    let study = try GrowingStudy([200, 205, 215], seed: 5)
    var limits = Self.limits
    limits.maximumLoss = 1
    _ = try await study.run(0, limits)
    _ = try await study.run(1, limits)
    let rest = study.people(2).only(
      (0..<215).filter { $0 != 202 }, quasiIdentifiers: ["gender", "year_of_birth", "country"])
    let error = await #expect(throws: ReleaseError.self) {
      try await study.run(2, limits, of: rest)
    }
    guard case .limitsNotReached(let refusal)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.description.contains("leave 4 participants in groups of fewer than 5"))
    #expect(refusal.remedies.map(\.changes).prefix(2) == [[.holdingBack], [.k(4)]])
    let third = try await study.run(2, limits, holdsBack: true, of: rest)
    #expect(third.entry.people == 210 && third.entry.heldBack == 4 && third.entry.until == nil)
  }

  /// The refusal of a release after another, if every remedy in it does.
  private func refusal(
    _ sizes: [Int], first: ReleaseRecipe.Limits, then limits: ReleaseRecipe.Limits
  ) async throws -> MaskingRefusal {
    let study = try GrowingStudy(sizes, seed: 4)
    let made = try await study.run(0, first)
    let error = await #expect(throws: ReleaseError.self) { try await study.run(1, limits) }
    guard case .limitsNotReached(let refusal)? = error else { throw try #require(error) }
    for remedy in refusal.remedies {
      let outcome = try await study.keepingLedger { try await follow(remedy, study, 1, limits) }
      // Who is held back stays in the groups of the first release.
      let k = min(first.k, remedy.k ?? limits.k)
      #expect(try smallestGroup([made, outcome]) >= k, "\(remedy)")
    }
    return refusal
  }

  @Test func `few newcomers after a release that lost much are held back with that loss`()
    async throws
  {
    let first = ReleaseRecipe.Limits(maximumLoss: 1)
    let limits = ReleaseRecipe.Limits(maximumLoss: 0.1)
    let refusal = try await refusal([30, 33], first: first, then: limits)
    let changes = try #require(refusal.remedies.first?.changes)
    #expect(changes.count == 2 && changes.first == .holdingBack, "\(refusal)")
  }

  @Test func `the k of an earlier release is advised together with the loss that it needs`()
    async throws
  {
    let first = ReleaseRecipe.Limits(k: 2, maximumLoss: 1)
    let refusal = try await refusal([30, 90], first: first, then: .usual)
    #expect(refusal.remedies.contains { $0.k != nil }, "\(refusal)")
    #expect(refusal.remedies.contains { $0.changes.first == .holdingBack }, "\(refusal)")
  }

  @Test func `earlier releases are named if they alone leave too few different values`()
    async throws
  {
    let study = try GrowingStudy([60, 63], seed: 4)
    let first = ReleaseRecipe.Limits(k: 3, maximumLoss: 1)
    _ = try await study.run(0, first)
    // Three newcomers have three values at the most, and all participants many.
    var people = study.people(1)
    people.rules.sensitive = [.init(column: "panas_default_positive_affect", bands: nil)]
    var limits = first
    limits.l = 5
    let error = await #expect(throws: ReleaseError.self) {
      try await study.run(1, limits, of: people)
    }
    #expect("\(error!)".contains("The cause is the earlier releases"), "\(error!)")
  }

  @Test func `a later release says that there were others`() async throws {
    let study = try GrowingStudy([200, 260], seed: 2)
    var limits = Self.limits
    limits.maximumLoss = 1
    let changes = try await [study.run(0, limits), study.run(1, limits)].map {
      try String(contentsOfFile: "\($0.destination)/CHANGES", encoding: .utf8)
    }
    #expect(changes[0].contains("First release of these answers."))
    #expect(changes[1].contains("A further release of these answers. Earlier releases: 1 with"))
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `whole rows are left out without setting few apart`(seed: UInt64) async throws {
    let study = try GrowingStudy([300, 330], seed: seed)
    let limits = ReleaseRecipe.Limits(
      k: 3, maximumSuppression: 0.6, maximumLoss: 1, suppression: .rows)
    let made = [try await study.run(0, limits), try await study.run(1, limits)]
    #expect(try smallestGroup(made) >= 3)
    guard case .microdata(_, _, let earlier) = made[1].content else { return }
    #expect(earlier.k! >= 3)
  }
}
