#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard input and output as a terminal, or as a stream of lines.
final class TerminalDevice {
  /// Whether keys are read one by one and the screen is drawn.
  let isScreen: Bool
  private var waiting: [UInt8] = []
  private var atEnd = false

  /// - Parameter wantsScreen: false keeps to lines even where a screen could be drawn.
  init(wantsScreen: Bool) {
    let term = getenv("TERM").map { String(cString: $0) } ?? "dumb"
    isScreen = wantsScreen && isatty(0) == 1 && isatty(1) == 1 && term != "dumb"
    useUnicodeLocale()
    if isScreen { RestoredTerminal.enter() }
  }

  /// Gives the terminal back as it was.
  func close() {
    if isScreen { RestoredTerminal.leave() }
  }

  /// Columns and rows; 80×24 where nobody knows.
  var size: (columns: Int, rows: Int) {
    var window = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(window.ws_col), Int(window.ws_row))
  }

  /// Writes all of the text; what cannot be written is lost, as with a closed window.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { writeBytes(1, $0.baseAddress!, $0.count) }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }

  enum Byte {
    case byte(UInt8)
    case end
    /// Nothing came in time.
    case nothing
  }

  /// The next byte of the input.
  ///
  /// - Parameter milliseconds: how long to wait; nil waits for ever.
  func next(within milliseconds: Int32?) -> Byte {
    if !waiting.isEmpty { return .byte(waiting.removeFirst()) }
    if atEnd { return .end }
    var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    let ready = poll(&descriptor, 1, milliseconds ?? -1)
    if ready == 0 || ready < 0 && errno == EINTR { return .nothing }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes { read(0, $0.baseAddress!, $0.count) }
    if count < 0, errno == EINTR || errno == EAGAIN { return .nothing }
    guard count > 0 else {
      atEnd = true
      return .end
    }
    waiting = Array(bytes[..<count])
    return .byte(waiting.removeFirst())
  }

  /// Throws away what was typed ahead, so that the next person's first key is their own.
  func forget() {
    waiting = []
    if isScreen { tcflush(0, TCIFLUSH) }
  }
}

private func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  #if canImport(Glibc)
    Glibc.write(file, bytes, count)
  #else
    Darwin.write(file, bytes, count)
  #endif
}

/// The terminal's settings, changed for the interview and restored on every way out.
///
/// The signal handlers read these globals; they are set before any handler is installed, and
/// `tcsetattr`, `write`, `signal` and `raise` may be called in a handler (POSIX, signal safety).
private enum RestoredTerminal {
  nonisolated(unsafe) static var saved = termios()
  nonisolated(unsafe) static var isChanged: sig_atomic_t = 0
  /// The other screen, which leaves nothing behind in the scrollback.
  static let start = "\u{1B}[?1049h"
  /// Attributes off, cursor shown, back to the first screen.
  nonisolated(unsafe) static let end: UnsafeMutableBufferPointer<UInt8> = {
    let bytes = Array("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l".utf8)
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = buffer.initialize(from: bytes)
    return buffer
  }()

  private static let signals = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP,
  ]

  static func enter() {
    guard tcgetattr(0, &saved) == 0 else { return }
    _ = end
    for number in signals {
      signal(number) { number in
        RestoredTerminal.restore()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    var raw = saved
    cfmakeraw(&raw)
    // Output keeps its line ends; everything else is read as it is typed.
    raw.c_oflag = saved.c_oflag
    tcsetattr(0, TCSAFLUSH, &raw)
    isChanged = 1
    let bytes = Array(start.utf8)
    _ = bytes.withUnsafeBytes { writeBytes(1, $0.baseAddress!, $0.count) }
  }

  static func leave() {
    restore()
    for number in signals { signal(number, SIG_DFL) }
  }

  static func restore() {
    guard isChanged != 0 else { return }
    isChanged = 0
    _ = writeBytes(1, end.baseAddress!, end.count)
    tcsetattr(0, TCSANOW, &saved)
  }
}
