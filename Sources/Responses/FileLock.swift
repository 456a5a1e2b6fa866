import Foundation

/// SQLite's locks on a database, seen from outside.
enum FileLock {
  /// The bytes that SQLite locks: pending, reserved and 510 for readers. While a database with a
  /// write-ahead log is open, one of the last is locked.
  private static let bytes = (start: 0x4000_0000, count: 512)

  /// Whether another process has the database open. Only to be asked while this process has not.
  static func isHeld(_ path: String) -> Bool {
    let file = open(path, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = off_t(bytes.start)
    lock.l_len = off_t(bytes.count)
    guard fcntl(file, F_GETLK, &lock) == 0 else { return false }
    return lock.l_type != Int16(F_UNLCK)
  }
}
