import TextFormats

/// Shows views and reads what a person does: on a screen, a key at a time, or in lines.
final class Terminal {
  let device: TerminalDevice
  let usesEmphasis: Bool
  let idleSeconds: Int?
  /// What was typed and not sent when the person asked to stop.
  var unsent = ""
  /// Lines read so far, while lines are read.
  private(set) var linesRead = 0
  private var headingSaid: String?
  private var hintsSaid: [String] = []

  /// - Parameters:
  ///   - isPlain: plain lines: the cursor is not moved and nothing is drawn twice.
  ///   - idleSeconds: after how long without a key an entry is `idle`; nil waits indefinitely.
  init(isPlain: Bool, usesEmphasis: Bool, idleSeconds: Int?) {
    device = TerminalDevice(wantsScreen: !isPlain)
    self.usesEmphasis = usesEmphasis && device.isScreen
    self.idleSeconds = idleSeconds
  }

  func close() { device.close() }

  /// True if the last view is gone once the terminal is given back.
  var isScreen: Bool { device.isScreen }

  /// Whether a person types; false for answers from a pipe or a file.
  var isTypedInto: Bool { device.isTypedInto }

  /// Whether nothing can ever be read again.
  var inputIsGone: Bool { device.inputIsGone }

  /// Shows nothing of what was there, scrollback included, and forgets what was typed ahead.
  func clear() {
    device.write(device.isScreen ? "\u{1B}[2J\u{1B}[3J\u{1B}[H" : "")
    device.forget()
    (headingSaid, hintsSaid, unsent) = (nil, [], "")
  }

  /// Shows the view until the person has done something that it understands, or nothing does.
  func ask(_ view: TerminalView) -> TerminalEntry {
    device.isScreen ? askOnScreen(view) : askInLines(view)
  }

  /// The meaning of a line, or of a single key, in this view.
  func entry(of line: String, in view: TerminalView) -> TerminalEntry {
    switch line.lowercased() {
    case "b", "<": return .back
    case "q", "!": return .stop
    case "-": return .omit
    case "s" where view.recall != nil: return .recall
    default: break
    }
    switch view.input {
    case .choice:
      if line.isEmpty { return view.chosen.map { .choice($0) } ?? .nothing }
      return view.choice(line).map { .choice($0) } ?? .unknown
    case .line: return line.isEmpty ? .nothing : .line(line)
    case .proceed: return line.isEmpty ? .proceed : .unknown
    }
  }

  // MARK: Lines

  /// The view's lines, when nothing is asked.
  ///
  /// What is above every question of a page is said once, so that it need not be heard again.
  func say(_ view: TerminalView) {
    let columns = device.isScreen ? device.size.columns : lineColumns
    let isFurther = view.question != nil && view.heading != nil && view.heading == headingSaid
    headingSaid = view.heading
    let lines = isFurther ? view.linesOfQuestion(columns: columns) : view.lines(columns: columns)
    device.write(lines.map(\.text).joined(separator: "\n") + "\n\n")
  }

  /// A stream that is not a terminal is wrapped like a usual one.
  private var lineColumns: Int { max(20, min(device.size.columns, 100)) }

  private func askInLines(_ view: TerminalView) -> TerminalEntry {
    say(view)
    var hints = view.hints
    if let recall = view.recall { hints.insert("s: \(recall.label)", at: max(0, hints.count - 1)) }
    if !hints.isEmpty, hints != hintsSaid {
      device.write(
        TerminalView.lines(of: hints, columns: lineColumns).joined(separator: "\n") + "\n")
    }
    hintsSaid = hints
    device.write("> ")
    var bytes: [UInt8] = []
    reading: while true {
      switch device.next(within: idleSeconds.map { Int32($0) * 1000 }) {
      case .byte(UInt8(ascii: "\n")): break reading
      case .byte(let byte): bytes.append(byte)
      case .nothing:
        if idleSeconds != nil { return .idle }
      case .interrupt:
        device.write("\n")
        return .interrupt
      case .end:
        device.write("\n")
        // A last line without its end still is an answer.
        if bytes.isEmpty { return .endOfInput }
        break reading
      }
    }
    linesRead += 1
    device.write("\n")
    guard let line = String(validating: bytes, as: UTF8.self) else { return .unreadable }
    return entry(of: Self.withoutControls(line).trimmingWhitespace, in: view)
  }

  /// What is typed is shown again, and must not steer the terminal.
  private static func withoutControls(_ line: String) -> String {
    String(
      String.UnicodeScalarView(
        line.unicodeScalars.filter { $0 == "\t" || $0.properties.generalCategory != .control }))
  }

  /// Lines that were there to be read when nothing more was asked; empty ones do not count.
  func linesLeftOver() -> Int {
    guard !isTypedInto else { return 0 }
    var lines = 0
    var isEmpty = true
    while case .byte(let byte) = device.next(within: 0) {
      if byte == UInt8(ascii: "\n") {
        isEmpty = true
      } else if isEmpty, byte != UInt8(ascii: "\r") {
        isEmpty = false
        lines += 1
      }
    }
    return lines
  }
}
