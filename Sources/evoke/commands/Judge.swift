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
      listed. Several runs are ordered by closeness to people.
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
      baseline that comes with Evoke (\(Source.bundledBaselines.joined(separator: ", "))).
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

  @Flag(help: "Add one row per situation.")
  var situations = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    for (index, path) in runs.enumerated() where runs[..<index].contains(path) {
      throw ValidationError("The run \(path) is given twice.")
    }
    guard unit == .repetition || method == .published && !situations else {
      throw ValidationError(
        "With --unit situation a single situation has no SD; leave out --method emotionbench "
          + "and --situations.")
    }
  }

  func run() async throws {
    let (baseline, source) = try await Source(against).baseline(
      of: kind, alpha: level.alpha, for: .crowd, named: against)
    let figures = CrowdReference(baseline)
    let method = Judgement.Method(
      variant: method == .emotionbench ? .emotionbench : .described, unit: unit,
      alpha: baseline.alpha,
      withSituations: situations)
    let names = Self.names(runs)
    var judged: [JudgedRun] = []
    for (path, name) in zip(runs, names) {
      judged.append(
        try await ReadRun(path).judged(name: name, against: figures, crowd: against, by: method))
    }
    try output.write(JudgementReport(judged, source: source))
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
