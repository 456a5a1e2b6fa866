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
      have one row per respondent. Only your study sets thresholds: its `exclusions` flag respondents \
      here, and exclude them from commands with --exclude.
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
    var stated = try from.study()?.exclusions ?? []
    if let rules {
      let more = try RuleList(rules, of: from, named: answers.source, option: "--rules").rules
      stated += more.filter { !stated.contains($0) }
    }
    let sample = try await from.answers(
      of: answers.kind, including: RuleList.parts(of: stated).union([.keys, .times]),
      named: answers.source)
    let respondents = sample.respondents
    let exclusion = stated.isEmpty ? nil : try from.exclusion(by: stated, of: respondents)
    try output.write(
      CarelessnessReport(
        Carelessness(respondents, exclusion: exclusion), source: sample.provenance,
        hasDoubtfulOrder: from.hasDoubtfulOrder(of: respondents)))
  }
}
