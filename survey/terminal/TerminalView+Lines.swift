import TextFormats

extension TerminalView {
  /// A line, and whether it is emphasised.
  struct Line: Sendable, Equatable {
    let text: String
    var isStrong = false
  }

  /// How much of a view is shown.
  private struct Extent {
    var hasGaps = true
    var hasRecall = true
    var hasFrame = true
  }

  /// The view in lines of at most so many columns: all of it.
  func lines(columns: Int) -> [Line] {
    lines(columns: columns, Extent())
  }

  /// The question alone, without what is above every question of its page.
  func linesOfQuestion(columns: Int) -> [Line] {
    lines(columns: columns, Extent(hasFrame: false))
  }

  /// The view in the fullest form that has no more than so many rows.
  ///
  /// In a small window the blank lines go first, then the text that stays at hand, then the heading
  /// and the study's name. What does not fit even so is shown in full, to be paged through.
  ///
  /// - Returns: the lines, and whether the text that stays at hand is among them.
  func layout(columns: Int, rows: Int) -> (lines: [Line], showsRecall: Bool) {
    let isRecallOpen = recall?.isOpen ?? false
    let extents = [
      Extent(), Extent(hasGaps: false), Extent(hasRecall: false),
      Extent(hasGaps: false, hasRecall: false),
      Extent(hasGaps: false, hasRecall: false, hasFrame: false),
    ]
    for extent in extents where extent.hasFrame || question != nil {
      let lines = lines(columns: columns, extent)
      if lines.count <= rows {
        return (lines, isRecallOpen && extent.hasRecall)
      }
    }
    let paged = Extent(hasGaps: rows >= 12, hasRecall: recall == nil)
    return (lines(columns: columns, paged), false)
  }

  /// Phrases beside each other, as many in a line as fit; none is torn apart unless it must be.
  static func lines(of phrases: [String], columns: Int) -> [String] {
    var lines: [String] = []
    for phrase in phrases {
      let longer = lines.last.map { "\($0) · \(phrase)" }
      if let longer, displayWidth(longer) <= columns {
        lines[lines.count - 1] = longer
      } else {
        lines += wrapped(phrase, columns: columns)
      }
    }
    return lines
  }

  private func lines(columns: Int, _ extent: Extent) -> [Line] {
    var lines: [Line] = []
    func add(_ text: String, indent: String = "", strong: Bool = false) {
      lines += wrapped(text, columns: columns, indent: indent)
        .map { Line(text: $0, isStrong: strong) }
    }
    func addGap() {
      if extent.hasGaps, lines.last?.text.isEmpty == false { lines.append(Line(text: "")) }
    }
    func addParagraph(_ paragraph: String) {
      let marker = paragraph.prefixMatch(of: /\s*([-*]|\d+[.)]) +/)
      let indent = marker.map { String(paragraph[$0.range]) } ?? ""
      add(String(paragraph.dropFirst(indent.count)), indent: indent)
      addGap()
    }
    let top = (extent.hasFrame ? status : []) + [position].compactMap(\.self)
    lines += Self.lines(of: top, columns: columns).map { Line(text: $0) }
    addGap()
    if let notice {
      add(notice, strong: true)
      addGap()
    }
    if let heading, extent.hasFrame {
      add(heading, strong: true)
      addGap()
    }
    for paragraph in paragraphs { addParagraph(paragraph) }
    if let recall, recall.isOpen, extent.hasRecall { addParagraph(recall.text) }
    if let question {
      add(question, strong: true)
      addGap()
    }
    // Not said again right after it was said.
    if let prompt, prompt != notice { add(prompt) }
    if case .choice(let choices) = input {
      let width = choices.map { displayWidth($0.key) }.max() ?? 1
      for (index, choice) in choices.enumerated() {
        let mark = index == chosen ? "*" : " "
        let padding = String(repeating: " ", count: width - displayWidth(choice.key))
        add(choice.label, indent: "\(mark)\(padding)\(choice.key)  ", strong: index == chosen)
      }
    }
    if let answerSoFar { add(answerSoFar) }
    while lines.last?.text.isEmpty == true { lines.removeLast() }
    return lines
  }
}
