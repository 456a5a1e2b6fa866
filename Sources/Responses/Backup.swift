import Foundation
import GRDB
package import Study
import Synchronization

extension ResponseStore {
  /// Copies a database while it may be written, and verifies the copy. The study's key and history are
  /// copied too, each under the copy's name.
  ///
  /// - Parameters:
  ///   - folder: made if there is none, for its owner alone.
  ///   - keeping: how many of the newest copies of this database stay; nil for all.
  /// - Throws: `StoreError.notBackedUp`; then no copy appears, and none is removed.
  package static func backUp(
    _ path: String, to folder: String, keeping: Int? = nil, now: Timestamp
  ) async throws -> Backup {
    let run = BackupRun(path: path, folder: folder, now: now)
    return try await withTaskCancellationHandler {
      // Not on a thread of the pool that serves pages: a large copy takes a while.
      try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .utility).async {
          continuation.resume(with: Result { try run.run(keeping: keeping) })
        }
      }
    } onCancel: {
      run.isCancelled.withLock { $0 = true }
    }
  }
}

/// One copying of a database into a folder.
private final class BackupRun: Sendable {
  /// Pages that are written before the disk is waited for (16 MB): a single wait at the end would hold up
  /// the pages that are recorded meanwhile.
  private static let pagesPerStep: CInt = 4096

  let path: String
  let folder: String
  let copies: CopyNames
  let copy: String
  /// Not a copy's name, until the copy is whole; the number tells whose it is.
  let draft: String
  let isCancelled = Mutex(false)

  init(path: String, folder: String, now: Timestamp) {
    self.path = path
    self.folder = folder
    copies = CopyNames(of: path, in: folder)
    copy = copies.path(at: now)
    draft = copies.draft
  }

  func run(keeping: Int?) throws -> Backup {
    let start = ContinuousClock.now
    do {
      // One that cannot be used is no copy's either.
      let hasKey = try StudyKey(beside: path) != nil
      try refuseFile()
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      copies.removeAbandoned()
      RestoreRun.removeLeftovers(of: path)
      defer { copies.remove(draft: draft) }
      try refuseFullDisk()
      let source = try ResponseStore(reading: path)
      let (known, newestAction) = try source.database.read { database in
        let known = try Counts(database)
        try write(database)
        return (known, try database.newestAction)
      }
      try verify(known)
      try DurableFile.sync(draft)
      try copyFilesBeside(
        respondents: known.rows["respondent"], newestAction: newestAction)
      guard link(draft, copy) == 0 || errno != EEXIST && rename(draft, copy) == 0 else {
        throw POSIXError.last
      }
      try DurableFile.syncFolder(of: copy)
      let removed = try keeping.map { try copies.rotate(keeping: $0, site: known.site) } ?? []
      let duration = start.duration(to: .now)
      return Backup(
        path: copy, respondents: known.rows["respondent"] ?? 0,
        bytes: (try? FileManager.default.attributesOfItem(atPath: copy)[.size] as? Int) ?? 0,
        removed: removed, seconds: duration / .seconds(1), hasKey: hasKey)
    } catch  where error is StoreError || error is CancellationError {
      throw error
    } catch let error as POSIXError {
      throw StoreError.notBackedUp(path: path, folder: folder, reason: error.reason)
    } catch let error as DatabaseError {
      throw StoreError.notBackedUp(
        path: path, folder: folder, reason: error.message ?? "\(error.resultCode)")
    } catch {
      throw StoreError.notBackedUp(
        path: path, folder: folder, reason: error.localizedDescription)
    }
  }

  private func refuseFile() throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      !isFolder.boolValue
    else { return }
    throw StoreError.notBackedUp(
      path: path, folder: folder, reason: "it is a file; name a folder")
  }

  private func refuseFullDisk() throws {
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    let system = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    guard let free = (system?[.systemFreeSize] as? NSNumber)?.intValue, free < size else { return }
    throw POSIXError(.ENOSPC)
  }

  private func write(_ source: Database) throws {
    _ = FileManager.default.createFile(
      atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600])
    let target = try DatabaseQueue(path: draft)
    try target.writeWithoutTransaction { target in
      // A copy that is not finished is thrown away, so it needs no journal.
      try target.execute(sql: "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF")
      try source.backup(to: target, pagesPerStep: Self.pagesPerStep) { [self] _ in
        if isCancelled.withLock({ $0 }) { throw CancellationError() }
        try DurableFile.sync(draft)
      }
      // One file, which needs no other to be read.
      try target.execute(sql: "PRAGMA journal_mode = DELETE")
    }
    try target.close()
  }

  /// Opens the copy as whoever restores it will.
  private func verify(_ known: Counts) throws {
    let copied = try ResponseStore(reading: draft)
    let (counts, damage) = try copied.database.read { database in
      (
        try Counts(database),
        try String.fetchAll(database, sql: "PRAGMA integrity_check(1)").first { $0 != "ok" }
      )
    }
    if let damage {
      throw StoreError.notBackedUp(
        path: path, folder: folder,
        reason: "the database is damaged: \(damage); `evoke doctor` says what to do")
    }
    guard counts == known else {
      throw StoreError.notBackedUp(
        path: path, folder: folder, reason: "the copy is not as the database was")
    }
  }

  /// Before the copy gets its name, so that none is ever without them.
  private func copyFilesBeside(respondents: Int?, newestAction: String?) throws {
    try DurableFile.copy(StudyKey.path(beside: path), to: StudyKey.path(beside: copy))
    // One that cannot be read is said by `evoke doctor`, and is no reason to go without a copy.
    if var history = try? StudyHistory(beside: path) {
      // More may have come since.
      history.respondents = respondents
      history.newestAction = newestAction
      try history.write(beside: copy)
    }
  }
}

/// What a copy must have in common with its database.
private struct Counts: Equatable {
  let site: String?
  /// The rows of each table.
  let rows: [String: Int]
  /// Rows that refer to others which are not there.
  let dangling: Int

  init(_ database: Database) throws {
    site = try String.fetchOne(database, sql: "SELECT uuid FROM site ORDER BY id LIMIT 1")
    var rows: [String: Int] = [:]
    let tables = try String.fetchAll(
      database,
      sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for table in tables {
      rows[table] = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM \(table.quotedDatabaseIdentifier)")
    }
    self.rows = rows
    dangling =
      try Int.fetchOne(database, sql: "SELECT count(*) FROM pragma_foreign_key_check") ?? 0
  }
}
