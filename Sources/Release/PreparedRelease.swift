import Disclosure
import Documents
internal import Foundation
import Study
import TextFormats

/// A package before it is written, with what its verification, the ledger and the summary need.
protocol PreparedRelease {
  /// The package's files, without their sums.
  var files: [PackageFile] { get throws }
  /// The entry of the ledger; time, source and package are not filled in yet.
  var entry: LedgerEntry { get }
  /// What is released, in a few words for the study's log.
  var action: String { get }
  var notices: [ReleaseNotice] { get }
  var outcome: ReleaseOutcome.Content { get }

  /// Everything that is wrong with the package on the disk; empty if it may be released.
  func problems(in folder: URL) throws -> [String]
}

/// A row per participant, masked.
struct PreparedMicrodata: PreparedRelease {
  let masked: MaskedMicrodata
  let earlier: EarlierReleases
  /// How many participants of earlier releases were held back, and until when those finished who
  /// were not, if newcomers were as well.
  let heldBack: (people: Int, until: String?)
  let report: RiskReport
  let dataset: ReleasedDataset
  let format: PackageFormat

  var files: [PackageFile] {
    get throws { try PackageWriter.files(of: dataset, format: format) }
  }

  private var identifying: [String] { masked.microdata.identifying.map(\.name) }

  var entry: LedgerEntry {
    LedgerEntry(
      recipe: masked.recipe.yaml, people: dataset.rows.count, k: report.after.k,
      together: Dictionary(
        earlier.pairs.map { ($0.at, $0.k) }, uniquingKeysWith: { min($0, $1) }),
      identifying: identifying, kind: masked.microdata.kind, heldBack: heldBack.people,
      until: heldBack.until)
  }

  var action: String {
    identifying.isEmpty
      ? "a dataset" : "a dataset with identifying columns (\(identifying.joined(separator: ", ")))"
  }

  var notices: [ReleaseNotice] { earlier.unknown.map { .notCompared(reason: $0) } }

  var outcome: ReleaseOutcome.Content { .microdata(masked, report, earlier) }

  func problems(in folder: URL) throws -> [String] {
    try PackageVerification(masked: masked, dataset: dataset, format: format).problems(in: folder)
  }
}

/// The crowd baseline alone, with noise: no row of a participant is released.
struct PreparedBaseline: PreparedRelease {
  let microdata: Microdata
  let baseline: PrivateBaseline
  /// nil if no ledger is kept.
  let budget: PrivacyBudget?

  var files: [PackageFile] {
    [
      PackageFile("README.md", readme, "What this table is, and what the noise does to it."),
      PackageFile("baseline.csv", baseline.csv, "The table of means."),
      PackageFile("baseline.json", baseline.json(budget), "The same figures, for programs."),
    ]
  }

  private var readme: String {
    let about = microdata.rules.description
    let times = exp(baseline.epsilon)
    return PackageTemplate("private-baseline.md").filled(
      [
        "TITLE": about.title, "NOTE": microdata.kind.note.map { "\($0) " } ?? "",
        "EPSILON": "\(baseline.epsilon)",
        "FACTOR": times < 1e6 ? figure(times, decimals: 2) : "e^\(formatted(baseline.epsilon))",
        "WARNING": (budget?.warning).map { "**\($0)**\n\n" } ?? "",
        "MEANERROR": figure(baseline.typicalError, decimals: 2),
        "CHANGEERROR": figure(baseline.typicalErrorOfChange, decimals: 2),
        "SHARE": figure(baseline.share, decimals: 4),
        "BUDGET": budget?.note(on: baseline.epsilon)
          ?? "No ledger was kept: what earlier releases spent is not known.",
        "LICENCE": about.licence
          ?? "none has been chosen; no one has permission to use the table",
      ])
  }

  var entry: LedgerEntry {
    LedgerEntry(
      recipe: "epsilon: \(baseline.epsilon)\n", people: microdata.people.count,
      epsilon: baseline.epsilon, kind: microdata.kind)
  }

  var action: String { "a private baseline, epsilon \(baseline.epsilon)" }

  var notices: [ReleaseNotice] { (budget?.warning).map { [.withoutNoiseBefore($0)] } ?? [] }

  var outcome: ReleaseOutcome.Content { .privateBaseline(baseline, budget) }

  func problems(in folder: URL) throws -> [String] {
    let scan = CanaryScan(secrets: microdata.secrets.union(microdata.words), permitted: [])
    return try FileVerification(everywhere: scan).problems(in: folder).problems
  }
}
