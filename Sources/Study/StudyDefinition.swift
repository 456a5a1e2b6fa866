package import TextFormats

/// A study: what is asked, in which order, and what happens around it.
package struct StudyDefinition: Sendable {
  /// One step of the design line.
  package enum DesignStep: Sendable, Hashable {
    case administer([InstrumentID], Occasion)
    case imagine
  }

  /// A question that asks for one stated answer, to find people who do not read.
  package struct AttentionCheck: Sendable {
    package enum Place: Sendable {
      /// Among the items of an instrument, right behind one of them, with that item's answers.
      case behind(ItemID, of: InstrumentID, Occasion)
      /// On a separate page next to the one of this name, with its own answers.
      case page(Side, of: String, [Question.Choice])
    }

    package enum Side: Sendable {
      case before, after
    }

    package let id: ItemID
    package internal(set) var text: String
    package internal(set) var place: Place
    package let expectedCode: String
    /// What any other answer leads to.
    package let consequence: Consequence

    /// The check as a question, if it has a separate page.
    package var question: Question? {
      guard case .page(_, _, let choices) = place else { return nil }
      return Question(
        id: QuestionID(id.name), text: text, form: .choices(choices), canDecline: false)
    }
  }

  /// How an interview can end, each with its own completion code if the study has one.
  package enum Outcome: String, Sendable, CaseIterable {
    case complete
    case noConsent = "no_consent"
    case screenedOut = "screened_out"
    case failedAttention = "failed_attention"
    case left
    case overQuota = "over_quota"
  }

  /// Which participants fill a cell once they have completed.
  package enum QuotaCount: String, Sendable, CaseIterable {
    case completed
    /// Those whom no exclusion rule stated in advance excludes.
    case valid
  }

  /// How people are recruited: the names of the parameters that a panel puts into the link.
  package struct Recruiting: Sendable {
    package let participantParameter: String
    package let studyParameter: String
    package let sessionParameter: String
    /// What the whole of a participant's id must match; nil takes any id.
    package let pattern: IDPattern?
    /// Whether nobody enters without an id that `evoke links` has issued.
    package let admitsIssuedOnly: Bool
    package let completionCodes: [Outcome: String]
    package let redirects: [Outcome: String]
  }

  /// The form of a panel's ids, as a regular expression.
  package struct IDPattern: Sendable {
    private let text: String

    /// nil for a text that is no regular expression.
    init?(_ text: String) {
      guard (try? Regex(text)) != nil else { return nil }
      self.text = text
    }

    package var regex: Regex<AnyRegexOutput> { try! Regex(text) }
  }

  /// What happens to the answers of participants who stop.
  package enum LeavingRule: String, Sendable, CaseIterable {
    /// The participant chooses whether what was answered is kept or deleted.
    case ask
    case keep
    case delete
  }

  package internal(set) var title: String
  /// The language of the files without a suffix.
  package internal(set) var language: Language
  /// The same study in its other languages, each without further translations.
  package internal(set) var translations: [StudyDefinition]
  package internal(set) var consent: Markdown
  package internal(set) var debrief: Markdown
  package internal(set) var screening: [Question]
  package internal(set) var demographics: [Question]
  package let design: [DesignStep]
  package internal(set) var instruments: [Instrument]
  package internal(set) var situations: [Situation]
  /// How many completed participants each situation (cell) is to have.
  package let quota: Int
  package internal(set) var quotaCounts = QuotaCount.completed
  /// Whether participants take turns at one device: its start page is always for somebody new.
  package internal(set) var sharesDevice = false
  /// How long a place is held for a participant who has not finished.
  package let reservationMinutes: Int
  package internal(set) var attention: [AttentionCheck]
  package let exclusions: [ExclusionRule]
  /// The contrasts stated in advance.
  package internal(set) var contrasts: [ContrastDefinition] = []
  /// The least time for reading a situation is its number of words at this rate.
  package let readingWordsPerMinute: Int
  package let leaving: LeavingRule
  /// The moment from which no new participant is admitted; nil leaves the study open.
  package let closes: Timestamp?
  package let presentation: Presentation
  package let imagining: Imagining
  /// What is kept of how pages were answered.
  package let paradata: Set<ParadataMeasure>
  package let recruiting: Recruiting?
  /// Identities from recruiting are erased after this many days; nil keeps them.
  package let identityRetentionDays: Int?
  /// What the study says about releasing its answers; nil if it says nothing.
  package let release: ReleaseRules?
  /// SHA-256 over all the study's files, translations included, in lower-case hexadecimal.
  package internal(set) var sha256: String
  /// Every file of the study by name, kept with the responses that it asked for.
  package internal(set) var files: [SourceFile]

  package struct SourceFile: Sendable, Hashable {
    package let path: String
    package let text: String
  }

  /// The name of the page with an instrument: `default`, `default-2` and so on.
  ///
  /// - Parameter number: the instrument's place among those of the occasion, from 1.
  package static func pageName(_ occasion: Occasion, number: Int) -> String {
    number == 1 ? occasion.rawValue : "\(occasion)-\(number)"
  }

  package func instrument(_ id: InstrumentID) -> Instrument? {
    instruments.first { $0.id == id }
  }

  /// Places in the study: the quota of every cell together.
  package var places: Int { quota * situations.count }

  /// Whether the study has stopped admitting new participants by itself.
  package func isClosed(at now: Timestamp) -> Bool { closes.map { $0 <= now } ?? false }

  package func situation(_ key: SituationKey) -> Situation? {
    situations.first { $0.key == key }
  }

  /// The least time for reading the situation, in seconds.
  package func readingSeconds(_ situation: Situation) -> Int {
    readingSeconds(words: situation.wordCount)
  }

  /// The least time for reading so many words, in seconds.
  package func readingSeconds(words: Int) -> Int {
    (words * 60 + readingWordsPerMinute - 1) / readingWordsPerMinute
  }
}
