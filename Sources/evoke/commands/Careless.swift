import Analysis
import ArgumentParser
import Documents
import Study
import TextFormats
import Workbench

struct Careless: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows signs of careless answers, person by person. Leaves nobody out.",
    usage: "evoke careless <source> [--kind …] [--rules …] [--format …] […]",
    discussion: """
      For each person: the longest row of same answers, the spread of answers, Mahalanobis' \
      distance, consistency of odd and even items, whether all answers were the same before and \
      after, and seconds on each page where they are known. The table shows the distributions; \
      JSON and CSV hold a row a person. Thresholds are your study's alone: its `exclusions` mark \
      people here, and leave them out where a command is given --exclude.
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
      "Mark people by these rules as well, such as longstring_above:9,irv_below:0.3. A study's own "
        + "rules need not be named.",
      valueName: "rules"))
  var rules: String?

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let from = try Source(source)
    var stated = try from.study()?.exclusions ?? []
    if let rules {
      let more = try RuleList(rules, of: from, named: source, option: "--rules").rules
      stated += more.filter { !stated.contains($0) }
    }
    let sample = try await from.answers(
      of: kind, including: RuleList.parts(of: stated).union([.keys, .times]), named: source)
    let respondents = sample.respondents
    let exclusion = stated.isEmpty ? nil : try from.exclusion(by: stated, of: respondents)
    try output.write(
      CarelessnessReport(
        Carelessness(respondents, exclusion: exclusion), source: sample.provenance))
  }
}
