package import Responses
import Study

/// The account that is kept of the releases of a source: in its database, or in a ledger's file.
package struct ReleaseLedger: Sendable {
  private enum Keeper: Sendable {
    case store(ResponseStore)
    case file(LedgerFile)
    case nobody
  }

  /// The releases made so far, oldest first, read once.
  package let entries: [LedgerEntry]
  /// SHA-256 of a source that is a file; empty for a database.
  package let sourceSHA256: String
  private let keeper: Keeper

  /// Whether a release is entered anywhere.
  package var isKept: Bool { if case .nobody = keeper { false } else { true } }

  /// The ledger in a study's database, which must be open for writing.
  package init(_ store: ResponseStore) async throws {
    entries = try await store.releases().map { try LedgerEntry(json: $0) }
    sourceSHA256 = ""
    keeper = .store(store)
  }

  /// The ledger of a source that is a file.
  ///
  /// - Parameter path: of the ledger; nil keeps none.
  /// - Throws: ``ReleaseError`` if the ledger was changed by hand or cannot be read.
  package init(path: String?, sourceSHA256: String) throws {
    let file = try path.map { try LedgerFile(path: $0) }
    entries = file?.entries ?? []
    self.sourceSHA256 = sourceSHA256
    keeper = file.map { .file($0) } ?? .nobody
  }

  /// Enters a release; it is on the disk when this returns.
  ///
  /// - Parameter what: what is released, in a few words for the study's log.
  func record(_ entry: LedgerEntry, _ what: String, now: Timestamp) async throws {
    switch keeper {
    case .store(let store):
      try await store.recordRelease(
        what, recipe: entry.recipe, sha256: entry.package, record: entry.json, now: now)
    case .file(let file): try file.append(entry)
    case .nobody: break
    }
  }

  /// Closes the database behind the ledger, so that its one file holds everything.
  func close() async throws {
    if case .store(let store) = keeper { try await store.finish() }
  }
}
