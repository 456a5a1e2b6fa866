import Study

/// Shows views and reads what a person does: on a screen, a key at a time, or in lines.
final class Terminal {
  private let device: TerminalDevice
  private let usesEmphasis: Bool
  private let idleSeconds: Int?

  /// - Parameters:
  ///   - isPlain: lines alone: no cursor is moved and nothing is drawn twice.
  ///   - idleSeconds: after how long without a key an entry is `idle`; nil waits for ever.
  init(isPlain: Bool, usesEmphasis: Bool, idleSeconds: Int?) {
    device = TerminalDevice(wantsScreen: !isPlain)
    self.usesEmphasis = usesEmphasis && device.isScreen
    self.idleSeconds = idleSeconds
  }

  func close() { device.close() }

  /// True where the last view is gone once the terminal is given back.
  var isScreen: Bool { device.isScreen }

  /// Shows nothing of what was there, scrollback included, and forgets what was typed ahead.
  func clear() {
    device.write(device.isScreen ? "\u{1B}[2J\u{1B}[3J\u{1B}[H" : "")
    device.forget()
  }

  /// Shows the view until the person has done something that it understands, or nothing does.
  func ask(_ view: TerminalView) -> TerminalEntry {
    device.isScreen ? askOnScreen(view) : askInLines(view)
  }

  // MARK: Lines

  /// The view's lines, for where nothing is asked.
  func say(_ view: TerminalView) {
    let columns = device.isScreen ? device.size.columns : lineColumns
    let text = view.lines(columns: columns).map(\.text).joined(separator: "\n")
    device.write(text + "\n\n")
  }

  /// A stream that is no terminal is wrapped as a usual one.
  private var lineColumns: Int { max(20, min(device.size.columns, 100)) }

  private func askInLines(_ view: TerminalView) -> TerminalEntry {
    say(view)
    if !view.hints.isEmpty {
      device.write(
        wrapped(view.hints.joined(separator: " · "), columns: lineColumns)
          .joined(separator: "\n") + "\n")
    }
    device.write("> ")
    var bytes: [UInt8] = []
    reading: while true {
      switch device.next(within: idleSeconds.map { Int32($0) * 1000 }) {
      case .byte(UInt8(ascii: "\n")): break reading
      case .byte(let byte): bytes.append(byte)
      case .nothing:
        if idleSeconds != nil { return .idle }
      case .end:
        device.write("\n")
        // A last line without its end still is an answer.
        if bytes.isEmpty { return .endOfInput }
        break reading
      }
    }
    device.write("\n")
    return entry(of: String(decoding: bytes, as: UTF8.self).trimmingWhitespace, in: view)
  }

  private func entry(of line: String, in view: TerminalView) -> TerminalEntry {
    switch line.lowercased() {
    case "b", "<": return .back
    case "q", "!": return .stop
    default: break
    }
    switch view.input {
    case .choice:
      if line.isEmpty, let chosen = view.chosen { return .choice(chosen) }
      return view.choice(line).map { .choice($0) } ?? .unknown
    case .line: return line.isEmpty ? .unknown : .line(line)
    case .proceed: return line.isEmpty ? .proceed : .unknown
    }
  }

  // MARK: The screen

  private func askOnScreen(_ view: TerminalView) -> TerminalEntry {
    var typed = ""
    var first = 0
    var drawn: (columns: Int, rows: Int)?
    var quietMilliseconds = 0
    var hasMore = false
    while true {
      let size = device.size
      if drawn == nil || drawn! != size {
        hasMore = draw(view, typed: typed, from: &first, in: size)
        drawn = size
      }
      // The window may change its size meanwhile.
      guard let key = nextKey(within: 200) else {
        quietMilliseconds += 200
        if let idleSeconds, quietMilliseconds >= idleSeconds * 1000 { return .idle }
        continue
      }
      quietMilliseconds = 0
      drawn = nil
      switch key {
      case .end: return .endOfInput
      case .interrupt: return .interrupt
      case .enter where hasMore, .pageDown where hasMore, .character(" ") where hasMore:
        first += visibleRows(in: size)
      case .pageUp where first > 0: first = max(0, first - visibleRows(in: size))
      case .escape: return .stop
      case .left: return .back
      case .backspace:
        if typed.isEmpty { return .back }
        typed.removeLast()
      case .enter:
        let entry = entry(of: typed.trimmingWhitespace, in: view)
        if typed.isEmpty, entry == .unknown { continue }
        return entry
      case .character(let character):
        if case .choice(let choices) = view.input, choices.count < 10 {
          return entry(of: String(character), in: view)
        }
        if case .proceed = view.input { return entry(of: String(character), in: view) }
        typed.append(character)
      case .pageUp, .pageDown, .other: break
      }
    }
  }

  private func visibleRows(in size: (columns: Int, rows: Int)) -> Int { max(1, size.rows - 3) }

  /// - Returns: whether there is more below.
  private func draw(
    _ view: TerminalView, typed: String, from first: inout Int, in size: (columns: Int, rows: Int)
  ) -> Bool {
    let lines = view.lines(columns: size.columns)
    let rows = visibleRows(in: size)
    first = max(0, min(first, lines.count - 1))
    // Where all but the first lines of a page would be blank, the page is filled from above.
    if lines.count - first < rows { first = max(0, lines.count - rows) }
    let shown = lines[first..<min(lines.count, first + rows)]
    let hasMore = first + rows < lines.count
    var text = "\u{1B}[2J\u{1B}[H"
    for line in shown {
      text += emphasised(line.text, when: line.isStrong, code: "1") + "\r\n"
    }
    var below = view.hints
    if hasMore { below = [view.moreHint] + below.filter { $0 != view.hints.first } }
    let hint = wrapped(below.joined(separator: " · "), columns: size.columns).first ?? ""
    text += "\r\n" + emphasised(hint, when: true, code: "2")
    let takesText =
      switch view.input {
      case .line: true
      case .choice(let choices): choices.count >= 10
      case .proceed: false
      }
    if takesText, !hasMore {
      let room = max(1, size.columns - 3)
      text += "\r\n> " + String(typed.suffix(room / 2))
    }
    device.write(text)
    return hasMore
  }

  private func emphasised(_ text: String, when applies: Bool, code: String) -> String {
    applies && usesEmphasis && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  // MARK: Keys

  private enum Key {
    case character(Character)
    case enter, backspace, escape, left, pageUp, pageDown, interrupt, end, other
  }

  private func nextKey(within milliseconds: Int32) -> Key? {
    switch device.next(within: milliseconds) {
    case .nothing: return nil
    case .end: return .end
    case .byte(let byte): return key(startingWith: byte)
    }
  }

  private func key(startingWith byte: UInt8) -> Key {
    switch byte {
    case 0x03: return .interrupt
    case 0x04: return .end
    case 0x08, 0x7F: return .backspace
    case 0x0A, 0x0D: return .enter
    case 0x1B: return escapeSequence()
    case 0x00..<0x20: return .other
    default: return character(startingWith: byte)
    }
  }

  /// A lone Escape is a key of its own; a key such as ← sends more right behind it.
  private func escapeSequence() -> Key {
    guard case .byte(let second) = device.next(within: 30) else { return .escape }
    guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else { return .other }
    var parameters: [UInt8] = []
    while case .byte(let byte) = device.next(within: 30) {
      guard (0x40...0x7E).contains(byte) else {
        parameters.append(byte)
        continue
      }
      switch (byte, String(decoding: parameters, as: UTF8.self)) {
      case (UInt8(ascii: "D"), _): return .left
      case (UInt8(ascii: "A"), _), (UInt8(ascii: "~"), "5"): return .pageUp
      case (UInt8(ascii: "B"), _), (UInt8(ascii: "~"), "6"): return .pageDown
      default: return .other
      }
    }
    return .other
  }

  private func character(startingWith byte: UInt8) -> Key {
    let length =
      switch byte {
      case 0xC0..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF8: 4
      default: 1
      }
    var bytes = [byte]
    while bytes.count < length, case .byte(let more) = device.next(within: 100) {
      bytes.append(more)
    }
    return String(decoding: bytes, as: UTF8.self).first.map { .character($0) } ?? .other
  }
}
