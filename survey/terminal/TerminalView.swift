/// What a person sees at one moment, and what may be answered.
package struct TerminalView: Sendable {
  struct Choice: Sendable {
    /// The key that chooses it, such as `3`.
    let key: String
    let label: String
  }

  enum Input: Sendable {
    /// One key chooses; if there are more than nine, a number and Enter.
    case choice([Choice])
    /// A line of text and Enter.
    case line
    /// Enter alone.
    case proceed
  }

  /// A text that stays at hand while questions about it are answered.
  struct Recall: Sendable {
    let label: String
    let text: String
    /// Whether it is above the question, if there is room for it.
    let isOpen: Bool
  }

  /// The study, and how far the person has come.
  var status: [String]
  /// Which question of how many this is.
  var position: String?
  var heading: String?
  var paragraphs: [String] = []
  var recall: Recall?
  var question: String?
  /// How the question is answered, if that is not plain to see.
  var prompt: String?
  var input: Input
  /// What is said about the last answer: that it was saved, or cannot be taken.
  var notice: String?
  /// The choice made before, by its place.
  var chosen: Int?
  var answerSoFar: String?
  /// What is in the line from the start, if there is a screen.
  var draft = ""
  /// What Enter does while there is more to read.
  var moreHint = ""
  /// The message about bytes that are not text.
  var unreadableNotice = ""
  /// What Enter, `b` and `q` do, in the person's language.
  var hints: [String] = []

  /// Whether a line is typed, rather than one key.
  var takesText: Bool {
    switch input {
    case .line: true
    case .choice(let choices): choices.count >= 10
    case .proceed: false
    }
  }

  /// The choice that a text selects: its key, in whatever script its digits are.
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
  /// `-`: no answer, on purpose.
  case omit
  /// Enter when an answer is wanted.
  case nothing
  /// `s`: the text that stays at hand, to read again.
  case recall
  /// No key was pressed for as long as the kiosk waits.
  case idle
  case endOfInput
  /// Ctrl-C.
  case interrupt
  /// A key that means nothing here.
  case unknown
  /// Bytes that are not text.
  case unreadable
}
