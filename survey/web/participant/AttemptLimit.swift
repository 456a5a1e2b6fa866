import Study
import Synchronization

/// Holds back senders of one wrong code after the other.
///
/// Sixty bits cannot be guessed over a network; this keeps the log and the database free of people
/// who try. Addresses are kept in memory for a minute, and nowhere else.
package final class AttemptLimit: Sendable {
  static let wrongCodesPerMinute = 30

  private struct Minute {
    var began: Timestamp
    /// By the block that a sender's address is of; empty for senders without one.
    var wrong: [[UInt8]: Int] = [:]
  }

  private let minute = Mutex(Minute(began: Timestamp(millisecondsSince1970: 0)))

  /// Whether the address has sent too many wrong codes in this minute.
  func isReached(by address: String?, now: Timestamp) -> Bool {
    minute.withLock { minute in
      Self.renew(&minute, now: now)
      return minute.wrong[Self.block(of: address), default: 0] >= Self.wrongCodesPerMinute
    }
  }

  func countWrongCode(from address: String?, now: Timestamp) {
    minute.withLock { minute in
      Self.renew(&minute, now: now)
      minute.wrong[Self.block(of: address), default: 0] += 1
    }
  }

  private static func block(of address: String?) -> [UInt8] {
    address.flatMap { NetworkAddress($0)?.block } ?? []
  }

  private static func renew(_ minute: inout Minute, now: Timestamp) {
    // A clock that was set back must not lock anyone out.
    if now < minute.began || now >= minute.began.adding(minutes: 1) {
      minute = Minute(began: now)
    }
  }
}
