import Foundation

/// A small file beside a database, which is on the disk, whole, before anything depends on it.
enum DurableFile {
  /// Writes the file under another name, and renames it.
  ///
  /// - Parameter replacing: whether a file of this name gives way; if not, it stays as it is.
  /// - Throws: `POSIXError`; `.EEXIST` for a file that stays.
  static func write(
    _ bytes: [UInt8], to path: String, mode: mode_t, replacing: Bool
  ) throws {
    let draft = "\(path).\(getpid()).new"
    defer { unlink(draft) }
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw POSIXError.last }
    do {
      defer { close(file) }
      guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
        throw POSIXError.last
      }
    }
    guard (replacing ? rename(draft, path) : link(draft, path)) == 0 else { throw POSIXError.last }
    try syncFolder(of: path)
  }

  /// The content of a file; nil if there is none.
  ///
  /// - Throws: `POSIXError` for one that is there and cannot be read.
  static func read(_ path: String) throws -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw POSIXError.last
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &part, part.count)
      guard count >= 0 else { throw POSIXError.last }
      guard count > 0 else { return bytes }
      bytes += part[..<count]
    }
  }

  /// Copies a small file, if there is one.
  static func copy(_ path: String, to target: String) throws {
    guard let bytes = try read(path) else { return }
    try write(bytes, to: target, mode: 0o600, replacing: true)
  }

  /// Returns when the names in the file's folder are on the disk.
  static func syncFolder(of path: String) throws {
    try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Returns when the content of the file, or the names in the folder, are on the disk.
  static func sync(_ path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw POSIXError.last }
    defer { close(file) }
    guard fsync(file) == 0 else { throw POSIXError.last }
  }
}

extension POSIXError {
  /// The error that the last call to the system met.
  static var last: POSIXError { POSIXError(.init(rawValue: errno) ?? .EIO) }

  var reason: String {
    code == .EACCES ? "no permission" : String(cString: strerror(code.rawValue)).lowercased()
  }
}
