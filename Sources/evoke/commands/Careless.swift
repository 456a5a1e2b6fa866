import Analysis
import ArgumentParser
import Documents
import Study
import Workbench

struct Careless: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show indicators of careless answers for each respondent. Excludes no one.",
    usage: "evoke careless <source> [--kind …] [--rules …] [--format …] […]",
    discussion: """
      For each respondent: the longest run of identical answers, the SD of answers, the Mahalanobis \
      distance, the consistency of odd and even items, whether all answers were the same before and \
      after, and the seconds on each page, if known. The table shows the distributions; JSON and CSV \
      have one row per respondent. Evoke sets no thresholds: the rules of --rules and of your study's \
      `exclusions` flag respondents here; --exclude of other commands leaves them out.
      """)

  @OptionGroup var answers: ItemAnswersOptions

  @Option(
    help: ArgumentHelp(
      "Flag respondents by these rules, too, such as longstring_above:9,irv_below:0.3. A study's "
        + "own rules need not be named.",
      valueName: "rules"))
  var rules: String?

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let from = try Source(answers.source)
    let study = try from.study()
    let list =
      try rules.map {
        try RuleList($0, of: from, named: answers.source, option: "--rules").adding(study)
      } ?? study.map { RuleList(of: $0) }
    let sample = try await from.answers(
      of: answers.kind, including: (list?.parts ?? []).union([.keys, .times, .checks]),
      named: answers.source)
    let respondents = sample.respondents
    let exclusion = try list.map { try from.exclusion(by: $0, of: respondents) }
    try output.write(
      CarelessnessReport(
        Carelessness(respondents, exclusion: exclusion), source: sample.provenance,
        hasDoubtfulOrder: from.hasDoubtfulOrder(of: respondents)))
  }
}
