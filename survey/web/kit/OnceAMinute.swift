import Study
import Synchronization

/// Holds back what would be said again and again, such as a fault that every request meets.
final class OnceAMinute: Sendable {
  private let last = Mutex<Timestamp?>(nil)

  /// Whether nothing was said in the last minute. Then it is said now.
  func isDue(at now: Timestamp) -> Bool {
    last.withLock { last in
      // A clock that was set back silences nothing.
      if let last, last <= now, now < last.adding(minutes: 1) { return false }
      last = now
      return true
    }
  }
}
