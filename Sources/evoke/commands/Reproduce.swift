import Analysis
import ArgumentParser
import Documents
import Foundation
import Resources
import Study
import TextFormats
import Workbench

struct Reproduce: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare figures printed in a paper with those recomputed from the scores.",
    usage: "evoke reproduce <source> --published <file> [--run name=file] … [--format …] […]",
    discussion: """
      Compares each printed mean, SD, change and arrow with the recomputed one, at its printed \
      precision. Then searches for a cause of each figure that the scores do not reproduce: another \
      row's figures, a lost sign, another column's SD, another run's default or scores, a missing \
      part of an average, and more. Columns of runs that are not given are not checked.
      """)

  @Argument(
    help: """
      The crowd: a study's folder, a .sqlite file, the published workbook, a baseline's JSON, or a \
      baseline that Evoke brings (\(Source.bundledBaselines.joined(separator: ", "))).
      """)
  var source: String

  @Option(
    help: ArgumentHelp(
      """
      The printed tables: a JSON file, or one that comes with Evoke \
      (\(Self.bundledTables.joined(separator: ", "))).
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

  private static var bundledTables: [String] {
    BundledFile.names(in: "published/").map { String($0.dropLast(".json".count)) }
  }

  func run() async throws {
    let tables = try read()
    let crowds = Set(
      tables.tables.flatMap(\.columns).filter { $0.kind == .crowd }.map(\.who))
    let runs = Set(tables.tables.flatMap(\.columns).filter { $0.kind == .run }.map(\.who))
    let ids = tables.tables.map(\.id)
    if let unknown = only.first(where: { !ids.contains($0) }) {
      throw UserMistake(
        "--table \(unknown): \(published) has the tables \(ids.joined(separator: ", "))")
    }
    let (baseline, origin) = try await Source(source).baseline(
      of: kind, alpha: 0.01, for: .reproduction, named: source)
    let crowd = RecomputedFigures(baseline)
    var figures = Dictionary(uniqueKeysWithValues: crowds.map { ($0, crowd) })
    var sources = crowds.sorted().map {
      ReproductionReport.Source(who: $0, path: origin.path, sha256: origin.sha256)
    }
    for (name, path) in try named() {
      guard runs.contains(name) else {
        let hint = nearest(to: name, among: runs.sorted()).map { "; did you mean `\($0)`?" }
        throw UserMistake(
          "--run \(name)=\(path): the tables have no such run\(hint ?? "") (they have "
            + runs.sorted().joined(separator: ", ") + ")")
      }
      let read = try await ReadRun(path)
      figures[name] = RecomputedFigures(read.run)
      sources.append(ReproductionReport.Source(who: name, path: path, sha256: read.sha256))
    }
    let reproduction = Reproduction(
      tables, recomputed: figures, only: only.isEmpty ? nil : Set(only))
    try output.write(ReproductionReport(reproduction, published: published, sources: sources))
  }

  private func read() throws -> PublishedTables {
    if FileManager.default.fileExists(atPath: published) {
      let contents = try Foundation.Data(contentsOf: URL(fileURLWithPath: published))
      return try tables(in: contents)
    }
    guard let text = BundledFile.text("published/\(published).json") else {
      let bundled = Self.bundledTables.joined(separator: ", ")
      throw UserMistake(
        "\(published): no such file; the tables that come with Evoke are \(bundled)")
    }
    return try tables(in: Foundation.Data(text.utf8))
  }

  private func tables(in contents: Foundation.Data) throws -> PublishedTables {
    do {
      return try PublishedTables.read(contents, name: published)
    } catch {
      throw UserMistake(error.description)
    }
  }

  /// The runs as name and path.
  private func named() throws -> [(name: String, path: String)] {
    var named: [(name: String, path: String)] = []
    for text in runFiles {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw UserMistake("--run \(text): expected NAME=FILE, such as NAME=run.csv")
      }
      guard !named.contains(where: { $0.name == parts[0] }) else {
        throw UserMistake("--run \(text): \(parts[0]) is given twice")
      }
      named.append((parts[0], parts[1]))
    }
    return named
  }
}
