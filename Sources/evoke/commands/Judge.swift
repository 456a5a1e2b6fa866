import Analysis
import ArgumentParser
import Documents
import Foundation
import Statistics
import Study
import Workbench

struct Judge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge a model's run against the crowd: what changed, and how far from people.",
    usage: "evoke judge <run> … --against <source> [--unit …] [--method …] […]",
    discussion: """
      A run is an EmotionBench results file (one column per repetition) or a database with respondents \
      of kind model. Its evoked scores are compared with its default scores by the published method (an \
      F test at the level --alpha decides between Student's and Welch's t), and with the crowd's by \
      Welch's t, Hedges' g and two one-sided tests. Columns that cannot be used are skipped and \
      listed. Several runs are ordered by closeness to people. With --against norms, a run's default \
      scores are compared with the published norms in its instrument's file.
      """)

  /// Which computation of the published method.
  enum Variant: String, CaseIterable, ExpressibleByArgument {
    case published, emotionbench
  }

  @Argument(help: ArgumentHelp("Run files, study folders or .sqlite files.", valueName: "run"))
  var runs: [String]

  @Option(
    help: """
      The crowd: a study's folder, a .sqlite file, the published workbook, a baseline's JSON, or a \
      baseline that comes with Evoke (\(Source.bundledBaselines.joined(separator: ", "))). Or: norms.
      """)
  var against: String

  @Option(
    help: ArgumentHelp(
      "published, or emotionbench: exactly as EmotionBench's code, with 1e-8 added to SDs.",
      valueName: "method"))
  var method = Variant.published

  @Option(
    help: ArgumentHelp(
      "What counts as one observation on both sides: repetition or situation.", valueName: "unit"))
  var unit = Judgement.Unit.repetition

  @OptionGroup var level: AlphaOption

  @Option(help: "Whose answers make up the crowd: human, simulated, test or model.")
  var kind = RespondentKind.human

  @Flag(help: "Compare the evoked answers to single items instead, of one run.")
  var items = false

  @Flag(help: "Add one row per situation.")
  var situations = false

  @Flag(
    help: """
      Add the distance between the distributions of evoked scores: SD ratio, Wasserstein, energy with \
      a permutation p. Takes a crowd whose people's scores are at hand.
      """)
  var distances = false

  @Option(help: "How often to resample the situations within factors, for the intervals.")
  var resamples = 2_000

  @Option(help: "How many random divisions the p of --distances is based on.")
  var permutations = 999

  @Option(help: "The seed of all random draws.")
  var seed: UInt64 = 1

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (100...1_000_000).contains(resamples) else {
      throw ValidationError("--resamples must be from 100 to 1,000,000, not \(resamples).")
    }
    guard (99...1_000_000).contains(permutations) else {
      throw ValidationError("--permutations must be from 99 to 1,000,000, not \(permutations).")
    }
    guard unit == .repetition || !distances else {
      throw ValidationError(
        "--distances compares single scores; leave out --unit situation.")
    }
    for (index, path) in runs.enumerated() where runs[..<index].contains(path) {
      throw ValidationError("The run \(path) is given twice.")
    }
    guard unit == .repetition || method == .published && !situations else {
      throw ValidationError(
        "With --unit situation a single situation has no SD; leave out --method emotionbench "
          + "and --situations.")
    }
    let isPlain =
      unit == .repetition && method == .published && !situations && !distances
    guard !againstNorms || isPlain && !items && kind == .human else {
      throw ValidationError(
        "--against norms compares default scores alone; leave out --unit, --method, --situations, "
          + "--distances, --items and --kind. A folder that is called norms is ./norms.")
    }
    guard !items || isPlain && runs.count == 1 && level.alpha == nil else {
      throw ValidationError(
        "--items compares the items of one run; leave out --unit, --method, --situations, "
          + "--distances and --alpha, and give one run.")
    }
  }

  func run() async throws {
    if againstNorms { return try await compareWithNorms() }
    if items {
      return try output.write(
        try await ItemShiftReport(ofRun: runs[0], against: against, kind: kind))
    }
    let (figures, alpha, source) = try await Source(against).crowd(
      of: kind, alpha: level.alpha, includingScores: distances, named: against)
    let method = Judgement.Method(
      variant: method == .emotionbench ? .emotionbench : .described, unit: unit,
      alpha: alpha, withSituations: situations,
      bootstrap: Bootstrap(replicates: resamples, seed: seed),
      permutations: distances ? permutations : nil)
    let names = Self.names(runs)
    var judged: [JudgedRun] = []
    for (path, name) in zip(runs, names) {
      judged.append(
        try await ReadRun(path).judged(name: name, against: figures, crowd: against, by: method))
    }
    try output.write(JudgementReport(judged, source: source))
  }

  private var againstNorms: Bool { against == "norms" }

  private func compareWithNorms() async throws {
    var compared: [NormReport.Run] = []
    for (path, name) in zip(runs, Self.names(runs)) {
      let run = try await ReadRun(path)
      compared.append(
        NormReport.Run(
          name: name, path: path, sha256: run.sha256, columns: run.columns,
          leftOut: run.unusedColumns, norms: try await Source(path).norms(for: run)))
    }
    try output.write(NormReport(compared, alpha: level.alpha ?? 0.01))
  }

  /// The files' names without extensions; the paths if two names are the same.
  private static func names(_ paths: [String]) -> [String] {
    let names = paths.map {
      URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
    }
    return Set(names).count == names.count ? names : paths
  }
}

extension Judgement.Unit: ExpressibleByArgument {}
