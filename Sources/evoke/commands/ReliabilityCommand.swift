import Analysis
import ArgumentParser
import Documents
import Study
import TextFormats
import Workbench

struct ReliabilityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reliability",
    abstract: "Computes how reliable a scale is: alpha, omega, split halves, stability of a run.",
    usage: "evoke reliability <source> [--kind …] [--exclude …] [--items] [--format …] […]",
    discussion: """
      For each subscale and occasion: Cronbach's alpha with Feldt's interval, standardised alpha, \
      omega total of one factor, Guttman's lambda-6 and split halves, and for each item its \
      correlation with the others and alpha without it. For people, how reliable their changes \
      are; for a model's run, how far its repetitions and item orders agree. Those with an answer \
      missing are left out and counted.
      """)

  @Argument(
    help: """
      A study's folder, a .sqlite file, EmotionBench's published workbook, or one of its run files.
      """)
  var source: String

  @Option(help: "Whose answers: human, simulated, test or model.")
  var kind = RespondentKind.human

  @Option(
    help: ArgumentHelp(
      "Leave out respondents by rules stated in advance: `study` for those of study.yaml, or a list "
        + "such as failed_attention,identical_answers. Shows alpha with and without.",
      valueName: "rules"))
  var exclude: String?

  @Flag(help: "Show the items in the table as well. JSON and CSV hold them always.")
  var items = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let from = try Source(source)
    let rules = try exclude.map { try RuleList($0, of: from, named: source) }
    let sample = try await from.answers(of: kind, excluding: rules, named: source)
    try output.write(
      ReliabilityReport(
        Reliability(sample.respondents), source: sample.provenance,
        isRun: sample.respondents.kind == .model, leftOut: sample.unusedColumns,
        exclusion: sample.exclusion.map { ($0, Reliability(sample.everyone)) }, showsItems: items))
  }
}
