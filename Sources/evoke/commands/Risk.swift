import ArgumentParser
import Disclosure
import Documents
import Foundation
import Release
import Study
import TextFormats
import Workbench

struct Risk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how easily participants could be found.",
    usage: "evoke risk <source> [--quasi …] [--sensitive …] [--kind …] […]",
    discussion: """
      Counts the classes of participants who share all characteristics that others may know (the \
      quasi-identifiers): k; unique participants; prosecutor, journalist and marketer risk; what could \
      be learnt about sensitive columns (l, t); and how many could be recognised by their answers \
      alone. Nothing is written.
      """)

  @Argument(
    help: """
      A study's folder, a .sqlite file, EmotionBench's published workbook, or any CSV file with \
      --quasi.
      """)
  var source: String

  @Option(help: ArgumentHelp("The quasi-identifiers, separated by commas.", valueName: "columns"))
  var quasi: String?

  @Option(
    help: ArgumentHelp(
      "The sensitive columns, separated by commas; `score:10/14/19/50` makes bands that end "
        + "there.", valueName: "columns"))
  var sensitive: String?

  @Option(
    help: ArgumentHelp(
      "CSV files: columns that can be read off the file as well, each joined in separately.",
      valueName: "columns"))
  var condition: String?

  @Option(
    help: ArgumentHelp(
      "For CSV files: columns of answers, for residual linkability; `item_*` means all that begin so.",
      valueName: "columns"))
  var answers: String?

  @Option(
    parsing: .upToNextOption,
    help: "Sizes of the population that the people are assumed to be a random sample of.")
  var population = RiskQuery.usualPopulations

  @OptionGroup var respondents: KindOption

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard population.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--population must be a number of people.")
    }
  }

  private var query: RiskQuery {
    var query = RiskQuery()
    query.quasiIdentifiers = quasi
    query.sensitive = sensitive
    query.conditions = condition
    query.answers = answers
    query.populations = population
    return query
  }

  private func microdata(of source: Source) async throws -> Microdata {
    let microdata = try await source.microdata(of: respondents.kind)
    if microdata.sameAnswers > 0 {
      output.note("\(ReleaseNotice.sameAnswers(microdata.sameAnswers))")
    }
    return microdata
  }

  private func table() throws -> ColumnTable {
    let table = try ColumnTable(path: source)
    if table.furtherHeaders > 0 {
      output.note(
        "note: \(source): the file is from Qualtrics; "
          + "\(counted(table.furtherHeaders, "further header line")) left out")
    }
    return table
  }

  func run() async throws {
    let risk =
      switch try Source(source) {
      case .table, .runFile: try query.risk(of: table())
      case let read: try await query.risk(of: microdata(of: read))
      }
    try output.write(DisclosureRiskReport(risk, source: source))
  }
}
