package import Responses
import TextFormats

/// Why an interview cannot be held, or not to its end.
package enum TerminalError: UserFacingError {
  /// A line of the input that is no answer, and where in the interview it came.
  ///
  /// What the line said is not told: it may have been meant as an answer.
  package struct Line: Sendable {
    let number: Int
    let place: String
    let remedy: String

    /// - Parameter sentence: what a person at the keyboard is told.
    init(number: Int, view: TerminalView, _ sentence: String) {
      self.number = number
      place = [view.position, view.question ?? view.heading].compactMap(\.self)
        .joined(separator: ", ")
      remedy =
        switch view.input {
        case .choice(let choices): "Taken are: \(choices.map(\.key).joined(separator: ", "))."
        case .proceed: "Taken is an empty line."
        case .line: sentence
        }
    }
  }

  /// What is kept of an interview that a line stopped.
  package enum Kept: Sendable {
    /// No one had taken part.
    case nothing
    /// The interview had come to its end.
    case everything
    case answersBefore(AccessCode)
  }

  case unknownCode(String)
  case notAnAnswer(Line, Kept)
  case nobodyBegan

  package var description: String {
    switch self {
    case .unknownCode(let code):
      "--resume \(code): no interview of this study goes on with this code; look for letters and "
        + "digits that were mixed up"
    case .notAnAnswer(let line, let kept):
      "line \(line.number) of the input is no answer to “\(line.place)”. \(line.remedy)\n\(kept)"
    case .nobodyBegan:
      "the input ended before anybody took part, and nothing was recorded; give an answer a line, or "
        + "run `evoke ask` in a terminal"
    }
  }
}

extension TerminalError.Kept: CustomStringConvertible {
  package var description: String {
    switch self {
    case .nothing: "Nobody has taken part, and nothing was recorded."
    case .everything: "The interview before it had come to its end, and is kept."
    case .answersBefore(let code):
      "The answers before it are kept. Mend the line, take out the lines before it, and go on with "
        + "--resume \(code.text)"
    }
  }
}
