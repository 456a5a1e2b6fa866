import Analysis
import ArgumentParser
import Documents
import Statistics
import Study
import Workbench

struct BaselineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Compute the crowd baseline: overall and for each emotion, factor and situation.",
    usage: """
      evoke baseline <source> [--by …] [--exclude …] [--bootstrap N] […]
      evoke baseline <source> --mixed --bayes --robust
      evoke baseline <source> --bounds 2 --floor --ancova
      """,
    discussion: """
      Each row has n; the mean, SD (n-1), median and 95% interval of default, evoked and change; the \
      paired t; Wilcoxon's signed rank test; d_z with its interval; d_av; and Hedges' g_z. The table \
      shows overall, emotions and factors; JSON and CSV include the situations.
      """)

  @Argument(
    help: """
      A study's folder, a .sqlite file, EmotionBench's published workbook, a baseline's JSON, or the \
      name of a baseline that comes with Evoke (\(Source.bundledBaselines.joined(separator: ", "))).
      """)
  var source: String

  @OptionGroup var respondents: KindOption

  @OptionGroup var level: AlphaOption

  @Option(
    help:
      "Adjust p over the factors of a subscale: holm, hochberg, bh or by. Arrows do not change."
  )
  var adjust: AdjustmentName?

  @Option(help: "Add BCa bootstrap intervals of the mean change, from this many replicates.")
  var bootstrap: Int?

  @Option(help: "The seed of the bootstrap.")
  var seed: UInt64 = 1

  @OptionGroup var exclusion: ExclusionOption

  @Option(
    help: ArgumentHelp(
      "Split by the answers to a question of the study, with tests: gender, country, any id, or "
        + "`age` for bands of age. Numbers are split into quarters. Can be repeated.",
      valueName: "question"))
  var by: [String] = []

  @Flag(
    help: "Add mixed models with factors and situations as random intercepts: variances, emotions.")
  var mixed = false

  @Flag(help: "Add JZS Bayes factors of the paired t (prior scale √2/2).")
  var bayes = false

  @Flag(
    help: """
      Add Yuen's trimmed t, the sign test, probability of superiority, a test of normality, the \
      rank-biserial correlation and Hodges and Lehmann's estimate.
      """)
  var robust = false

  @Flag(help: "Compare the default scores with the norms in the instrument's file.")
  var norms = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Add tests of equivalence with no change, within ± these bounds: scale points such as 2, or SDs "
        + "of the change such as 0.2sd.",
      valueName: "bounds"),
    transform: EquivalenceBounds.init(option:))
  var bounds: EquivalenceBounds?

  @Flag(help: "Add the shares of participants at the floor and at the ceiling of the subscale.")
  var floor = false

  @Flag(
    help: "Add the change adjusted for the default score (ANCOVA), and how the two correlate.")
  var ancova = false

  @Flag(help: "Show the situations in the table, too.")
  var situations = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let bootstrap, !(100...10_000_000).contains(bootstrap) {
      throw ValidationError("--bootstrap must be a number of replicates from 100 to 10000000.")
    }
  }

  func run() async throws {
    var options = BaselineAnalysis()
    options.kind = respondents.kind
    options.alpha = level.alpha
    options.rules = exclusion.rules
    options.attributes = by.enumerated().filter { !by[..<$0].contains($1) }.map(\.element)
    options.bootstrap = bootstrap
    options.seed = seed
    options.mixed = mixed
    options.bayes = bayes
    options.robust = robust
    options.norms = norms
    options.bounds = bounds
    options.floor = floor
    options.ancova = ancova
    var report = try await options.report(on: try Source(source), named: source)
    report.adjustment = adjust?.method
    if situations { report.levels = Set(Design.Level.allCases) }
    try output.write(report)
  }
}

extension EquivalenceBounds {
  /// - Throws: `ValidationError` unless it is a positive number, with or without `sd` behind it.
  init(option: String) throws {
    guard let bounds = Self(option) else { throw ValidationError("expected \(Self.expected)") }
    self = bounds
  }
}

/// The short names by which R's `p.adjust` knows the methods.
enum AdjustmentName: String, ExpressibleByArgument, CaseIterable {
  case holm, hochberg, bh, by

  var method: Adjustment {
    switch self {
    case .holm: .holm
    case .hochberg: .hochberg
    case .bh: .benjaminiHochberg
    case .by: .benjaminiYekutieli
    }
  }
}
