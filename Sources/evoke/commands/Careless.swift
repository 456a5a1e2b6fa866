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
    let read = try await from.someAnswers(of: kind, named: source, withTimes: true)
    var stated = try from.study()?.exclusions ?? []
    for rule in try rules.map({ try from.exclusionRules($0, named: source, option: "--rules") })
      ?? []
    where !stated.contains(rule) {
      stated.append(rule)
    }
    let exclusion =
      stated.isEmpty ? nil : try await from.exclusion(by: stated, of: kind, read)
    try output.write(
      CarelessnessReport(Carelessness(read.answers, exclusion: exclusion), source: read.source))
  }
}
