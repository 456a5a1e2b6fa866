import Foundation
import GRDB
import Study

// How the database and its successor change places.
extension RestoreRun {
  /// Puts the database aside and its successor in its place.
  ///
  /// - Returns: where the database is now; nil if there was none.
  func exchange() throws -> String? {
    do {
      let aside = FileManager.default.fileExists(atPath: path) ? asideName() : nil
      let hold = try aside.flatMap { _ in try foldLog() }
      defer { try? hold?.close() }
      if let aside { try putAside(to: aside) }
      for file in [StudyHistory.path(beside:), StudyKey.path(beside:)] {
        let made = file(successor)
        if FileManager.default.fileExists(atPath: made) {
          guard rename(made, file(path)) == 0 else { throw POSIXError.last }
        }
      }
      guard rename(successor, path) == 0 else { throw POSIXError.last }
      try DurableFile.syncFolder(of: path)
      return aside
    } catch let error as POSIXError {
      throw StoreError.notRestored(path: path, reason: error.reason)
    }
  }

  /// `responses-replaced-2026-11-30T02-44-00-000Z.sqlite`.
  private func asideName() -> String {
    let stem = URL(fileURLWithPath: path).deletingPathExtension().path
    let time = now.description.replacing(":", with: "-").replacing(".", with: "-")
    return "\(stem)-replaced-\(time).sqlite"
  }

  /// Moves the write-ahead log into the database, so that it is one file, and keeps others out.
  ///
  /// - Returns: the connection that keeps them out; nil for a database that is too damaged.
  private func foldLog() throws -> DatabaseQueue? {
    do {
      // It stays in a transaction until it is closed.
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.inDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")
      }
      return queue
    } catch let error as DatabaseError {
      guard !error.isPassing else { throw StoreError.inUse(path: path) }
      return nil
    }
  }

  /// Gives the database another name; until its successor has its own, it has both.
  private func putAside(to aside: String) throws {
    for end in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
      guard rename(path + end, aside + end) == 0 else { throw POSIXError.last }
    }
    guard link(path, aside) == 0 || rename(path, aside) == 0 else { throw POSIXError.last }
    // Its marks can be checked only with the key.
    if let key = FileManager.default.contents(atPath: StudyKey.path(beside: path)) {
      try DurableFile.write(
        Array(key), to: StudyKey.path(beside: aside), mode: 0o600, replacing: true)
    }
  }

  func removeStaging() {
    try? FileManager.default.removeItem(atPath: staging)
  }

  /// Removes what a process left that ended in the middle of restoring.
  func removeAbandoned() {
    let file = URL(fileURLWithPath: path)
    let folder = file.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names {
      guard let match = name.wholeMatch(of: /(.*)\.(\d+)\.restoring/),
        match.1 == file.lastPathComponent, let process = pid_t(match.2),
        process == getpid() || kill(process, 0) != 0 && errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
  }
}
