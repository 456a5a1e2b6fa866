import ArgumentParser
import Release
import Study
import Workbench

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the anonymised dataset as a documented package, or refuse with reasons.",
    discussion: """
      What others may know of a person is coarsened and, if that is not enough, suppressed, until at \
      least k people share it. Answers stay as they are. The package is written beside its \
      destination, read back, measured again and only then moved there: it is whole, or it is not \
      there. --format and --output apply to the summary that is printed at the end.
      """)

  @Argument(help: "A study's folder, a .sqlite file, or EmotionBench's published workbook.")
  var source: String

  @Argument(help: "The folder to make; it must not exist.")
  var directory: String

  @OptionGroup var masking: MaskingOptions

  @Option(
    help: ArgumentHelp(
      "The file that keeps account of a workbook's releases; a study keeps it in its database.",
      valueName: "file"))
  var ledger: String?

  @Flag(
    help: """
      Leave out those whom earlier releases leave in groups of fewer than k: newcomers who are too \
      few, and groups that withdrawals made too small.
      """)
  var holdBack = false

  @Option(help: "How to lay out the package: psychds or bids.")
  var layout = PackageFormat.psychds

  @Option(
    help: """
      Release only the crowd baseline, without answers: differentially private with this epsilon.
      """)
  var epsilon: Double?

  @Option(
    help: ArgumentHelp(
      """
      Identifying columns to release as they are, joined by commas. study.yaml has to name them, and \
      --yes-release to confirm them.
      """, valueName: "columns"))
  var releaseIdentifying: String?

  @Option(
    help: ArgumentHelp(
      "The same columns, to confirm that the package will not be anonymous.", valueName: "columns"))
  var yesRelease: String?

  @Option(
    parsing: .upToNextOption,
    help: "Sizes of the population from which the participants are assumed to be a random sample.")
  var population = RiskQuery.usualPopulations

  @Option(help: "Whose answers: human, simulated, test or model.")
  var kind = RespondentKind.human

  @Option(
    help: """
      For tests: draws ids and order from this seed. With it, anyone can undo the shuffling, so it is \
      written nowhere.
      """)
  var seed: UInt64?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let epsilon, !(epsilon > 0 && epsilon <= 100) {
      throw ValidationError("--epsilon must be above 0 and at most 100; around 1 is usual.")
    }
    guard epsilon == nil || releaseIdentifying == nil && yesRelease == nil else {
      throw ValidationError(
        "--epsilon releases no row; omit --release-identifying and --yes-release.")
    }
    guard epsilon == nil || !masking.isGiven && layout == .psychds && !holdBack else {
      throw ValidationError(
        "--epsilon releases means alone; omit what is about rows: --k, --l, --t, --recipe, --layout, "
          + "--time, --suppress, --hold-back and the limits.")
    }
    guard population.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--population must be a number of people.")
    }
  }

  private func content() throws -> ReleaseRun.Content {
    if let epsilon { return .privateBaseline(epsilon: epsilon) }
    return .microdata(
      try masking.rule(), layout,
      identifying: IdentifyingRequest(named: releaseIdentifying, confirmed: yesRelease))
  }

  func run() async throws {
    let interruption = Interruption()
    let (microdata, ledger) = try await Source(source).release(of: kind, ledger: ledger)
    var release = ReleaseRun(
      try content(), of: microdata, ledger: ledger, to: directory,
      generator: "Evoke \(Evoke.version)")
    release.populations = population
    release.holdsBack = holdBack
    release.seed = seed
    let outcome: ReleaseOutcome
    do {
      outcome = try await release.run(now: .now(), onStaging: interruption.clears) { notice in
        output.note("\(notice)")
      }
    } catch {
      await interruption.waitIfBegun()
      throw error
    }
    await interruption.waitIfBegun()
    try output.write(outcome)
  }
}

extension PackageFormat: ExpressibleByArgument {}
