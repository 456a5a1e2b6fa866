package import Foundation
internal import Study
import TextFormats

/// A hidden folder in which a package is made, before it is moved as a whole to its destination.
///
/// The folder is a sibling of the destination, so moving it is one step of the file system. It is locked
/// while it is in use: what an interrupted run left behind is not locked, and the next run removes it.
package final class StagingFolder {
  package let folder: URL
  /// Temporary folders of interrupted runs that were removed.
  package let removed: Int
  private let destination: URL
  private let lock: Int32

  /// - Throws: ``ReleaseError`` if something exists at the destination or the folder cannot be made.
  package init(for path: String) throws {
    destination = URL(fileURLWithPath: path).standardizedFileURL
    let parent = destination.deletingLastPathComponent()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: parent.path, isDirectory: &isFolder) else {
      throw ReleaseError.noFolder(parent.path, for: path)
    }
    guard isFolder.boolValue else { throw ReleaseError.notAFolder(parent.path, for: path) }
    guard !Self.exists(destination) else { throw ReleaseError.exists(path) }
    let prefix = ".\(destination.lastPathComponent).unfinished-"
    removed = try Self.removeStale(in: parent, prefix: prefix)
    var template = Array((parent.path + "/" + prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ReleaseError.notWritable(parent.path, reason: Self.reason)
    }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    folder = URL(fileURLWithPath: made, isDirectory: true)
    lock = open(made, O_RDONLY | O_DIRECTORY)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw ReleaseError.file(made, reason: "cannot be locked")
    }
  }

  deinit { close(lock) }

  /// What the system says of the last call that failed.
  private static var reason: String { String(cString: strerror(errno)).lowercased() }

  private static func exists(_ url: URL) -> Bool {
    var status = stat()
    return lstat(url.path, &status) == 0
  }

  private static func removeStale(in parent: URL, prefix: String) throws -> Int {
    var removed = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: parent.path)
    where name.hasPrefix(prefix) {
      let stale = parent.appendingPathComponent(name)
      let descriptor = open(stale.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
      try FileManager.default.removeItem(at: stale)
      removed += 1
    }
    return removed
  }

  /// The files below a folder by their paths within it, in order.
  package static func files(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
      var isFolder: ObjCBool = false
      let file = folder.appendingPathComponent(path).path
      return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  /// Syncs every file to disk, so what is read back is what remains.
  package func sync() throws {
    let paths =
      try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .map { folder.appendingPathComponent($0).path } + [folder.path]
    for path in paths { try Self.sync(path) }
  }

  private static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw ReleaseError.file(path, reason: Self.reason)
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw ReleaseError.file(path, reason: Self.reason) }
  }

  /// SHA-256 over the names and hashes of the folder's files.
  package func sha256() throws -> String {
    var lines = ""
    for name in try Self.files(in: folder) {
      let contents = try Foundation.Data(contentsOf: folder.appendingPathComponent(name))
      lines += "\(sha256Hex(contents))  \(name)\n"
    }
    return sha256Hex(lines.utf8)
  }

  /// Moves the folder to its destination in one step.
  package func commit() throws {
    guard !Self.exists(destination) else { throw ReleaseError.madeMeanwhile(destination.path) }
    guard rename(folder.path, destination.path) == 0 else {
      throw ReleaseError.file(destination.path, reason: Self.reason)
    }
    // Only now may others read it: a hidden folder that a kill leaves behind stays closed to them.
    guard chmod(destination.path, 0o755) == 0 else {
      let reason = Self.reason
      Self.discard(destination)
      throw ReleaseError.file(destination.path, reason: reason)
    }
    try Self.sync(destination.deletingLastPathComponent().path)
  }

  /// Removes the folder and all in it.
  package func discard() { Self.discard(folder) }

  /// Removes a temporary folder, though something may still be written into it.
  package static func discard(_ folder: URL) {
    for _ in 0..<100 {
      try? FileManager.default.removeItem(at: folder)
      guard exists(folder) else { return }
      usleep(2_000)
    }
  }
}
