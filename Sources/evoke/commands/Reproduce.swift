import ArgumentParser
import Documents
import Study
import Workbench

struct Reproduce: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare figures printed in a paper with those recomputed from the scores.",
    usage: "evoke reproduce <source> --published <file> [--run name=file] … […]",
    discussion: """
      Compares each printed mean, SD, change and arrow with the recomputed one, at its printed \
      precision. Then searches for a cause of each figure that the scores do not reproduce: another \
      row's figures, a lost sign, another column's SD, another run's default or scores, a missing \
      part of an average, and more. Columns of runs that are not given are not checked.
      """)

  @Argument(
    help: """
      The crowd: a study's folder, a .sqlite file, the published workbook, a baseline's JSON, or a \
      baseline that comes with Evoke (\(Source.bundledBaselines.joined(separator: ", "))).
      """)
  var source: String

  @Option(
    help: ArgumentHelp(
      """
      The printed tables: a JSON file, or one that comes with Evoke \
      (\(ReproductionAnalysis.bundledTables.joined(separator: ", "))).
      """, valueName: "file"))
  var published: String

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "A model's run, under its name in the tables; may be repeated.",
      valueName: "name=file"))
  var runFiles: [String] = []

  @Option(
    name: .customLong("table"),
    help: ArgumentHelp("Report only on this table; may be repeated.", valueName: "id"))
  var only: [String] = []

  @Option(help: "Whose answers the crowd is: human, simulated, test or model.")
  var kind = RespondentKind.human

  @OptionGroup var output: OutputOptions

  func run() async throws {
    var analysis = ReproductionAnalysis(of: published)
    analysis.runs = runFiles
    analysis.only = only
    analysis.kind = kind
    try await output.write(analysis.report(on: source))
  }
}
