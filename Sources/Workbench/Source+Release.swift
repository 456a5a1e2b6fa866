import Analysis
import EmotionBench
import Foundation
package import Release
import Resources
import Responses
package import Study

extension Source {
  /// The respondents of a kind with all that a release may take of them, to be measured, not
  /// released: what a release must not contain is not read.
  package func microdata(of kind: RespondentKind) async throws -> Microdata {
    guard let path = databasePath else { return try published(of: kind).microdata }
    return try await microdata(of: kind, in: ResponseStore(reading: path), withSecrets: false)
  }

  /// The same, and the ledger that keeps account of the source's releases.
  ///
  /// A database is opened once, for writing, because the release is entered in it.
  ///
  /// - Parameter ledger: the path of the ledger of a source that is a file; nil for none.
  package func release(
    of kind: RespondentKind, ledger: String?
  ) async throws -> (microdata: Microdata, ledger: ReleaseLedger) {
    guard let path = databasePath else {
      let (microdata, sha256) = try published(of: kind)
      return (microdata, try ReleaseLedger(path: ledger, sourceSHA256: sha256))
    }
    guard ledger == nil else { throw SourceError.keepsItsLedger(path: path) }
    let store = try ResponseStore(path: path, now: .now())
    return (
      try await microdata(of: kind, in: store, withSecrets: true), try await ReleaseLedger(store)
    )
  }

  private func microdata(
    of kind: RespondentKind, in store: ResponseStore, withSecrets: Bool
  ) async throws -> Microdata {
    let title = URL(fileURLWithPath: store.path).lastPathComponent
    return try await Microdata(
      store.people(of: kind, withSecrets: withSecrets), study: study(), title: title
    ).withKind(kind)
  }

  /// The people of a published workbook, and the workbook's SHA-256.
  private func published(
    of kind: RespondentKind
  ) throws -> (microdata: Microdata, sha256: String) {
    switch self {
    case .study, .database: preconditionFailure("a database is not a published file")
    case .baseline(_, let provenance): throw SourceError.noPeople(path: provenance.path)
    case .workbook(let file), .runFile(let file), .table(let file):
      guard kind == .human else {
        throw SourceError.humansOnly(path: file.path, asked: kind)
      }
      let rules = "releases/emotionbench-2024.yaml"
      let microdata = try Microdata(
        file.workbook(),
        rules: ReleaseRules(
          yaml: BundledFile.text(rules) ?? "", file: rules, files: TemplateStudy(),
          title: "Answers of a published workbook"))
      return (microdata, file.sha256)
    }
  }
}
