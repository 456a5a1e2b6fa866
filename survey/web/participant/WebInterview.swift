import Logging
import Responses
import Study
import Survey
import SurveySession
import Synchronization
import TextFormats

/// A study's interviews in browsers: what a form means to a session, and what page follows from it.
final class WebInterview: Sendable {
  let interviews: StudyInterviews
  /// What participants are who take part in no rehearsal.
  let kind: RespondentKind
  let base: String
  private let styleVersion: String
  let logger: Logger
  /// The parameters of panels' links that were warned of, each with what is wrong with it.
  let faults = Mutex<Set<FaultyParameter>>([])
  let attempts = AttemptLimit()
  private let displacement = OnceAMinute()
  private let unsaved = OnceAMinute()
  /// The pages of each version of the study, by the version's hash, in each of its languages.
  private let versions = Mutex<[String: [Language: PageWriter]]>([:])

  init(
    _ interviews: StudyInterviews, kind: RespondentKind, base: String, styleVersion: String,
    logger: Logger
  ) {
    self.interviews = interviews
    self.kind = kind
    self.base = base
    self.styleVersion = styleVersion
    self.logger = logger
    // Newcomers do not wait for the pages to be made.
    for language in study.languages { _ = pages(in: language) }
  }

  /// The version of the study that newcomers are asked.
  var study: StudyDefinition { interviews.current.study }

  // MARK: Pages

  func pages(of standing: Standing) -> PageWriter {
    pages(of: standing.version, in: standing.state.language)
  }

  /// Newcomers' pages in a language.
  func pages(in language: Language) -> PageWriter {
    pages(of: interviews.current, in: language)
  }

  /// The newcomers' pages in the language of a browser whose owner need not be known.
  func pages(for cookie: SessionToken?, preferring preferred: [Language]) -> PageWriter {
    let known = cookie.flatMap {
      try? interviews.session($0, channel: .web, kind: kind).language()
    }
    return pages(in: known ?? study.language(for: preferred))
  }

  /// The pages of a version in a language; in the study's own if it is not translated to it.
  private func pages(of version: StudyVersion, in language: Language) -> PageWriter {
    let language = version.interview(in: language).study.language
    let sha256 = version.study.sha256
    if let known = versions.withLock({ $0[sha256]?[language] }) { return known }
    let made = PageWriter(
      version, in: language, base: base, styleVersion: styleVersion, year: interviews.clock().year)
    versions.withLock { $0[sha256, default: [:]][language] = made }
    return made
  }

  /// An address as it can be typed into another browser.
  func typed(_ address: Address, for visitor: Visitor) -> String {
    (visitor.caller.origin ?? "") + base + address.path
  }

  /// Logs why answers that were sent could not be kept, once a minute: every page meets a full disk.
  func logUnsaved(_ error: any Error, at address: Address) {
    // A server that is stopping has nothing wrong with it.
    guard !(error is CancellationError), !isDisplaced(error),
      unsaved.isDue(at: interviews.clock())
    else { return }
    logger.error("a page was not saved: \(error)", metadata: ["path": "\(base + address.path)"])
  }

  /// Whether the error says that the database is not where it was. Then it is logged, once a minute:
  /// each page meets it until the database is back.
  func isDisplaced(_ error: any Error) -> Bool {
    guard case StoreError.displaced = error else { return false }
    if displacement.isDue(at: interviews.clock()) { logger.error("no page is saved: \(error)") }
    return true
  }
}
