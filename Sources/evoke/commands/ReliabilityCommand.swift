import Analysis
import ArgumentParser
import Documents
import Study
import Workbench

struct ReliabilityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reliability",
    abstract: "Compute the reliability of a scale: alpha, omega, split halves, stability of a run.",
    usage: "evoke reliability <source> [--kind …] [--exclude …] [--items] […]",
    discussion: """
      For each subscale and occasion: Cronbach's alpha with Feldt's interval, standardised alpha, \
      omega total of one factor, Guttman's lambda-6 and split halves; and for each item its \
      correlation with the others and alpha without it. For participants, the reliability of their \
      changes; for a model's run, how far its repetitions and item orders agree. Respondents with a \
      missing answer are excluded and counted.
      """)

  @OptionGroup var answers: ItemAnswersOptions

  @OptionGroup var exclusion: ExclusionOption

  @Flag(
    help: """
      Show the items in the table, too; JSON and CSV always include them. Add how each item changed \
      compared with its subscale.
      """)
  var items = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let from = try Source(answers.source)
    let rules = try exclusion.rules.map { try RuleList($0, of: from, named: answers.source) }
    let sample = try await from.answers(
      of: answers.kind, excluding: rules, named: answers.source)
    try output.write(
      ReliabilityReport(
        Reliability(sample.respondents), source: sample.provenance,
        isRun: sample.respondents.kind == .model,
        hasDoubtfulOrder: from.hasDoubtfulOrder(of: sample.everyone), leftOut: sample.unusedColumns,
        exclusion: sample.exclusion.map { ($0, Reliability(sample.everyone)) }, showsItems: items,
        shifts: items && sample.respondents.kind != .model
          ? ItemShifts.overOccasions(sample.respondents) : nil))
  }
}
