import Analysis
package import Documents
import Foundation
import Resources
package import Study

/// What is asked of printed tables.
package struct ReproductionAnalysis: Sendable {
  /// Runs as `NAME=FILE`, each under its name in the tables.
  package var runs: [String] = []
  /// The tables to report on; none for all.
  package var only: [String] = []
  package var kind = RespondentKind.human
  private let published: String

  /// - Parameter published: the path of the printed tables, or the name of bundled ones.
  package init(of published: String) {
    self.published = published
  }

  /// The printed tables that come with Evoke.
  package static var bundledTables: [String] {
    BundledFile.names(in: "published/").map { String($0.dropLast(".json".count)) }
  }

  /// The printed figures beside those that follow from a crowd and the runs.
  ///
  /// - Throws: `ReproductionError`, `PublishedTablesError` or `SourceError`.
  package func report(on path: String) async throws -> ReproductionReport {
    let published = try tables()
    let ids = published.tables.map(\.id)
    if let unknown = only.first(where: { !ids.contains($0) }) {
      throw ReproductionError.unknownTable(unknown, published: self.published, known: ids)
    }
    let columns = published.tables.flatMap(\.columns)
    let crowds = Set(columns.filter { $0.kind == .crowd }.map(\.who))
    let names = Set(columns.filter { $0.kind == .run }.map(\.who)).sorted()
    let (baseline, origin) = try await Source(path).baseline(
      of: kind, alpha: 0.01, for: .reproduction, named: path)
    let crowd = RecomputedFigures(baseline)
    var figures = Dictionary(uniqueKeysWithValues: crowds.map { ($0, crowd) })
    var sources = crowds.sorted().map {
      ReproductionReport.Source(who: $0, path: origin.path, sha256: origin.sha256)
    }
    for (name, path) in try namedRuns() {
      guard names.contains(name) else {
        throw ReproductionError.unknownRun(name, path: path, known: names)
      }
      let read = try await ReadRun(path)
      figures[name] = RecomputedFigures(read.run)
      sources.append(ReproductionReport.Source(who: name, path: path, sha256: read.sha256))
    }
    let reproduction = Reproduction(
      published, recomputed: figures, only: only.isEmpty ? nil : Set(only))
    return ReproductionReport(reproduction, published: self.published, sources: sources)
  }

  private func tables() throws -> PublishedTables {
    let contents: Foundation.Data
    if FileManager.default.fileExists(atPath: published) {
      contents = try Foundation.Data(contentsOf: URL(fileURLWithPath: published))
    } else if let text = BundledFile.text("published/\(published).json") {
      contents = Foundation.Data(text.utf8)
    } else {
      throw ReproductionError.noTables(path: published, bundled: Self.bundledTables)
    }
    return try PublishedTables.read(contents, name: published)
  }

  private func namedRuns() throws -> [(name: String, path: String)] {
    var named: [(name: String, path: String)] = []
    for text in runs {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw ReproductionError.unnamedRun(text) }
      guard !named.contains(where: { $0.name == parts[0] }) else {
        throw ReproductionError.namedTwice(text, name: parts[0])
      }
      named.append((parts[0], parts[1]))
    }
    return named
  }
}
