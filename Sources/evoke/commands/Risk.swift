import Analysis
import ArgumentParser
import Disclosure
import Documents
import EmotionBench
import Foundation
import Release
import Resources
import Responses
import Study
import TextFormats
import Workbench

struct Risk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says how easily the people behind answers could be found.",
    usage: "evoke risk <source> [--quasi …] [--sensitive …] [--kind …] [--format …] […]",
    discussion: """
      Counts the classes of people who agree on what others may know of them (the quasi-identifiers): \
      k, unique people, prosecutor, journalist and marketer risk, what could be learnt of sensitive \
      columns (l, t), and how many could be recognised by their answers alone. Nothing is written.
      """)

  @Argument(
    help: """
      A study's folder, a .sqlite file, EmotionBench's published workbook, or any CSV file with \
      --quasi.
      """)
  var source: String

  @Option(help: ArgumentHelp("The quasi-identifiers, joined by commas.", valueName: "columns"))
  var quasi: String?

  @Option(
    help: ArgumentHelp(
      "The sensitive columns, joined by commas; `score:10/14/19/50` groups numbers in bands that end "
        + "there.", valueName: "columns"))
  var sensitive: String?

  @Option(
    help: ArgumentHelp(
      "CSV files: columns that are read off the file as well, each joined in by itself.",
      valueName: "columns"))
  var condition: String?

  @Option(
    help: ArgumentHelp(
      "CSV files: columns of answers, for residual linkability; `item_*` takes all that begin so.",
      valueName: "columns"))
  var answers: String?

  @Option(
    parsing: .upToNextOption,
    help: "Sizes of the population that the people are assumed to be a random sample of.")
  var population: [Int] = [20_000, 200_000]

  @Option(help: "Whose answers: human, simulated, test or model.")
  var kind = RespondentKind.human

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard population.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--population is a number of people.")
    }
  }

  func run() async throws {
    let risk = try await (isTable ? tableRisk() : surveyRisk())
    switch output.format {
    case .json:
      let head: [(key: String, value: JSONValue)] = [
        ("evoke", .text(Evoke.version)), ("source", .text(source)),
      ]
      try output.write(JSONValue.object(head + risk.json).description)
    case .csv:
      try output.write(risk.csv)
    case .table, .markdown, .latex, .html:
      try output.write(risk.tables(title: "Risk of being found in \(source)"))
    }
  }

  /// Whether the source is a table of any kind, which only its columns' names explain.
  private var isTable: Bool {
    [".csv", ".tsv"].contains { source.lowercased().hasSuffix($0) } || quasi != nil && isText
  }

  private var isText: Bool {
    guard let file = FileHandle(forReadingAtPath: source),
      let start = try? file.read(upToCount: 16)
    else { return false }
    return !start.starts(with: "SQLite".utf8) && !start.starts(with: "PK".utf8)
  }

  /// A sample is no larger than its population. Sizes that nobody asked for are left out where they
  /// are too small.
  private func checkPopulations(_ records: Int) throws {
    guard population != [20_000, 200_000] else { return }
    if let small = population.first(where: { $0 < records }) {
      throw UserMistake("--population \(small): \(source) alone has \(records) people")
    }
  }

  private func surveyRisk() async throws -> DisclosureRisk {
    let people = try await Source(source).people(of: kind)
    guard !people.people.isEmpty else {
      throw UserMistake("\(source): nobody of kind `\(kind.rawValue)` has completed")
    }
    try checkPopulations(people.people.count)
    guard condition == nil, answers == nil else {
      throw UserMistake(
        "--condition and --answers are for CSV files; \(source) tells its own columns")
    }
    let known = people.questions
    let chosen = try quasi.map { try names($0, among: known.map(\.id)) }
    let columns =
      (chosen.map { ids in ids.map { id in known.first { $0.id == id }! } })
      ?? people.quasiIdentifiers
    guard !columns.isEmpty else {
      throw UserMistake("\(source): no demographic question was asked; there is nothing to measure")
    }
    let risk = DisclosureRisk(
      columns.map(people.column), records: people.people.count,
      sensitive: try people.sensitive(try sensitive.map(sensitiveColumns)),
      conditions: people.conditions, populations: population,
      linkability: people.linkability(of: Array(people.people.indices)))
    return risk!
  }

  private func tableRisk() async throws -> DisclosureRisk {
    guard let quasi else {
      throw UserMistake(
        "\(source): name the columns that others may know with --quasi, as in --quasi age,country")
    }
    let table = try ColumnTable(path: source)
    guard table.records > 0 else { throw UserMistake("\(source): no row below the header") }
    try checkPopulations(table.records)
    func columns(_ list: String?) throws -> [CategoryColumn] {
      try (list.map { try names($0, among: table.names) } ?? []).map(table.column)
    }
    let vector = try columns(answers)
    return DisclosureRisk(
      try columns(quasi), records: table.records,
      sensitive: try (sensitive.map(sensitiveColumns) ?? []).map { column in
        try table.column(names(column.column, among: table.names)[0], bands: column.bands)
      }, conditions: try columns(condition), populations: population,
      linkability: vector.isEmpty
        ? nil : ResidualLinkability([("all", vector)], records: table.records))!
  }

  private func names(_ list: String, among known: [String]) throws -> [String] {
    // A name may itself hold a comma, or spaces at its ends.
    if known.contains(list) { return [list] }
    let found = try list.split(separator: ",").flatMap { part -> [String] in
      let name = known.contains(String(part)) ? String(part) : String(part).trimmingWhitespace
      if name.hasSuffix("*") { return known.filter { $0.hasPrefix(name.dropLast()) } }
      guard known.contains(name) else {
        let named = known.filter { !$0.isEmpty }
        let hint = nearest(to: name, among: named).map { "; did you mean `\($0)`?" } ?? ""
        throw UserMistake(
          "\(source): no column is called `\(name)`\(hint); known are "
            + named.prefix(30).map { "`\($0)`" }.joined(separator: ", ")
            + (named.count > 30 ? " and \(named.count - 30) more" : ""))
      }
      return [name]
    }
    guard !found.isEmpty, Set(found).count == found.count else {
      throw UserMistake("\(source): `\(list)` names no column, or one twice")
    }
    return found
  }

  private func sensitiveColumns(_ list: String) throws -> [ReleaseRules.Sensitive] {
    try list.split(separator: ",").map { part in
      let pieces = part.split(separator: ":", maxSplits: 1)
      let name = String(pieces[0]).trimmingWhitespace
      guard pieces.count == 2 else { return ReleaseRules.Sensitive(column: name) }
      let bands = pieces[1].split(separator: "/").compactMap { Double($0) }
      guard !bands.isEmpty, bands == bands.sorted(),
        bands.count == pieces[1].split(separator: "/").count
      else {
        throw UserMistake(
          "--sensitive \(part): bands are their last numbers in rising order, as in score:10/14/50")
      }
      return ReleaseRules.Sensitive(column: name, bands: bands)
    }
  }
}

extension Source {
  /// The people of the source with all that a release may take of them.
  ///
  /// - Parameter rules: stands in for what `release:` of the study says.
  func people(of kind: RespondentKind, rules: String? = nil) async throws -> SurveyedPeople {
    switch self {
    case .database(let path, _):
      let stored = try await ResponseStore(reading: path).people(of: kind)
      return try SurveyedPeople(
        stored, study: try study(), title: URL(fileURLWithPath: path).lastPathComponent)
    case .workbook(let path, let contents):
      guard kind == .human else {
        throw UserMistake(
          "\(path): a published workbook holds humans alone, not `\(kind.rawValue)`")
      }
      let name = "releases/emotionbench-2024.yaml"
      return SurveyedPeople(
        try EmotionBenchFile(workbook: contents, file: path),
        rules: try ReleaseRules(
          yaml: BundledFile.text(name) ?? "", file: name, files: TemplateStudy(),
          title: "Answers of a published workbook"))
    case .baseline(_, let source):
      throw UserMistake("\(source.path): a baseline holds no respondents")
    }
  }
}
