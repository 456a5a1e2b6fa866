import Disclosure
import Documents
import Foundation
import Responses
import Study
import Testing
import TextFormats

@testable import Release

/// What the outcome says at a terminal, on one line.
func said(_ outcome: ReleaseOutcome) -> String {
  outcome.document.text().split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// Runs releases of made people into an empty folder of their own.
@Suite struct ReleaseRunTests {
  private static let now = Timestamp(millisecondsSince1970: 1_795_230_654_007)
  private static let limits = ReleaseRecipe.Limits(k: 5, maximumSuppression: 0.2)

  private let parent: URL
  private let ledgerPath: String

  init() throws {
    parent = try temporaryFolder()
    ledgerPath = try temporaryFolder().appending(path: "ledger.jsonl").path
  }

  private var left: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: parent.path).sorted() }
  }

  private func ledger() throws -> ReleaseLedger {
    try ReleaseLedger(path: ledgerPath, sourceSHA256: "file")
  }

  private func run(
    _ content: ReleaseRun.Content, of microdata: Microdata, to name: String = "out",
    ledger: ReleaseLedger? = nil
  ) throws -> ReleaseRun {
    var run = ReleaseRun(
      content, of: microdata, ledger: try ledger ?? self.ledger(),
      to: parent.appending(path: name).path, generator: "Evoke 0.0.0")
    run.seed = 1
    return run
  }

  private static func rows(
    _ limits: ReleaseRecipe.Limits = limits, named: String? = nil, confirmed: String? = nil
  ) -> ReleaseRun.Content {
    .microdata(
      .within(limits), .psychds,
      identifying: IdentifyingRequest(named: named, confirmed: confirmed))
  }

  @Test func `a release is in place as a whole, and in the ledger`() async throws {
    let outcome = try await run(Self.rows(), of: madePeople(200)).run(now: Self.now)
    #expect(try left == ["out"])
    #expect(outcome.isInLedger)
    #expect(said(outcome).contains("200 participants, k = "))
    let entry = try #require(try ledger().entries.first)
    #expect(entry.at == Self.now.description)
    #expect((entry.people, entry.source, entry.epsilon) == (200, "file", nil))
    #expect(entry.package.count == 64)
    let recipe = try String(
      contentsOf: parent.appending(path: "out/recipe.yaml"), encoding: .utf8)
    #expect(entry.recipe == recipe)
  }

  @Test func `the outcome's fields say what was released`() async throws {
    let outcome = try await run(
      Self.rows(named: "started_at", confirmed: "started_at"),
      of: madePeople(200, identifying: [.startedAt])
    ).run(now: Self.now)
    let entry = try #require(try ledger().entries.first)
    let cells = try CSVTable(outcome.csv, file: "outcome.csv")
    let row = Dictionary(
      uniqueKeysWithValues: zip(cells.header.map(\.text), cells.rows[0].map(\.text)))
    #expect(cells.rows.count == 1)
    #expect(row["folder"] == parent.appending(path: "out").path)
    #expect(row["sha256"] == entry.package)
    #expect(row["released_at"] == Self.now.description)
    #expect((row["kind"], row["participants"]) == ("human", "200"))
    #expect(row["k"] == entry.k.map { "\($0)" })
    #expect((row["identifying"], row["in_ledger"]) == ("started_at", "true"))
    #expect((row["dropped_rows"], row["epsilon"], row["mean_error"]) == ("0", "", ""))
    #expect(row["k_with_earlier_releases"] == "")
    guard case .microdata(let masked, let report, _) = outcome.content else {
      Issue.record("\(outcome.content)")
      return
    }
    #expect(row["uniques_before"] == "\(report.before.uniques)")
    #expect(row["suppressed_cells"].flatMap(Double.init) == masked.masking.suppression)
    #expect(row["information_loss"].flatMap(Double.init) == masked.masking.loss)
    let json = outcome.json(version: "0.0.0").description
    for column in masked.recipe.columns {
      #expect(json.contains("\"\(column.name)\": \"\(column.level)\""))
    }
  }

  @Test func `the seed decides on every byte`() async throws {
    let microdata = try madePeople(120)
    var sums: [String] = []
    for name in ["one", "two"] {
      let ledger = try ReleaseLedger(path: nil, sourceSHA256: "")
      _ = try await run(Self.rows(), of: microdata, to: name, ledger: ledger).run(now: Self.now)
      sums.append(
        try String(contentsOf: parent.appending(path: "\(name)/SHA256SUMS"), encoding: .utf8))
    }
    #expect(sums[0] == sums[1])
  }

  @Test func `limits that cannot be kept are refused with what would do, and leave nothing`()
    async throws
  {
    let run = try run(Self.rows(ReleaseRecipe.Limits(k: 150)), of: madePeople(200))
    let error = await #expect(throws: ReleaseError.self) { _ = try await run.run(now: Self.now) }
    guard case .limitsNotReached(let refusal)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.description.contains("k = 150 is not reached"))
    #expect(refusal.description.contains("- --k "))
    #expect(try left == [])
    #expect(try ledger().entries.isEmpty)
  }

  @Test(arguments: [true, false])
  func `a destination that exists is not touched, and nothing is entered`(isPrivate: Bool)
    async throws
  {
    try Data("kept".utf8).write(to: parent.appending(path: "out"))
    let content = isPrivate ? ReleaseRun.Content.privateBaseline(epsilon: 1) : Self.rows()
    let run = try run(content, of: madePeople(100))
    await #expect(throws: ReleaseError.self) { _ = try await run.run(now: Self.now) }
    #expect(try String(contentsOf: parent.appending(path: "out"), encoding: .utf8) == "kept")
    #expect(try left == ["out"])
    #expect(try ledger().entries.isEmpty)
  }

  @Test func `an earlier release that the new one would undo refuses it`() async throws {
    let microdata = try madePeople(200)
    _ = try await run(Self.rows(), of: microdata, to: "first").run(now: Self.now)
    let second = try run(
      Self.rows(ReleaseRecipe.Limits(k: 9, maximumSuppression: 0.2)), of: microdata, to: "second")
    let error = await #expect(throws: ReleaseError.self) { _ = try await second.run(now: Self.now) }
    guard case .limitsNotReached(let refusal)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.description.contains("k = 9 is not reached together with the earlier releases"))
    #expect(refusal.description.contains(/in groups of fewer than 9, the smallest of [5-8]\./))
    #expect(try left == ["first"])
    #expect(try ledger().entries.count == 1)
  }

  @Test func `nobody to release is an error of the kind`() async throws {
    let run = try run(Self.rows(), of: madePeople(0).withKind(.simulated))
    let error = await #expect(throws: ReleaseError.self) { _ = try await run.run(now: Self.now) }
    #expect(error?.description.contains("of kind `simulated`") == true)
  }

  // MARK: The private baseline

  @Test func `epsilon releases the baseline alone, with sums, and adds up in the ledger`()
    async throws
  {
    let microdata = try madePeople(200)
    for (name, epsilon) in [("one", 0.5), ("two", 1.25)] {
      let outcome = try await run(
        .privateBaseline(epsilon: epsilon), of: microdata, to: name
      ).run(now: Self.now)
      #expect(said(outcome).contains("differentially private with epsilon = \(epsilon)"))
      #expect(said(outcome).contains("In total, epsilon = ") == (name == "two"))
      let json = outcome.json(version: "0.0.0").description
      #expect(json.contains("\"epsilon\": \(epsilon),"))
      #expect(json.contains("\"epsilon_spent_in_all\": \(name == "one" ? 0.5 : 1.75),"))
      #expect(json.contains("\"k\": null,") && !json.contains("\"mean_error\": null"))
      #expect(said(outcome).contains(/a mean is off by \d+\.\d\d and a change by \d+\.\d\d\b/))
    }
    let folder = parent.appending(path: "two")
    let rows = try String(contentsOf: folder.appending(path: "baseline.csv"), encoding: .utf8)
      .split(whereSeparator: \.isNewline).map { $0.components(separatedBy: ",") }
    let subscale = try #require(rows[0].firstIndex(of: "subscale"))
    #expect(rows[1][try #require(rows[0].firstIndex(of: "instrument"))] == "panas")
    #expect(Set(rows.dropFirst().map { $0[subscale] }) == ["positive_affect", "negative_affect"])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["README.md", "SHA256SUMS", "baseline.csv", "baseline.json"])
    let sums = try String(contentsOf: folder.appending(path: "SHA256SUMS"), encoding: .utf8)
    #expect(
      try sums
        == names.filter { $0 != "SHA256SUMS" }.map {
          "\(sha256Hex(try Data(contentsOf: folder.appending(path: $0))))  \($0)\n"
        }.joined())
    let entries = try ledger().entries
    #expect(entries.map(\.epsilon) == [0.5, 1.25])
    #expect(entries.map(\.recipe) == ["epsilon: 0.5\n", "epsilon: 1.25\n"])
    #expect(entries.map(\.k) == [nil, nil])
  }

  @Test func `rows that are out are noted when means follow`() async throws {
    let microdata = try madePeople(200)
    _ = try await run(Self.rows(), of: microdata, to: "rows").run(now: Self.now)
    var notices: [ReleaseNotice] = []
    _ = try await run(.privateBaseline(epsilon: 1), of: microdata, to: "means")
      .run(now: Self.now, note: { notices.append($0) })
    let hasWarning = notices.contains {
      if case .withoutNoiseBefore = $0 { true } else { false }
    }
    #expect(hasWarning)
  }

  // MARK: Identifying columns

  @Test(
    arguments: [
      ("started_at", nil, [.notConfirmed]), (nil, "started_at", [.notNamed]),
      ("finished_at", "finished_at", [.notInStudy]),
      ("finished_at", nil, [.notInStudy, .notConfirmed]),
      ("session_token", "session_token", [.neverReleased]),
    ] as [(String?, String?, [IdentifyingRefusal.Reason])])
  func `an identifying column that only two of three name is refused with what is missing`(
    named: String?, confirmed: String?, reasons: [IdentifyingRefusal.Reason]
  ) async throws {
    let run = try run(
      Self.rows(named: named, confirmed: confirmed), of: madePeople(200, identifying: [.startedAt]))
    let error = await #expect(throws: ReleaseError.self) { _ = try await run.run(now: Self.now) }
    guard case .identifyingColumns(let refusals)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusals.map(\.reasons) == [reasons])
    #expect(try left == [])
  }

  @Test func `a confirmed column is released, counted, noted and in the ledger`() async throws {
    var notices: [ReleaseNotice] = []
    let outcome = try await run(
      Self.rows(named: "started_at", confirmed: " started_at"),
      of: madePeople(200, identifying: [.startedAt])
    ).run(now: Self.now, note: { notices.append($0) })
    #expect(notices.contains(.identifying([.init(column: "started_at", people: 200)])))
    #expect(said(outcome).hasPrefix("NOT ANONYMOUS: released started_at (200 participants, "))
    #expect(try ledger().entries.first?.identifying == ["started_at"])
  }

  @Test func `a column that the study names and nobody asks for stays here`() async throws {
    let microdata = try madePeople(200, identifying: [.startedAt])
    _ = try await run(Self.rows(), of: microdata).run(now: Self.now)
    let table = try String(
      contentsOf: parent.appending(path: "out/data/description-wide_data.csv"), encoding: .utf8)
    #expect(!table.contains("started_at") && !table.contains("10:11:12.345"))
    #expect(try ledger().entries.first?.identifying == nil)
  }

  // MARK: What fails

  @Test(arguments: [true, false])
  func `an interruption leaves nothing, neither at the destination nor beside it`(isPrivate: Bool)
    async throws
  {
    let content = isPrivate ? ReleaseRun.Content.privateBaseline(epsilon: 1) : Self.rows()
    let run = try run(content, of: madePeople(100))
    var wasStaged = false
    await #expect(throws: (any Error).self) {
      _ = try await run.run(
        now: Self.now,
        onStaging: { discard in
          wasStaged = (try? left.count) == 1
          discard()
        })
    }
    #expect(wasStaged)
    #expect(try left == [])
    #expect(try ledger().entries.isEmpty)
  }

  @Test(arguments: [true, false])
  func `an identity in any file stops the release, and is not repeated`(isPrivate: Bool)
    async throws
  {
    let content = isPrivate ? ReleaseRun.Content.privateBaseline(epsilon: 1) : Self.rows()
    let run = try run(content, of: madePeople(200, title: "Of secret-identity-1"))
    let error = await #expect(throws: ReleaseError.self) { _ = try await run.run(now: Self.now) }
    guard case .verification(let problems)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(problems.contains { $0.hasPrefix("README.md: contains an identity") })
    #expect(!"\(problems)".contains("secret-identity"))
    #expect(try left == [])
    #expect(try ledger().entries.isEmpty)
  }

  @Test func `what an interrupted run left is removed, and that is said`() async throws {
    try FileManager.default.createDirectory(
      at: parent.appending(path: ".out.unfinished-abcdef"), withIntermediateDirectories: true)
    var notices: [ReleaseNotice] = []
    _ = try await run(Self.rows(), of: madePeople(100)).run(
      now: Self.now, note: { notices.append($0) })
    #expect(notices.contains(.removed(1)))
    #expect(try left == ["out"])
  }

  @Test func `a study keeps the account in its database, and the run closes it`() async throws {
    let path = try temporaryFolder().appending(path: "responses.sqlite").path
    let ledger = try await ReleaseLedger(ResponseStore(path: path, now: Self.now))
    _ = try await run(Self.rows(), of: madePeople(100), ledger: ledger).run(now: Self.now)
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    let kept = try ResponseStore(reading: path)
    let entry = try LedgerEntry(json: #require(try await kept.releases().first))
    #expect((entry.people, entry.source, entry.kind) == (100, "", "human"))
    #expect(try await kept.checkActionLog() == .unbroken(entries: 1))
  }
}

@Suite struct ReleaseNoticeTests {
  @Test func `rules that leave something open are noted, and only these`() async throws {
    let plain = try madePeople(100)
    let parent = try temporaryFolder()
    var notices: [ReleaseNotice] = []
    let ledger = try ReleaseLedger(path: nil, sourceSHA256: "")
    let outcome = try await ReleaseRun(
      .privateBaseline(epsilon: 1), of: plain, ledger: ledger,
      to: parent.appending(path: "out").path, generator: "Evoke 0.0.0"
    ).run(now: .now(), note: { notices.append($0) })
    #expect(notices == [.noAuthors, .noLicence])
    #expect(said(outcome).contains("There is no ledger: "))
  }
}
