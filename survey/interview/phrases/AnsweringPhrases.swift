/// The words around a page that is being filled in: what is saved, what is missing, what was seen.
package struct AnsweringPhrases: Decodable, Sendable {
  /// Each answer so far has arrived.
  package let saved: String
  /// An answer has not arrived, and is sent again until it has.
  package let waiting: String
  /// On the button of a page that is sent while answers are still on their way, and what is said if
  /// they are for long.
  package let saving: String
  package let slow: String
  /// How answers are given on a keyboard; shown if there is one.
  package let keys: String
  package let skipOffered: String
  package let skip: String
  package let back: String
  package let itemOf: NumberedPhrase
  package let optional: String
  package let tooLong: String
  /// The heading of a page with one question in between.
  package let question: String
  package let wholeNumber: NumberedPhrase
  package let fewWords: String
  package let vividnessQuestion: String
  /// From 1, the least clear, to 5.
  package let vividness: [String]
  package let imaginedQuestion: String
  package let recall: String
  package let hintTitle: String
  package let hintText: String
}
