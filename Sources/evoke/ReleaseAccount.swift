import Analysis
import Foundation
import Release
import Responses
import Study
import TextFormats
import Workbench

/// Where the releases of a source are kept account of: its database, or a ledger's file.
struct ReleaseAccount {
  let entries: [LedgerEntry]
  /// SHA-256 of a source that is a file; empty for a database.
  let sourceSHA256: String
  private let store: ResponseStore?
  private let file: LedgerFile?

  var isKept: Bool { store != nil || file != nil }

  init(_ source: Source, ledger: String?) async throws {
    switch source {
    case .database(let path, _):
      guard ledger == nil else {
        throw UserMistake("--ledger: \(path) keeps its own account of releases")
      }
      let store = try ResponseStore(path: path, now: .now())
      entries = try await store.releases().map { try LedgerEntry(json: $0) }
      sourceSHA256 = ""
      self.store = store
      file = nil
    case .workbook(_, let contents):
      let file = try ledger.map { try LedgerFile(path: $0) }
      entries = file?.entries ?? []
      sourceSHA256 = sha256Hex(contents)
      store = nil
      self.file = file
    case .baseline(_, let source):
      throw UserMistake("\(source.path): a baseline holds no respondents")
    }
  }

  /// - Parameter what: what leaves, in a few words for the study's log.
  func record(_ entry: LedgerEntry, _ what: String, now: Timestamp) async throws {
    try file?.append(entry)
    guard let store else { return }
    try await store.recordRelease(
      what, recipe: entry.recipe, sha256: entry.package, record: entry.json, now: now)
    try await store.finish()
  }
}
