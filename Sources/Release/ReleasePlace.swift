package import Foundation

/// Where a package is made before it is moved, whole, to where it was asked for.
///
/// The temporary folder is a hidden sibling of the final one, so that moving it is one step of the
/// file system. It is locked while it is in use: what an interrupted run left behind is not locked,
/// and is removed by the next run.
package final class ReleasePlace {
  package let folder: URL
  /// Temporary folders of interrupted runs that were removed.
  package let removed: Int
  private let destination: URL
  private let lock: Int32

  /// - Throws: ``ReleaseError/refused(_:)`` where something is at the destination already.
  package init(for path: String) throws {
    destination = URL(fileURLWithPath: path).standardizedFileURL
    let parent = destination.deletingLastPathComponent()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: parent.path, isDirectory: &isFolder) else {
      throw ReleaseError.refused("\(path): there is no folder \(parent.path) to make it in")
    }
    guard isFolder.boolValue else {
      throw ReleaseError.refused(
        "\(path): \(parent.path) is a file; a release is made in a folder")
    }
    guard !Self.exists(destination) else {
      throw ReleaseError.refused(
        "\(path): exists already; a release is never written over, name another folder")
    }
    let prefix = ".\(destination.lastPathComponent).unfinished-"
    removed = try Self.removeStale(in: parent, prefix: prefix)
    var template = Array((parent.path + "/" + prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ReleaseError.refused(
        "\(parent.path): may not be written (\(String(cString: strerror(errno))))")
    }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    folder = URL(fileURLWithPath: made, isDirectory: true)
    lock = open(made, O_RDONLY | O_DIRECTORY)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw ReleaseError.refused("\(parent.path): the temporary folder could not be locked")
    }
  }

  deinit { close(lock) }

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

  /// Puts every file on the disk, so that what is read back is what stays.
  package func sync() throws {
    let paths =
      try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .map { folder.appendingPathComponent($0).path } + [folder.path]
    for path in paths { try Self.sync(path) }
  }

  private static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw ReleaseError.refused("\(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw ReleaseError.refused("\(path): \(String(cString: strerror(errno)))")
    }
  }

  /// Moves the folder to its destination in one step.
  package func commit() throws {
    guard !Self.exists(destination) else {
      throw ReleaseError.refused(
        "\(destination.path): was made by somebody else meanwhile; a release is never written over, "
          + "name another folder")
    }
    guard chmod(folder.path, 0o755) == 0, rename(folder.path, destination.path) == 0
    else {
      throw ReleaseError.refused(
        "\(destination.path): could not be put in place (\(String(cString: strerror(errno))))")
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
