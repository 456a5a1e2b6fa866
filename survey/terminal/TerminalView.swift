/// What a person sees at one moment, and what may be answered.
struct TerminalView: Sendable {
  struct Choice: Sendable {
    /// The key that chooses it, such as `3`.
    let key: String
    let label: String
  }

  enum Input: Sendable {
    /// One key chooses; where there are more than nine, a number and Enter.
    case choice([Choice])
    /// A line of text and Enter.
    case line
    /// Enter alone.
    case proceed
  }

  /// The study, and how far the person has come.
  var status: String
  var heading: String?
  var paragraphs: [String] = []
  var question: String?
  var input: Input
  /// What is said about the last answer: that it was saved, or cannot be taken.
  var notice: String?
  /// The choice made before, by its place.
  var chosen: Int?
  var answerSoFar: String?
  /// What Enter does while there is more to read.
  var moreHint = ""
  /// What Enter, `b` and `q` do, in the person's language.
  var hints: [String] = []

  /// A line, and whether it stands out.
  struct Line: Sendable, Equatable {
    let text: String
    var isStrong = false
  }

  /// The view in lines of at most so many columns.
  func lines(columns: Int) -> [Line] {
    var lines: [Line] = []
    func add(_ text: String, indent: String = "", strong: Bool = false) {
      lines += wrapped(text, columns: columns, indent: indent)
        .map { Line(text: $0, isStrong: strong) }
    }
    func addGap() {
      if lines.last?.text.isEmpty == false { lines.append(Line(text: "")) }
    }
    add(status)
    addGap()
    if let notice {
      add(notice, strong: true)
      addGap()
    }
    if let heading {
      add(heading, strong: true)
      addGap()
    }
    for paragraph in paragraphs {
      let marker = paragraph.prefixMatch(of: /\s*([-*]|\d+[.)]) +/)
      let indent = marker.map { String(paragraph[$0.range]) } ?? ""
      add(String(paragraph.dropFirst(indent.count)), indent: indent)
      addGap()
    }
    if let question {
      add(question, strong: true)
      addGap()
    }
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

  /// The choice that a text stands for: its key, in whatever script its digits are.
  func choice(_ typed: String) -> Int? {
    guard case .choice(let choices) = input else { return nil }
    let digits = String(
      typed.map { character in
        character.wholeNumberValue.flatMap { (0...9).contains($0) ? Character("\($0)") : nil }
          ?? character
      })
    return choices.firstIndex { $0.key == typed || $0.key == digits }
  }
}

/// What a person did.
enum TerminalEntry: Sendable, Equatable {
  case choice(Int)
  case line(String)
  case proceed
  case back
  case stop
  /// Nobody has touched a key for as long as the kiosk waits.
  case idle
  case endOfInput
  /// Ctrl-C.
  case interrupt
  /// A key that means nothing here.
  case unknown
}
