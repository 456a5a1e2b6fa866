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
      throw StoreError.notRestored(path: path, reason: error.reason, isAside: true)
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
    try DurableFile.copy(StudyKey.path(beside: path), to: StudyKey.path(beside: aside))
  }

  func removeStaging() {
    try? FileManager.default.removeItem(atPath: staging)
  }

  /// The folders that processes left which ended in the middle of restoring.
  static func leftovers(of path: String) -> [String] {
    let file = URL(fileURLWithPath: path)
    let folder = file.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { name in
      guard let match = name.wholeMatch(of: /(.*)\.(\d+)\.restoring/),
        match.1 == file.lastPathComponent, let process = pid_t(match.2)
      else { return false }
      return process == getpid() || kill(process, 0) != 0 && errno == ESRCH
    }.sorted().map { folder.appendingPathComponent($0).path }
  }

  /// Removes them: answers that were withdrawn may be in them.
  static func removeLeftovers(of path: String) {
    for folder in leftovers(of: path) { try? FileManager.default.removeItem(atPath: folder) }
  }
}
