import Dispatch
import Foundation
import Synchronization

/// Clears up when the command is interrupted from outside, and ends it with the code that shells
/// expect: 128 and the signal's number.
///
/// A signal that was ignored before, as `nohup` does it, stays ignored.
final class Interruption: Sendable {
  private let sources: Mutex<[any DispatchSourceSignal]>
  private let course = Course()

  private final class Course: Sendable {
    let hasBegun = Mutex(false)
    let clear = Mutex<@Sendable () -> Void>({})
  }

  init() {
    let course = course
    // A separate queue gets a thread even if the command keeps every core busy.
    let queue = DispatchQueue(label: "interruption")
    let sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number -> (any DispatchSourceSignal)? in
      var former = sigaction()
      sigaction(number, nil, &former)
      let isIgnored = former.__sigaction_handler.sa_handler.map {
        unsafeBitCast($0, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      }
      guard isIgnored != true else { return nil }
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        course.hasBegun.withLock { $0 = true }
        course.clear.withLock { $0 }()
        Foundation.exit(128 + number)
      }
      source.resume()
      return source
    }
    self.sources = Mutex(sources)
  }

  deinit {
    sources.withLock { for source in $0 { source.cancel() } }
  }

  /// Sets what has to be cleared up from now on.
  ///
  /// - Parameter clear: may be called on any thread, while the command continues.
  func clears(_ clear: @escaping @Sendable () -> Void) {
    course.clear.withLock { $0 = clear }
  }

  /// Waits for the end if an interruption is under way: any failure meanwhile is due to it.
  func waitIfBegun() async {
    while course.hasBegun.withLock(\.self) { try? await Task.sleep(for: .seconds(1)) }
  }
}
