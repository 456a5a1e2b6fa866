import Logging
import Responses
import Study
import Survey
import SurveySession
import Synchronization
import TextFormats

/// Where a person is sent next, or what is shown.
enum Reply: Sendable {
  case page(String, status: Int = 200)
  /// Another address of the survey, without the base path.
  case seeOther(String)
  /// No page, for the script that saves answers.
  case nothing(status: Int)

  /// The session to remember in the browser.
  struct Remembered: Sendable {
    let reply: Reply
    let session: SessionToken?

    init(reply: Reply, session: SessionToken?) {
      self.reply = reply
      self.session = session
    }

    /// A reply that leaves the browser's session as it is.
    init(_ reply: Reply) {
      self.init(reply: reply, session: nil)
    }
  }
}

/// Answers the requests of participants: the one place where pages, interview and store meet.
final class SurveyDesk: Sendable {
  /// A version of the study that people are in the middle of.
  final class Running: Sendable {
    let registered: RegisteredStudy
    /// The pages in each of the study's languages.
    private let translations: [Language: StudyPages]
    /// The way through the study, which is the same in every language.
    let interview: Interview

    init(registered: RegisteredStudy, translations: [Language: StudyPages]) {
      self.registered = registered
      self.translations = translations
      interview = translations[registered.study.language]!.writer.interview
    }

    func pages(in language: Language) -> StudyPages {
      translations[language] ?? translations[registered.study.language]!
    }
  }

  /// What came with a request beside the form.
  struct Visitor: Sendable {
    let cookie: SessionToken?
    let isRehearsal: Bool
    /// The languages that the browser asks for, best first.
    let preferred: [Language]
    let caller: Caller
  }

  let store: ResponseStore
  /// What people are who take part in no rehearsal.
  private let kind: RespondentKind
  private let templates: Templates
  let base: String
  private let styleVersion: String
  let logger: Logger
  /// The parameters of panels' links that were warned of, each with what is wrong with it.
  let faults = Mutex<Set<FaultyParameter>>([])
  let clock: @Sendable () -> Timestamp
  /// The version of the study that newcomers are asked.
  let current: Running
  let attempts = AttemptLimit()
  private let versions: Mutex<[String: Running]>

  init(
    study: StudyDefinition, store: ResponseStore, kind: RespondentKind = .human, base: String,
    styleVersion: String, logger: Logger,
    clock: @escaping @Sendable () -> Timestamp
  ) async throws {
    self.store = store
    self.kind = kind
    self.base = base
    self.styleVersion = styleVersion
    self.logger = logger
    self.clock = clock
    templates = try Templates()
    let registered = try await store.register(study, now: clock())
    current = Self.running(
      registered, templates: templates, base: base, styleVersion: styleVersion, year: clock().year)
    versions = Mutex([study.sha256: current])
  }

  private static func running(
    _ registered: RegisteredStudy, templates: Templates, base: String, styleVersion: String,
    year: Int
  ) -> Running {
    let study = registered.study
    let translations = study.languages.map { language in
      let writer = PageWriter(
        Interview(study.inLanguage(language)), languages: study.languages, templates: templates,
        base: base, styleVersion: styleVersion)
      return (language, StudyPages(writer, year: year))
    }
    return Running(
      registered: registered, translations: Dictionary(uniqueKeysWithValues: translations))
  }

  /// The version of the study that the person began with.
  func running(for state: RespondentState) async throws -> Running {
    if let known = versions.withLock({ $0[state.studySHA256] }) { return known }
    let stored = try await store.storedStudy(sha256: state.studySHA256, now: clock())
    guard let stored else { return current }
    let running = Self.running(
      stored, templates: templates, base: base, styleVersion: styleVersion, year: clock().year)
    versions.withLock { $0[state.studySHA256] = running }
    return running
  }

  // MARK: Arriving

  /// The start page: consent for somebody new, or whom a place has come free for, and the page that
  /// comes next for everybody else.
  func arrive(_ visitor: Visitor, query: FormFields) async throws -> Reply.Remembered {
    let study = current.registered.study
    let identity = study.recruiting.flatMap { recruited(query, $0) }
    if let identity, let state = try await store.state(of: identity), try !mayTryAgain(state) {
      let session = SessionToken()
      guard visitor.cookie != nil else {
        return try await askForCookie(identity, state, query: query, offering: session)
      }
      try await store.open(session, for: state, now: clock())
      let reply = try await Reply.seeOther(path(of: state))
      return Reply.Remembered(reply: reply, session: session)
    }
    if identity == nil, let cookie = visitor.cookie,
      let state = try store.state(of: cookie), try !mayTryAgain(state)
    {
      let reply = try await Reply.seeOther(path(of: state))
      return Reply.Remembered(reply: reply, session: nil)
    }
    let language = language(query[Self.languageParameter], visitor)
    let pages = current.pages(in: language)
    if try isClosed() { return Reply.Remembered(.page(pages.page(.closed))) }
    let kind: RespondentKind = visitor.isRehearsal ? .simulated : self.kind
    if try store.placesTaken(kind: kind, now: clock()) >= study.places {
      return Reply.Remembered(reply: .page(pages.page(.full)), session: nil)
    }
    // A cookie without a person behind it is kept, so that two tabs are one participant.
    let session = identity == nil ? visitor.cookie ?? SessionToken() : SessionToken()
    let page = pages.consent(session: session.text, hidden: hiddenFields(identity))
    return Reply.Remembered(reply: .page(page), session: session)
  }

  /// The parameter of the start page's address that asks for a language, and the field of the
  /// consent form that says in which language it was read.
  static let languageParameter = "lang"
  static let languageField = "_language"
  /// The field of the consent form that says which text it showed, by its hash.
  static let consentTextField = "_consent_text"

  /// The language that was chosen, where the study has it, or else the one that suits best.
  private func language(_ chosen: String?, _ visitor: Visitor) -> Language {
    let study = current.registered.study
    return study.languages.first { $0.tag == chosen } ?? study.language(for: visitor.preferred)
  }

  /// Whether newcomers are turned away; whoever has consented goes on.
  private func isClosed() throws -> Bool {
    if let end = current.registered.study.closes, clock() >= end { return true }
    return try store.isClosed()
  }

  /// Whether somebody who found the study full can be given a place that has come free.
  func mayTryAgain(_ state: RespondentState) throws -> Bool {
    guard state.status == .full, try !isClosed() else { return false }
    return try store.placesTaken(kind: state.kind, now: clock()) < current.registered.study.places
  }

  // MARK: Consent

  func consent(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply.Remembered {
    guard let session = session(visitor, fields) else {
      return Reply.Remembered(reply: .seeOther("/"), session: nil)
    }
    let study = current.registered.study
    let identity = study.recruiting.flatMap { recruited(fields, $0) }
    // A form of a second tab, when the first tab has already consented.
    if identity == nil, let cookie = visitor.cookie, cookie != session,
      let state = try store.state(of: cookie)
    {
      let reply = try await Reply.seeOther(path(of: state, consenting: fields["consent"]))
      return Reply.Remembered(reply: reply, session: nil)
    }
    guard let answer = fields["consent"], ["yes", "no"].contains(answer) else {
      if let state = try store.state(of: session), state.status != .full {
        let reply = try await Reply.seeOther(path(of: state))
        return Reply.Remembered(reply: reply, session: session)
      }
      let pages = current.pages(in: language(fields[Self.languageField], visitor))
      let problem = PageProblem(
        field: "consent", text: pages.writer.phrases.consentQuestion, reason: .unanswered)
      let page = pages.consent(
        session: session.text, hidden: hiddenFields(identity),
        StudyPages.Filling(problems: [problem]))
      return Reply.Remembered(reply: .page(page, status: 422), session: session)
    }
    let known = try store.state(of: session)
    let isNew = known == nil || known?.status == .full
    if isNew, try isClosed() { return Reply.Remembered(.seeOther("/")) }
    let language = language(fields[Self.languageField], visitor)
    let pages = current.pages(in: language)
    if isNew, let read = fields[Self.consentTextField], read != pages.consentSHA256 {
      // Nobody is held to a text that was put in place while the page was open.
      let page = pages.consent(
        session: session.text, hidden: hiddenFields(identity),
        StudyPages.Filling(hasChangedText: true))
      return Reply.Remembered(reply: .page(page, status: 422), session: session)
    }
    // Whoever could not be known again on the next page is given no place; a form that was sent
    // before the cookie was lost is known by its own session.
    if visitor.cookie == nil, answer == "yes", known == nil {
      let page = pages.consent(
        session: session.text, hidden: hiddenFields(identity),
        StudyPages.Filling(sent: fields, needsCookie: true))
      return Reply.Remembered(reply: .page(page, status: 422), session: session)
    }
    var generator = SystemRandomNumberGenerator()
    let enrolment = Enrolment(
      session: session, consents: answer == "yes",
      kind: visitor.isRehearsal ? .simulated : self.kind, channel: .web,
      language: language, identity: identity, seed: generator.next(), nextStep: 1)
    let state: RespondentState
    do {
      state = try await store.enrol(enrolment, in: current.registered, now: clock())
    } catch {
      let page = pages.consent(
        session: session.text, hidden: hiddenFields(identity),
        StudyPages.Filling(sent: fields, isUnsaved: true))
      throw UnsavedPage(html: page, reason: error)
    }
    // Nobody has to allow cookies in order to say no.
    if visitor.cookie == nil, state.status == .declined {
      let pages = try await running(for: state).pages(in: state.language)
      return Reply.Remembered(reply: .page(pages.page(.declined)), session: session)
    }
    let reply = try await Reply.seeOther(path(of: state, consenting: answer))
    return Reply.Remembered(reply: reply, session: session)
  }

  /// Where a consent form leads: whoever says no after an earlier yes is asked about leaving.
  private func path(
    of state: RespondentState, consenting answer: String?
  ) async throws -> String {
    state.status == .active && answer == "no" ? "/leave" : try await path(of: state)
  }

  /// The form's own session counts before the cookie's: it says whose answers these are, even where
  /// the cookie is lost or belongs to the next person at the same computer.
  func session(_ visitor: Visitor, _ fields: FormFields) -> SessionToken? {
    fields["_session"].flatMap { SessionToken($0) } ?? visitor.cookie
  }

  // MARK: Leaving

  func askToStop(_ visitor: Visitor) async throws -> Reply {
    guard let session = visitor.cookie, let state = try store.state(of: session),
      state.status == .active
    else { return .seeOther("/") }
    let running = try await running(for: state)
    return .page(
      running.pages(in: state.language).writer.stop(session: session.text, at: state.step))
  }

  func leave(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply.Remembered {
    guard let session = session(visitor, fields), let state = try store.state(of: session) else {
      return Reply.Remembered(.seeOther("/"))
    }
    let rule = try await running(for: state).registered.study.leaving
    let choice = fields["answers"] ?? (rule == .ask ? nil : rule.rawValue)
    let remembered = session == visitor.cookie ? nil : session
    let isOffered = rule == .ask ? ["keep", "delete"].contains(choice) : choice == rule.rawValue
    guard isOffered || state.status != .active else {
      let problem: PageProblem.Reason? =
        rule == .ask ? (choice == nil ? .unanswered : .notAnOption) : nil
      let page = try await running(for: state).pages(in: state.language).writer.stop(
        session: session.text, at: state.step, problem: problem)
      return Reply.Remembered(reply: .page(page, status: 422), session: remembered)
    }
    // Of an interview that has ended nothing is deleted unless the person says so in as many words.
    let deletes =
      choice == "delete" && isOffered && (state.status == .active || fields["answers"] != nil)
    let left = try await store.leave(session, deletingAnswers: deletes, now: clock())
    guard let left else { return Reply.Remembered(.seeOther("/")) }
    return Reply.Remembered(reply: .seeOther(try await path(of: left)), session: remembered)
  }

  // MARK: Where people are

  func path(of state: RespondentState) async throws -> String {
    let interview = try await running(for: state).interview
    if let ending = Ending(of: state, in: interview) { return "/survey/\(ending.path)" }
    return "/survey/\(interview.steps[min(state.step, interview.steps.count - 1)].name)"
  }

  /// A path of the survey as somebody can type it into another browser.
  func address(_ path: String, for visitor: Visitor) -> String {
    (visitor.caller.origin ?? "") + base + path
  }

  // MARK: When something is wrong

  /// The language of somebody whose page went wrong.
  private func language(of cookie: SessionToken?, _ preferred: [Language]) -> Language {
    let known = cookie.flatMap { try? store.state(of: $0) }?.language
    return known ?? current.registered.study.language(for: preferred)
  }

  /// The newcomers' pages in the language of somebody who need not be known.
  func pages(for visitor: Visitor) -> StudyPages {
    current.pages(in: language(of: visitor.cookie, visitor.preferred))
  }

  func notFound(to cookie: SessionToken?, preferring preferred: [Language]) -> String {
    let writer = current.pages(in: language(of: cookie, preferred)).writer
    return writer.prose(
      "not_found", heading: writer.phrases.notFoundTitle,
      html: "<p>\(writer.phrases.notFoundText.htmlEscaped)</p>",
      link: Link(address: base + "/", text: writer.phrases.startAgain))
  }

  func failure(to cookie: SessionToken?, preferring preferred: [Language]) -> String {
    let writer = current.pages(in: language(of: cookie, preferred)).writer
    return writer.prose(
      "failure", heading: writer.phrases.failureTitle,
      html: "<p>\(writer.phrases.failureText.htmlEscaped)</p>",
      link: Link(address: base + "/", text: writer.phrases.startAgain))
  }
}
