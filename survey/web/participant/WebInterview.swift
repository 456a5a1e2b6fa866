import Logging
import Responses
import Study
import Survey
import SurveySession
import Synchronization
import TextFormats

/// Where a participant is sent next, or what is shown.
struct Reply: Sendable {
  enum Content: Sendable {
    case page(String, status: Int = 200)
    case seeOther(Address)
    /// No page, for the script that saves answers.
    case nothing(status: Int)
  }

  let content: Content
  /// The session that the browser is to remember; nil leaves it the one it has.
  let session: SessionToken?

  init(_ content: Content, session: SessionToken? = nil) {
    self.content = content
    self.session = session
  }
}

/// A study's interviews in browsers: what a form means to a session, and what page follows from it.
final class WebInterview: Sendable {
  let interviews: StudyInterviews
  /// What participants are who take part in no rehearsal.
  let kind: RespondentKind
  private let templates: Templates
  let base: String
  private let styleVersion: String
  let logger: Logger
  /// The parameters of panels' links that were warned of, each with what is wrong with it.
  let faults = Mutex<Set<FaultyParameter>>([])
  let attempts = AttemptLimit()
  /// The pages of each version of the study, by the version's hash, in each of its languages.
  private let versions = Mutex<[String: [Language: StudyPages]]>([:])

  init(
    _ interviews: StudyInterviews, kind: RespondentKind, base: String, styleVersion: String,
    logger: Logger
  ) throws {
    self.interviews = interviews
    self.kind = kind
    self.base = base
    self.styleVersion = styleVersion
    self.logger = logger
    templates = try Templates()
    // Newcomers do not wait for the pages to be made.
    _ = pages(of: interviews.current, in: study.language)
  }

  /// The version of the study that newcomers are asked.
  var study: StudyDefinition { interviews.current.study }

  // MARK: Pages

  func pages(of standing: Standing) -> StudyPages {
    pages(of: standing.version, in: standing.state.language)
  }

  /// Newcomers' pages in a language.
  func pages(in language: Language) -> StudyPages {
    pages(of: interviews.current, in: language)
  }

  /// The newcomers' pages in the language of a visitor who need not be known.
  func pages(for visitor: Visitor) -> StudyPages {
    pages(in: language(of: visitor.cookie, visitor.preferred))
  }

  private func pages(of version: StudyVersion, in language: Language) -> StudyPages {
    let study = version.study
    let known = versions.withLock { $0[study.sha256] }
    let translations = known ?? makePages(of: version)
    return translations[language] ?? translations[study.language]!
  }

  private func makePages(of version: StudyVersion) -> [Language: StudyPages] {
    let study = version.study
    let translations = study.languages.map { language in
      let writer = PageWriter(
        version.interview(in: language), languages: study.languages, templates: templates,
        base: base, styleVersion: styleVersion)
      let pages = StudyPages(
        writer, consentSHA256: version.consentSHA256(in: language), year: interviews.clock().year)
      return (language, pages)
    }
    let made = Dictionary(uniqueKeysWithValues: translations)
    versions.withLock { $0[study.sha256] = made }
    return made
  }

  /// An address as it can be typed into another browser.
  func typed(_ address: Address, for visitor: Visitor) -> String {
    (visitor.caller.origin ?? "") + base + address.path
  }

  // MARK: When something is wrong

  enum ErrorPage: String {
    case notFound = "not_found"
    case failure
  }

  func page(
    for error: ErrorPage, to cookie: SessionToken?, preferring preferred: [Language]
  ) -> String {
    let writer = pages(in: language(of: cookie, preferred)).writer
    let phrases = writer.phrases
    let (heading, text) =
      switch error {
      case .notFound: (phrases.notFoundTitle, phrases.notFoundText)
      case .failure: (phrases.failureTitle, phrases.failureText)
      }
    return writer.prose(
      error.rawValue, heading: heading, html: "<p>\(text.htmlEscaped)</p>",
      link: Link(address: base + Address.start().path, text: phrases.startAgain))
  }

  /// Logs why answers that were sent could not be kept.
  func logUnsaved(_ error: any Error, at address: Address) {
    // A server that is stopping has nothing wrong with it.
    guard !(error is CancellationError) else { return }
    logger.error("a page was not saved: \(error)", metadata: ["path": "\(base + address.path)"])
  }

  private func language(of cookie: SessionToken?, _ preferred: [Language]) -> Language {
    let known = cookie.flatMap {
      try? interviews.session($0, channel: .web, kind: kind).language()
    }
    return known ?? study.language(for: preferred)
  }
}
