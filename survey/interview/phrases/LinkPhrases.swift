/// The words around personal links, and around the copy of one's own answers.
package struct LinkPhrases: Decodable, Sendable {
  package let uninvitedTitle: String
  package let uninvitedText: String
  /// Why a participant whom a link alone has led back sees no receipt.
  package let noReceipt: String
  /// Why the same participant cannot have answers deleted here, and how to.
  package let cannotDelete: String
  package let copy: String
  package let copyText: String
  package let copyTitle: String
  package let copyWarning: String
  package let download: String
  /// The heads of the table of answers.
  package let section: String
  package let question: String
  package let answer: String
  package let noAnswer: String
  /// Stands beside answers of a page that is still being filled in.
  package let notSent: String
  package let nothing: String
}
