package import Responses
import TextFormats

/// Why an interview cannot be held, or not to its end.
package enum TerminalError: UserFacingError {
  /// A line of the input that is not an answer, and its position in the interview.
  ///
  /// The line is not quoted, because it may have been meant as an answer.
  package struct Line: Sendable {
    let number: Int
    let place: String
    let remedy: String

    /// - Parameter sentence: the message to a participant at the keyboard.
    init(number: Int, view: TerminalView, _ sentence: String) {
      self.number = number
      place = [view.position, view.question ?? view.heading].compactMap(\.self)
        .joined(separator: ", ")
      remedy =
        switch view.input {
        case .choice(let choices): "Taken are: \(choices.map(\.key).joined(separator: ", "))."
        case .proceed: "An empty line is accepted."
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
  case unknownLanguage(String, known: [String])
  case notAnAnswer(Line, Kept)
  case nobodyBegan

  package var description: String {
    switch self {
    case .unknownCode(let code):
      "--resume \(code): no interview of this study has this code; check each letter "
        + "and digit"
    case .unknownLanguage(let tag, let known):
      "--language \(tag): not a language of the study; choose from "
        + known.joined(separator: ", ")
    case .notAnAnswer(let line, let kept):
      "line \(line.number) of the input is not an answer to “\(line.place)”. \(line.remedy)\n\(kept)"
    case .nobodyBegan:
      "the input ended before the participant began, and nothing was recorded; give one answer per "
        + "line, or run `evoke ask` in a terminal"
    }
  }
}

extension TerminalError.Kept: CustomStringConvertible {
  package var description: String {
    switch self {
    case .nothing: "No participant has begun, and nothing was recorded."
    case .everything: "The interview before it was complete, and is kept."
    case .answersBefore(let code):
      "The answers before it are kept. Correct the line, remove the lines before it, and continue with "
        + "--resume \(code.text)"
    }
  }
}
