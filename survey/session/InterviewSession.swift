package import Responses
package import Study

/// One participant's way through a study over the store, the same for every face.
///
/// It says what follows from what a participant does, in words of the interview. How that is shown,
/// asked for and sent is the face's.
package struct InterviewSession: Sendable {
  package let token: SessionToken
  package let interviews: StudyInterviews
  let channel: Channel
  let kind: RespondentKind

  var store: ResponseStore { interviews.store }

  /// The language of the session's owner; nil if nobody has begun with it.
  package func language() throws -> Language? {
    try store.state(of: token)?.language
  }

  // MARK: Arriving

  package enum Arrival: Sendable {
    /// A participant who has begun before, perhaps in another session, continues here.
    case known(Standing)
    /// Newcomers cannot begin now.
    case turnedAway(Ending)
    /// Consent comes next.
    case newcomer
  }

  /// What awaits a participant at the start.
  ///
  /// - Parameter identity: who a panel says that this is; it counts before the session.
  package func arrive(as identity: RecruitedIdentity? = nil) async throws -> Arrival {
    let own = try store.state(of: token)
    let named = identity == nil ? own : try await named(identity)
    if own == nil, try await hasOnlyConsented(in: token, as: identity) { return .newcomer }
    if let named, try !interviews.mayTryAgain(named) {
      return .known(try await interviews.standing(of: named))
    }
    let ending =
      try interviews.turningAway(kind)
      ?? (named == nil ? interviews.refusal(of: identity, kind, channel) : nil)
    guard let ending else { return .newcomer }
    if ending == .full { interviews.countTurnedAway(kind, as: identity, with: token) }
    return .turnedAway(ending)
  }

  /// Whether the link names the participant who stands there; true without a link.
  package func isNamed(_ standing: Standing, by identity: RecruitedIdentity?) async throws -> Bool {
    guard let identity else { return true }
    return try await store.state(of: identity)?.id == standing.state.id
  }

  /// Whether the participant who stands there is this session's.
  package func owns(_ standing: Standing) throws -> Bool {
    try store.state(of: token)?.id == standing.state.id
  }

  /// A new session of a participant who has shown a code.
  package func open(for standing: Standing) async throws -> InterviewSession {
    let opened = interviews.session(channel: channel, kind: kind)
    try await store.open(opened.token, for: standing.state, now: interviews.clock())
    return opened
  }

  /// A new session of a participant whose link alone leads back: it may only continue.
  package func openLinked(for standing: Standing) async throws -> InterviewSession {
    let opened = interviews.session(channel: channel, kind: kind)
    try await store.openLinked(opened.token, for: standing.state, now: interviews.clock())
    return opened
  }

  // MARK: Consent

  /// A consent form with an answer.
  package struct Consent: Sendable {
    package let isGiven: Bool
    package let language: Language
    /// The hash of the text that was read; nil if the form does not say.
    package var textSHA256: String?
    package var identity: RecruitedIdentity?
    /// The cookie that the browser has sent; nil for none, and for a terminal.
    package var browser: SessionToken?
    /// Whether the participant will be known again on the next page.
    package var canBeKnownAgain = true
    /// What everything drawn for the participant follows from.
    package var seed = UInt64.random(in: 0 ... .max)

    package init(isGiven: Bool, language: Language) {
      self.isGiven = isGiven
      self.language = language
    }
  }

  package enum ConsentOutcome: Sendable {
    /// Consent, or its refusal, is recorded, or was before.
    case recorded(Standing)
    case turnedAway(Ending)
    /// Another text was put in place while the form was open, and must be read first.
    case textChanged
    /// The participant would be given a place and not be known again.
    case needsRecognition
    case unsaved(any Error)
  }

  /// Records consent or its refusal, and takes a place for a participant who consents.
  ///
  /// A form that is sent again changes nothing.
  package func consent(_ form: Consent) async throws -> ConsentOutcome {
    let known = try store.state(of: token)
    if known == nil || known?.status == .full {
      if let ending = try await turningAway(form) { return .turnedAway(ending) }
      if let read = form.textSHA256,
        read != interviews.current.consentSHA256(in: form.language)
      {
        return .textChanged
      }
    }
    if !form.canBeKnownAgain, form.isGiven, known == nil { return .needsRecognition }
    let enrolment = Enrolment(
      session: token, browser: form.browser, consents: form.isGiven, kind: kind, channel: channel,
      language: form.language, identity: form.identity, seed: form.seed)
    let state: RespondentState
    do {
      state = try await store.enrol(
        enrolment, in: interviews.current.registered, now: interviews.clock())
    } catch {
      return .unsaved(error)
    }
    return .recorded(try await interviews.standing(of: state))
  }

  /// How the sender of a consent form is turned away before anything is recorded.
  private func turningAway(_ form: Consent) async throws -> Ending? {
    if let browser = form.browser, try await hasOnlyConsented(in: browser, as: form.identity) {
      return nil
    }
    if let ending = try interviews.closing() { return ending }
    guard form.isGiven, try await named(form.identity) == nil else { return nil }
    return try interviews.refusal(of: form.identity, kind, channel)
  }

  /// Whether the browser with this cookie has consented for the same participant, who has answered
  /// nothing since.
  private func hasOnlyConsented(
    in browser: SessionToken, as identity: RecruitedIdentity?
  ) async throws -> Bool {
    guard let begun = try store.begun(by: browser) else { return false }
    return try await begun.isRecruited ? named(identity)?.id == begun.id : identity == nil
  }

  /// The participant whom a link names; nil for none who has begun.
  private func named(_ identity: RecruitedIdentity?) async throws -> RespondentState? {
    guard let identity else { return nil }
    return try await store.state(of: identity)
  }
}
