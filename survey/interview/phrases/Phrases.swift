import Foundation
import Resources
package import Study
import Yams

/// The interface's own words: everything a participant reads that the study does not say itself.
///
/// Each language is a file with all of them beside this one, `de.yaml` for German; a file that lacks a
/// phrase is not read. Participants are addressed politely, and in Arabic without a gender.
package struct Phrases: Decodable, Sendable {
  package let language: Language
  /// The language's name for itself.
  package let languageName: String
  package let chooseLanguage: String
  package let answering: AnsweringPhrases
  package let terminal: TerminalPhrases
  package let agree: String
  package let disagree: String
  package let consentTitle: String
  package let consentQuestion: String
  package let proceed: String
  package let finish: String
  package let choose: String
  package let preferNotToSay: String
  package let progress: NumberedPhrase
  package let error: String
  let problems: [Plural: String]
  package let unanswered: String
  package let notAnOption: String
  package let skipToContent: String
  package let demographicsTitle: String
  package let screeningTitle: String
  package let defaultTitle: String
  package let evokedTitle: String
  package let situationTitle: String
  package let situationInstruction: String
  package let debriefTitle: String
  package let stop: String
  package let stopTitle: String
  package let stopText: String
  package let stopQuestion: String
  package let keepAnswers: String
  package let deleteAnswers: String
  package let stopKeeps: String
  package let stopDeletes: String
  package let goBack: String
  package let leftTitle: String
  package let leftKept: String
  package let leftDeleted: String
  package let codes: CodePhrases
  package let links: LinkPhrases
  package let declinedTitle: String
  package let declinedText: String
  package let fullTitle: String
  package let fullText: String
  package let closedTitle: String
  package let closedText: String
  package let screenedOutTitle: String
  package let screenedOutText: String
  package let completionCode: String
  package let returnToPanel: String
  package let startAgain: String
  package let startForNext: String
  package let notFoundTitle: String
  package let notFoundText: String
  package let failureTitle: String
  package let failureText: String
  package let begin: String
  package let goOnWithCode: String
  package let typeCode: String
  package let unknownCode: String
  package let enterContinues: String
  package let enterReadsOn: String
  package let enterSends: String
  package let keyAnswers: String
  package let keyGoesBack: String
  package let keyStops: String
  package let allAnswered: String
  package let saved: String
  package let answerSoFar: String
  package let position: NumberedPhrase
  package let cannotGoBack: String
  package let pause: String
  package let pausedTitle: String
  package let pausedText: String
  package let inputEnded: String
  package let typeNumber: NumberedPhrase
  package let typeCountry: String
  package let severalFit: String
  package let withdrawLater: String
  package let clearsScreen: String

  /// The languages that Evoke speaks.
  package static let all = ["en", "de", "fr", "es", "zh-Hans", "ar"].map { tag in
    do {
      let text = BundledFile.text("phrases/\(tag).yaml") ?? ""
      return try YAMLDecoder().decode(Phrases.self, from: text)
    } catch {
      preconditionFailure("phrases/\(tag).yaml: \(error)")
    }
  }

  /// How many answers are still missing.
  package func problems(_ count: Int) -> String {
    let form = problems[Plural(of: count, in: language)] ?? problems[.other]!
    return form.replacing("#", with: "\(count)")
  }

  /// The interface's words in a language, by its tag or the first part of it (`de-AT`, `zh-CN`);
  /// nil if Evoke does not have it.
  package static func spoken(in language: Language) -> Phrases? {
    all.first { $0.language == language }
      ?? all.first { $0.language.primary == language.primary }
  }

  /// The interface's words in a language; English if Evoke does not have it, about which `evoke
  /// check` warns.
  package static func of(_ language: Language) -> Phrases {
    spoken(in: language) ?? all[0]
  }
}

/// A phrase with a `#` for each of its numbers, in their order.
package struct NumberedPhrase: Decodable, Sendable {
  private let parts: [Substring]

  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    parts = text.split(separator: "#", omittingEmptySubsequences: false)
  }

  package func callAsFunction(_ numbers: Int...) -> String {
    String(parts[0]) + zip(numbers, parts.dropFirst()).map { "\($0)\($1)" }.joined()
  }
}

extension Language: Decodable {
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// The language's name for itself, as Unicode CLDR has it; its tag if there is none.
  package var ownName: String {
    if let spoken = Phrases.all.first(where: { $0.language == self }) { return spoken.languageName }
    let name = Locale(identifier: tag).localizedString(forIdentifier: tag)
    return name.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? tag
  }
}
