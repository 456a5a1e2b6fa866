import Foundation
package import Study

/// The interface's own words: everything a participant reads that the study does not say itself.
///
/// Each language is a file with all of them, so a phrase without its translations does not compile.
/// Participants are addressed politely, and in Arabic without a gender.
package struct Phrases: Sendable {
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
  package let progress: @Sendable (_ percent: Int) -> String
  package let error: String
  package let problems: @Sendable (_ count: Int) -> String
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
  package let position: @Sendable (_ position: Int, _ count: Int) -> String
  package let cannotGoBack: String
  package let pause: String
  package let pausedTitle: String
  package let pausedText: String
  package let inputEnded: String
  package let typeNumber: @Sendable (_ low: Int, _ high: Int) -> String
  package let typeCountry: String
  package let severalFit: String
  package let withdrawLater: String
  package let clearsScreen: String

  /// The languages that Evoke speaks.
  package static let all = [english, german, french, spanish, chinese, arabic]

  /// The interface's words in a language, by its tag or the first part of it (`de-AT`, `zh-CN`);
  /// nil if Evoke does not have it.
  package static func spoken(in language: Language) -> Phrases? {
    all.first { $0.language == language }
      ?? all.first { $0.language.primary == language.primary }
  }

  /// The interface's words in a language; English if Evoke does not have it, about which `evoke
  /// check` warns.
  package static func of(_ language: Language) -> Phrases {
    spoken(in: language) ?? english
  }
}

extension Language {
  /// The language's name for itself, as Unicode CLDR has it; its tag if there is none.
  package var ownName: String {
    if let spoken = Phrases.all.first(where: { $0.language == self }) { return spoken.languageName }
    let name = Locale(identifier: tag).localizedString(forIdentifier: tag)
    return name.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? tag
  }
}
