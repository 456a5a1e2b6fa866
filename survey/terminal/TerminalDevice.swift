import Foundation

/// Standard input and output as a terminal, or as a stream of lines.
final class TerminalDevice {
  /// Whether keys are read one by one and the screen is drawn.
  let isScreen: Bool
  /// Whether a person types; false for answers from a pipe or a file.
  let isTypedInto = isatty(0) == 1
  /// Whether nothing can ever be read again.
  private(set) var inputIsGone = false
  private var waiting: [UInt8] = []

  /// - Parameter wantsScreen: false keeps to lines even if a screen could be drawn.
  init(wantsScreen: Bool) {
    let term = getenv("TERM").map { String(cString: $0) } ?? "dumb"
    isScreen = wantsScreen && isatty(0) == 1 && isatty(1) == 1 && term != "dumb"
    if isScreen { RestoredTerminal.enter() } else { LineInterrupt.watch() }
  }

  /// Gives the terminal back as it was.
  func close() {
    if isScreen { RestoredTerminal.leave() } else { LineInterrupt.forget() }
  }

  /// Columns and rows; 80×24 if that is not known.
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
    /// Ctrl-C, while lines are read.
    case interrupt
  }

  /// The next byte of the input.
  ///
  /// - Parameter milliseconds: how long to wait; nil waits for a while.
  func next(within milliseconds: Int32?) -> Byte {
    if !waiting.isEmpty { return .byte(waiting.removeFirst()) }
    if inputIsGone { return .end }
    var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    // With a limit, so a Ctrl-C just before the call is noticed.
    let ready = poll(&descriptor, 1, milliseconds ?? 500)
    if LineInterrupt.wasAsked() { return .interrupt }
    if ready == 0 || ready < 0 && errno == EINTR { return .nothing }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes { read(0, $0.baseAddress!, $0.count) }
    if count < 0, errno == EINTR || errno == EAGAIN { return .nothing }
    guard count > 0 else {
      inputIsGone = true
      return .end
    }
    waiting = Array(bytes[..<count])
    return .byte(waiting.removeFirst())
  }

  /// Takes the byte as not read yet.
  func putBack(_ byte: UInt8) { waiting.insert(byte, at: 0) }

  /// Stops the program until the shell continues it, as Ctrl-Z does elsewhere.
  func suspend() { kill(0, SIGTSTP) }

  /// Whether the program was stopped and continues, so the screen must be drawn again; true only
  /// once.
  func hasContinued() -> Bool { RestoredTerminal.hasContinued() }

  /// Discards pending key presses, so none reaches the next participant. Does not discard piped
  /// lines.
  func forget() {
    if isTypedInto { waiting = [] }
    if isScreen { tcflush(0, TCIFLUSH) }
  }
}

func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, bytes, count)
}
