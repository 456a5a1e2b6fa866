import TextFormats

/// The view drawn anew after each key.
extension Terminal {
  private typealias Size = (columns: Int, rows: Int)

  func askOnScreen(_ view: TerminalView) -> TerminalEntry {
    var view = view
    var typed = view.draft
    unsent = ""
    var first = 0
    var drawn: Size?
    var quietMilliseconds = 0
    var page = (hasMore: false, rows: 1)
    while true {
      let size = device.size
      if device.hasContinued() { drawn = nil }
      if drawn == nil || drawn! != size {
        page = draw(view, typed: typed, from: &first, in: size)
        drawn = size
      }
      // The window may change its size meanwhile.
      guard let key = device.nextKey(within: 200) else {
        quietMilliseconds += 200
        if let idleSeconds, quietMilliseconds >= idleSeconds * 1000 { return .idle }
        continue
      }
      quietMilliseconds = 0
      drawn = nil
      let hasMore = page.hasMore && typed.isEmpty
      switch key {
      case .end: return .endOfInput
      case .interrupt: return .interrupt
      case .suspend:
        if idleSeconds == nil { device.suspend() }
      case .enter where hasMore, .pageDown where page.hasMore, .character(" ") where hasMore:
        first += page.rows
      case .pageUp where first > 0: first = max(0, first - page.rows)
      case .escape:
        unsent = typed
        return .stop
      case .left where typed.isEmpty: return .back
      case .backspace:
        if typed.isEmpty { return .back }
        typed.removeLast()
      case .enter:
        let entry = entry(of: typed.trimmingWhitespace, in: view)
        if entry == .stop { unsent = view.draft }
        return entry
      case .character(let character):
        guard view.takesText else { return entry(of: String(character), in: view) }
        typed.append(character)
      case .paste(let text) where view.takesText: typed += text
      case .unreadable where view.takesText: view.notice = view.unreadableNotice
      case .unreadable: return .unknown
      case .left, .pageUp, .pageDown, .paste, .other: break
      }
    }
  }

  /// Draws the view, and returns whether there is more below and how many rows it has.
  private func draw(
    _ view: TerminalView, typed: String, from first: inout Int, in size: Size
  ) -> (hasMore: Bool, rows: Int) {
    let input = view.takesText ? inputLines(typed, in: size) : []
    func foot(_ hints: [String]) -> [String] {
      // At least one row is left for the view.
      let most = max(1, min(3, size.rows - input.count - 2))
      return Array(TerminalView.lines(of: hints, columns: size.columns).prefix(most))
    }
    let recalled = view.recall.map { "s: \($0.label)" }
    var hints = view.hints
    var below = foot(hints)
    var rows = max(1, size.rows - below.count - input.count - 1)
    var layout = view.layout(columns: size.columns, rows: rows)
    if let recalled, !layout.showsRecall {
      hints.insert(recalled, at: max(0, hints.count - 1))
      below = foot(hints)
      rows = max(1, size.rows - below.count - input.count - 1)
      layout = view.layout(columns: size.columns, rows: rows)
    }
    let lines = layout.lines
    let isLong = lines.count > rows
    if isLong {
      below = foot([view.moreHint] + hints.filter { $0 != view.hints.first })
      rows = max(1, size.rows - below.count - input.count - 1)
    }
    first = max(0, min(first, lines.count - 1))
    // If only the first lines of a page would have text, the page is filled from the one before.
    if lines.count - first < rows { first = max(0, lines.count - rows) }
    let hasMore = first + rows < lines.count
    if isLong, !hasMore { below = foot(hints) }
    var text = "\u{1B}[2J\u{1B}[H"
    for line in lines[first..<min(lines.count, first + rows)] {
      text += emphasised(line.text, when: line.isStrong, code: "1") + "\r\n"
    }
    for line in below { text += "\r\n" + emphasised(line, when: true, code: "2") }
    for line in input { text += "\r\n" + line }
    device.write(text)
    return (hasMore, rows)
  }

  /// What has been typed, its end in sight.
  private func inputLines(_ typed: String, in size: Size) -> [String] {
    // A space at the end is seen as soon as it is typed.
    let shown = typed.hasSuffix(" ") ? typed.dropLast() + "\u{A0}" : typed[...]
    let lines = wrapped(String(shown), columns: max(4, size.columns - 1), indent: "> ")
    return Array(lines.suffix(max(1, min(6, size.rows / 3))))
  }

  private func emphasised(_ text: String, when applies: Bool, code: String) -> String {
    applies && usesEmphasis && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
