import Disclosure
import Foundation
import Responses
import Study
import Testing

@testable import Release

/// Releases in which some people read a neutral situation, of a factor that has no other.
@Suite struct ControlReleaseTests {
  private static let neutral = Design.Cell(
    key: SituationKey(emotion: "Fear", factor: "Only Neutral", index: 1, kind: .neutral),
    factorIndex: 3)
  private static let limits = ReleaseRecipe.Limits(k: 5, maximumSuppression: 0.1)

  private func people(readers: Int = 40) throws -> Microdata {
    try madePeople(200, control: (Self.neutral, readers))
  }

  /// Makes the package in a new folder, which it returns.
  private func package(_ released: ReleasedDataset) throws -> URL {
    let folder = try temporaryFolder()
    try PackageWriter.write(PackageWriter.files(of: released, format: .psychds), into: folder)
    return folder
  }

  private func words(_ path: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `factors and emotions are counted over all situations, and controls are named`()
    throws
  {
    let released = dataset(try MaskedMicrodata(people(), limits: Self.limits))
    let folder = try package(released)
    let count =
      "The 5 situations, of which 1 is neutral, belong to 5 factors of 2 emotions: Anger, "
      + "Fear."
    for path in ["README.md", "CITATION.cff", "datacite.json", "dataset_description.json"] {
      #expect(try words(path, in: folder).contains(count), "\(path)")
    }
    #expect(
      try words("README.md", in: folder).contains(
        "Of the 5 situations, 1 is neutral, as a control (`situation_kind`)"))
    #expect(
      try words("codebook.md", in: folder).contains(
        "A control (see situation_kind) should not evoke it."))
  }

  @Test func `a situation that only people who are held back read is in no file`() throws {
    let some = try people(readers: 3).holdingBackOthers(than: Array(0..<197))
    let released = dataset(try MaskedMicrodata(some, limits: Self.limits))
    #expect(released.situations.count == 4 && !released.hasControls)
    let folder = try package(released)
    for path in try StagingFolder.files(in: folder) {
      let bytes = try Data(contentsOf: folder.appending(path: path))
      #expect(bytes.firstRange(of: Data("Only Neutral".utf8)) == nil, "\(path)")
    }
  }

  @Test func `a situation that only excluded people read is not described`() throws {
    let limits = ReleaseRecipe.Limits(
      k: 5, maximumSuppression: 0.9, maximumLoss: 1, suppression: .rows)
    let masked = try MaskedMicrodata(people(readers: 1), limits: limits)
    let isReleased = masked.kept.contains(199)
    #expect(masked.situations.contains { $0.cell == Self.neutral } == isReleased)
  }

  @Test func `simulated answers are named in the baseline and the report`() throws {
    let masked = try MaskedMicrodata(people().withKind(.simulated), limits: Self.limits)
    let folder = try package(dataset(masked))
    #expect(try words("baseline.md", in: folder).contains("200 simulated participants"))
    #expect(try words("baseline.json", in: folder).contains(#""kind": "simulated""#))
    let report = try words("risk/report.md", in: folder)
    #expect(report.hasPrefix("# Could people be found in this dataset? (simulated answers)"))
    #expect(report.contains("These answers are simulated; no person gave them."))
    #expect(try words("risk/report.html", in: folder).contains("(simulated answers)"))
  }

  @Test func `simulated answers are named in a private baseline`() async throws {
    let folder = try temporaryFolder().appending(path: "means")
    let run = ReleaseRun(
      .privateBaseline(epsilon: 1), of: try people().withKind(.simulated),
      ledger: try ReleaseLedger(path: nil, sourceSHA256: ""), to: folder.path,
      generator: "Evoke 0.0.0")
    _ = try await run.run(now: Timestamp(millisecondsSince1970: 1_772_395_200_000))
    #expect(
      try words("README.md", in: folder).contains(
        "These answers are simulated; no person gave them. This folder holds"))
  }

  @Test func `nothing is called suppressed or released that is not`() throws {
    let limits = ReleaseRecipe.Limits(k: 15, maximumSuppression: 0, maximumLoss: 1)
    let report = try words(
      "risk/report.md",
      in: package(
        dataset(try MaskedMicrodata(madePeople(20), limits: limits))))
    #expect(report.contains("That was enough: no single cell was suppressed."))
    #expect(!report.contains("Because that was not enough"))
    #expect(report.contains("not in the dataset; nor is the country"))
  }

  @Test func `a kind that was changed is found when the package is measured again`() throws {
    let masked = try MaskedMicrodata(people(), limits: Self.limits)
    let released = dataset(masked)
    let verification = PackageVerification(masked: masked, dataset: released, format: .psychds)
    let folder = try package(released)
    #expect(try verification.problems(in: folder) == [])
    let table = folder.appending(path: PackageFormat.psychds.wideTable)
    let text = try String(contentsOf: table, encoding: .utf8)
    try text.replacing(",neutral,", with: ",negative,")
      .write(to: table, atomically: true, encoding: .utf8)
    #expect(try verification.problems(in: folder).joined().contains("cells of the baseline differ"))
  }
}
