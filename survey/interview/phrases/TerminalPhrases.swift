/// The words that are needed only when answers are typed.
package struct TerminalPhrases: Decodable, Sendable {
  /// Why a question cannot be left unanswered.
  package let mustAnswer: String
  /// Shown in place of an answer.
  package let leftUnanswered: String
  /// Shown when another window of the same participant has sent the page.
  package let sentElsewhere: String
  /// Shown when what was typed is not text.
  package let unreadable: String
  /// Shown when the answer could not be saved.
  package let tryAgain: String
}
