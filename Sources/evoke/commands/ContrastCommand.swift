import Analysis
import ArgumentParser
import Study
import Workbench

struct ContrastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contrast",
    abstract: "Compare how two groups of participants changed.",
    usage: """
      evoke contrast <source>
      evoke contrast <source> --of emotion=Anger --against kind=neutral […]
      evoke contrast <source> --of gender=female --against rest --bounds 2
      """,
    discussion: """
      Each subscale has the difference of the mean changes with Welch's test, Hedges' g, and p \
      adjusted over the contrasts (Holm); the same adjusted for the default score, and with \
      situations as random; and who did not complete. Without --of, the contrasts that study.yaml \
      states in advance.
      """)

  @Argument(
    help: "A study's folder, a .sqlite file, or EmotionBench's published workbook.")
  var source: String

  @Option(
    help: ArgumentHelp(
      "The first group: NAME=VALUE, several joined by commas. Names are emotion, factor, kind (of the "
        + "situation), language, age, and the questions of the study. Can be repeated, each with its "
        + "--against. Without kind, a group leaves controls out.",
      valueName: "group"))
  var of: [String] = []

  @Option(
    help: ArgumentHelp(
      "The second group, in the same way, or `rest` for everyone else.", valueName: "group"))
  var against: [String] = []

  @OptionGroup var respondents: KindOption

  @Option(help: "The significance level of the tests.")
  var alpha = 0.01

  @OptionGroup var exclusion: ExclusionOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Add tests of equivalence of both groups, within ± these bounds: scale points such as 2, or "
        + "pooled SDs of the changes such as 0.2sd. Bounds that the study states are taken otherwise.",
      valueName: "bounds"),
    transform: EquivalenceBounds.init(option:))
  var bounds: EquivalenceBounds?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard alpha > 0, alpha < 1 else {
      throw ValidationError("--alpha must be a probability between 0 and 1.")
    }
    guard of.count == against.count else {
      throw ValidationError(
        "Every --of needs an --against; `--against rest` compares the group with everyone else.")
    }
  }

  func run() async throws {
    var analysis = ContrastAnalysis()
    analysis.kind = respondents.kind
    analysis.alpha = alpha
    analysis.rules = exclusion.rules
    analysis.bounds = bounds
    analysis.definitions = try zip(of, against).map { of, against in
      ContrastDefinition(
        of: try named("--of") { () throws(SelectionError) in try GroupSelection(of) },
        against: try named("--against") { () throws(SelectionError) in
          try ContrastDefinition.Opponent(against)
        })
    }
    try output.write(try await analysis.report(on: try Source(source), named: source))
  }

  private func named<Group>(
    _ option: String, _ read: () throws(SelectionError) -> Group
  ) throws -> Group {
    do throws(SelectionError) {
      return try read()
    } catch {
      // Not a mistake in the use of options, which would print how they are used.
      throw ContrastError.unknown(option: option, reason: error.description)
    }
  }
}
