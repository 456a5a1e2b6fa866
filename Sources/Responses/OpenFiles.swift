import Foundation

/// The files of an open database, by which it is noticed that the database was moved, replaced or
/// removed: what is then written is in files that nobody finds again.
final class OpenFiles: Sendable {
  /// A file as the kernel knows it. While it is open, no other file has its number.
  private struct Identity: Equatable {
    let device: dev_t
    let number: ino_t

    init(_ status: stat) {
      device = status.st_dev
      number = status.st_ino
    }

    /// The file that the path leads to; nil if it leads nowhere.
    init?(path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      self.init(status)
    }
  }

  /// O_PATH of Linux, which Swift does not import.
  private static let pathAlone: Int32 = 0o10_000_000

  private let path: String
  private let known: [(path: String, file: Identity)]
  /// Refers to the database without opening it: to close a second descriptor that is open would
  /// end SQLite's locks.
  private let reference: Int32

  /// Remembers where the database and the two files beside it are, all of which are open.
  init(_ path: String) throws {
    self.path = path
    let reference = open(path, Self.pathAlone | O_CLOEXEC)
    var status = stat()
    guard reference >= 0, fstat(reference, &status) == 0 else {
      throw StoreError.displaced(path: path)
    }
    self.reference = reference
    // SQLite keeps the two others beside the file that a link leads to.
    let place = realpath(path, nil).map { text in
      defer { free(text) }
      return String(cString: text)
    }
    let others = ["-wal", "-shm"].map { (place ?? path) + $0 }
    known =
      [(path, Identity(status))]
      + others.compactMap { path in
        Identity(path: path).map { (path, $0) }
      }
  }

  deinit { close(reference) }

  /// - Throws: `StoreError.displaced` if a path no longer leads to the file that is open.
  func check() throws {
    for (path, file) in known where Identity(path: path) != file {
      throw StoreError.displaced(path: path)
    }
  }

  /// Whether the database itself is where it was opened.
  var databaseIsInPlace: Bool { Identity(path: path) == known[0].file }

  /// Whether the database has no name any more: it is gone as soon as it is closed.
  var databaseIsRemoved: Bool {
    var status = stat()
    return fstat(reference, &status) == 0 && status.st_nlink == 0
  }
}
