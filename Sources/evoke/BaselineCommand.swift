import Analysis
import ArgumentParser
import Study

struct BaselineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Computes the crowd baseline: per overall, emotion, factor and situation.",
    discussion: """
      Each row has n, mean, SD (n-1), median and 95% interval of default, evoked and change, the \
      paired t, Wilcoxon's signed rank test, d_z with its interval, d_av and Hedges' g_z. The table \
      shows overall, emotions and factors; JSON and CSV hold the situations too.
      """)

  @Argument(help: "A study's folder, a .sqlite file, or EmotionBench's published workbook.")
  var source: String

  @Option(help: "Whose answers: human, simulated, test or model.")
  var kind = RespondentKind.human

  @Option(help: "The level of the paired t that the arrows stand for.")
  var alpha = 0.01

  @Flag(help: "Show the situations in the table as well.")
  var situations = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard alpha > 0, alpha < 1 else {
      throw ValidationError("--alpha is a probability between 0 and 1.")
    }
  }

  func run() async throws {
    let (crowd, read) = try await Source(source).crowd(of: kind)
    guard !crowd.columns.isEmpty else {
      throw UserMistake(
        "\(source): nobody of kind `\(kind.rawValue)` has completed the study yet; there is no "
          + "baseline to compute (`--kind` chooses others, `evoke status` shows who is there)")
    }
    let baseline = Baseline(crowd, alpha: alpha)
    switch output.format {
    case .json:
      try output.write(baseline.json(source: read, version: Evoke.version).description)
    case .csv:
      try output.write(baseline.csv)
    case .table, .markdown:
      let levels: Set<Baseline.Level> =
        situations
        ? Set(Baseline.Level.allCases) : [.overall, .emotion, .factor]
      let table = baseline.table(levels: levels, participants: read.participants)
      try output.write(output.format == .markdown ? table.markdown : output.text(of: table))
    }
  }
}

extension RespondentKind: ExpressibleByArgument {}
