import Foundation

/// The terminal's settings, changed for the interview and restored on every way out.
///
/// The signal handlers read these globals; they are set before any handler is installed, and
/// `tcsetattr`, `write`, `signal` and `raise` may be called in a handler (POSIX, signal safety).
enum RestoredTerminal {
  private nonisolated(unsafe) static var saved = termios()
  private nonisolated(unsafe) static var raw = termios()
  private nonisolated(unsafe) static var isChanged: sig_atomic_t = 0
  private nonisolated(unsafe) static var isContinued: sig_atomic_t = 0
  /// The other screen, which leaves nothing behind in the scrollback; pasted text is marked.
  private nonisolated(unsafe) static let start = bytes("\u{1B}[?1049h\u{1B}[?2004h")
  /// Attributes off, cursor shown, back to the first screen.
  private nonisolated(unsafe) static let end = bytes(
    "\u{1B}[?2004l\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l")

  /// Bytes at a fixed address, because a handler may not allocate.
  private static func bytes(_ text: String) -> UnsafeMutableBufferPointer<UInt8> {
    let bytes = Array(text.utf8)
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = buffer.initialize(from: bytes)
    return buffer
  }

  private static let signals = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP,
  ]

  static func enter() {
    guard tcgetattr(0, &saved) == 0 else { return }
    raw = saved
    cfmakeraw(&raw)
    // Output keeps its line ends; everything else is read as it is typed.
    raw.c_oflag = saved.c_oflag
    (_, _) = (start, end)
    for number in signals {
      signal(number) { number in
        RestoredTerminal.restore()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    signal(SIGTSTP, stop)
    signal(SIGCONT) { _ in RestoredTerminal.proceed() }
    take()
  }

  static func leave() {
    restore()
    for number in signals + [SIGTSTP, SIGCONT] { signal(number, SIG_DFL) }
  }

  /// Whether the program was stopped and continues; true only once.
  static func hasContinued() -> Bool {
    defer { isContinued = 0 }
    return isContinued != 0
  }

  /// The shell gets its terminal as it was, while the program is stopped.
  private static let stop: @convention(c) (Int32) -> Void = { number in
    RestoredTerminal.restore()
    signal(number, SIG_DFL)
    raise(number)
  }

  private static func proceed() {
    signal(SIGTSTP, stop)
    take()
    isContinued = 1
  }

  private static func take() {
    tcsetattr(0, TCSAFLUSH, &raw)
    isChanged = 1
    _ = writeBytes(1, start.baseAddress!, start.count)
  }

  private static func restore() {
    guard isChanged != 0 else { return }
    isChanged = 0
    _ = writeBytes(1, end.baseAddress!, end.count)
    tcsetattr(0, TCSANOW, &saved)
  }
}

/// Ctrl-C while lines are read: noted, so that the code to go on with can still be said.
enum LineInterrupt {
  private nonisolated(unsafe) static var isAsked: sig_atomic_t = 0

  static func watch() {
    signal(SIGINT) { _ in LineInterrupt.isAsked = 1 }
  }

  static func forget() { signal(SIGINT, SIG_DFL) }

  static func wasAsked() -> Bool {
    defer { isAsked = 0 }
    return isAsked != 0
  }
}
