import Responses
import Study
import Survey
import SurveySession

// From the start page to consent.
extension WebInterview {
  /// The start page: consent for newcomers, and the page that comes next for all others.
  ///
  /// Nothing is written for newcomers. The form has a token of its own, which nobody knows who knew the
  /// cookie before; the cookie stays, so that two tabs are one participant.
  func arrive(_ visitor: Visitor, query: FormFields) async throws -> Reply {
    let identity = recruited(query, visitor)
    // Where people take turns at a device, the cookie may be the last one's.
    let cookie = identity == nil && study.sharesDevice ? nil : visitor.cookie
    let session = session(cookie ?? SessionToken(), of: visitor)
    let pages = pages(in: language(query[.chosenLanguage], visitor))
    switch try await session.arrive(as: identity) {
    case .known(let standing):
      guard let identity, try !session.owns(standing) else {
        return Reply(.seeOther(Address(of: standing)))
      }
      guard visitor.cookie != nil else {
        return askForCookie(identity, standing, query: query, offering: session.token)
      }
      let opened = try await session.openLinked(for: standing)
      return Reply(.seeOther(Address(of: standing)), session: opened.token)
    case .turnedAway(let ending):
      // By its cookie a browser that asks again is counted once.
      let isUnknown = identity == nil && visitor.cookie == nil
      return Reply(.page(pages.page(ending)), session: isUnknown ? session.token : nil)
    case .newcomer:
      let state = query[.again].flatMap { ConsentState.Return(rawValue: $0) }?.state ?? .plain
      let form = SessionToken()
      // At a computer that people share it can be another participant's, whose pages end here.
      let isSomebodyElses = identity == nil ? false : try await session.standing() != nil
      return Reply(
        .page(pages.consent(session: form, recruiting: linkFields(identity), state)),
        session: isSomebodyElses ? SessionToken() : session.token, secret: form)
    }
  }

  /// The language that was chosen, if the study has it, or else the one that suits best.
  private func language(_ chosen: String?, _ visitor: Visitor) -> Language {
    study.languages.first { $0.tag == chosen } ?? study.language(for: visitor.preferred)
  }

  func consent(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply {
    let sent = visitor.formOrigin == .ours ? fields[.session].flatMap { SessionToken($0) } : nil
    guard sent != nil || visitor.cookie != nil else { return Reply(.seeOther(.start())) }
    // What comes from who knows where is taken for a form that has not been sent before.
    let token = sent ?? SessionToken()
    let session = interviews.session(
      ofConsentForm: token, channel: .web, kind: kind(of: visitor))
    let identity = recruited(fields, visitor)
    let answer = fields["consent"]
    // The form of another tab, or this one, when the browser is known already.
    if let (own, standing) = try await known(visitor), standing.state.status != .full,
      try await own.isNamed(standing, by: identity)
    {
      return Reply(.seeOther(address(of: standing, consenting: answer)))
    }
    if let standing = try await session.standing(), !mayBeSentAgain(standing) {
      return Reply(.seeOther(start(for: identity)))
    }
    let language = language(fields[.language], visitor)
    let pages = pages(in: language)
    func form(_ state: ConsentState, status: Int = 422) -> Reply {
      Reply(
        .page(
          pages.consent(session: token, recruiting: linkFields(identity), state), status: status),
        session: visitor.cookie == nil ? SessionToken() : nil, secret: token)
    }
    func again(_ reason: ConsentState.Return) -> Reply {
      let query =
        [(LinkParameter.chosenLanguage.rawValue, language.tag)] + linkFields(identity)
        + [(LinkParameter.again.rawValue, reason.rawValue)]
      return Reply(.seeOther(.start(query: queryText(query))))
    }
    guard let answer, ["yes", "no"].contains(answer) else {
      if let standing = try await session.standing(), standing.state.status != .full {
        return Reply(.seeOther(Address(of: standing)), session: session.token)
      }
      return again(.unanswered)
    }
    var consent = InterviewSession.Consent(isGiven: answer == "yes", language: language)
    consent.textSHA256 = fields[.consentText]
    consent.identity = identity
    consent.browser = visitor.cookie
    consent.canBeKnownAgain = visitor.cookie != nil
    switch try await session.consent(consent) {
    case .turnedAway: return Reply(.seeOther(start(for: identity)))
    case .textChanged: return again(.textChanged)
    case .needsRecognition: return form(.needsCookie(answer))
    case .unsaved(let error):
      logUnsaved(error, at: .consent)
      return form(.unsaved(answer), status: 503)
    case .recorded(let standing):
      // Declining must not require cookies.
      if visitor.cookie == nil, standing.ending == .declined {
        return Reply(.page(self.pages(of: standing).page(.declined)), session: session.token)
      }
      return Reply(
        .seeOther(address(of: standing, consenting: answer)), session: session.token)
    }
  }

  /// Whether a consent form that was sent before leads to what it began, without the cookie that came
  /// with it: once something has been answered, the form opens nothing.
  private func mayBeSentAgain(_ standing: Standing) -> Bool {
    standing.state.hasOnlyConsented || [.declined, .full].contains(standing.state.status)
  }

  /// The start page, with what the panel's link says of the participant.
  private func start(for identity: RecruitedIdentity?) -> Address {
    .start(query: identity.map { queryText(linkFields($0)) })
  }

  /// Where a consent form leads: participants who say no after an earlier yes are asked about leaving.
  private func address(of standing: Standing, consenting answer: String?) -> Address {
    standing.isActive && answer == "no" ? .leave() : Address(of: standing)
  }
}
