import Foundation
import GRDB
import Study

/// How the copies of a database are named: `responses-2026-11-30T02-44-00-000Z.sqlite`. Nothing else
/// in their folder is touched.
struct CopyNames {
  private let folder: URL
  private let stem: String

  init(of database: String, in folder: String) {
    self.folder = URL(fileURLWithPath: folder, isDirectory: true)
    stem = URL(fileURLWithPath: database).deletingPathExtension().lastPathComponent
  }

  func path(at moment: Timestamp) -> String {
    let time = moment.description.replacing(":", with: "-").replacing(".", with: "-")
    return folder.appendingPathComponent("\(stem)-\(time).sqlite").path
  }

  /// The name of a copy that is being written by this process.
  var draft: String {
    folder.appendingPathComponent(".\(stem).\(getpid()).copying").path
  }

  func remove(draft: String) {
    for end in ["", "-journal", "-wal", "-shm"] { unlink(draft + end) }
  }

  /// Removes what a process left that ended in the middle of copying.
  func removeAbandoned() {
    for name in names() {
      guard let match = name.wholeMatch(of: /\.(.*)\.(\d+)\.copying/), match.1 == stem,
        let process = pid_t(match.2), process == getpid() || kill(process, 0) != 0 && errno == ESRCH
      else { continue }
      remove(draft: folder.appendingPathComponent(name).path)
    }
  }

  /// Removes all but the newest copies, of those that are of this site.
  ///
  /// - Returns: the paths of those that were removed.
  func rotate(keeping: Int, site: String?) throws -> [String] {
    let own = copies().filter { path in
      let store = try? ResponseStore(reading: path)
      return store.flatMap { try? $0.readOnce { try $0.site } } == site
    }
    let old = own.dropLast(keeping)
    for copy in old {
      // The copy goes first: a key without one is of no use to anybody.
      guard unlink(copy) == 0 else { throw POSIXError.last }
      unlink(StudyKey.path(beside: copy))
      unlink(StudyHistory.path(beside: copy))
    }
    return Array(old)
  }

  /// The copies' paths, oldest first.
  func copies() -> [String] {
    names().filter { name in
      guard name.hasPrefix(stem) else { return false }
      return name.dropFirst(stem.count)
        .wholeMatch(of: /-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.sqlite/) != nil
    }.sorted().map { folder.appendingPathComponent($0).path }
  }

  private func names() -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  }
}
