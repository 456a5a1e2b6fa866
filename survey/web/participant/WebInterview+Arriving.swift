import Responses
import Study
import Survey
import SurveySession

// From the start page to consent.
extension WebInterview {
  /// The start page: consent for newcomers, and the page that comes next for all others.
  func arrive(_ visitor: Visitor, query: FormFields) async throws -> Reply {
    let identity = recruited(query)
    // A cookie without a participant is kept, so two tabs are one participant; but not where the next
    // one sits down at the same device.
    let token = identity == nil && !study.sharesDevice ? visitor.cookie : nil
    let session = session(token ?? SessionToken(), of: visitor)
    let pages = pages(in: language(query[.chosenLanguage], visitor))
    switch try await session.arrive(as: identity) {
    case .known(let standing):
      guard let identity else { return Reply(.seeOther(Address(of: standing))) }
      guard visitor.cookie != nil else {
        return askForCookie(identity, standing, query: query, offering: session.token)
      }
      let opened = try await session.open(for: standing)
      return Reply(.seeOther(Address(of: standing)), session: opened.token)
    case .turnedAway(let ending): return Reply(.page(pages.page(ending)))
    case .newcomer:
      let state = query[.again].flatMap { ConsentState.Return(rawValue: $0) }?.state ?? .plain
      let page = pages.consent(session: session.token, recruiting: linkFields(identity), state)
      return Reply(.page(page), session: session.token)
    }
  }

  /// The language that was chosen, if the study has it, or else the one that suits best.
  private func language(_ chosen: String?, _ visitor: Visitor) -> Language {
    study.languages.first { $0.tag == chosen } ?? study.language(for: visitor.preferred)
  }

  func consent(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply {
    guard let session = session(of: fields, from: visitor) else {
      return Reply(.seeOther(.start()))
    }
    let identity = recruited(fields)
    let answer = fields["consent"]
    // A form of a second tab, when the first tab has already consented.
    if identity == nil, visitor.cookie != session.token,
      let (_, standing) = try await known(visitor)
    {
      return Reply(.seeOther(address(of: standing, consenting: answer)))
    }
    let language = language(fields[.language], visitor)
    let pages = pages(in: language)
    func form(_ state: ConsentState) -> HTML {
      pages.consent(session: session.token, recruiting: linkFields(identity), state)
    }
    func again(_ reason: ConsentState.Return) -> Reply {
      let query =
        [(LinkParameter.chosenLanguage.rawValue, language.tag)] + linkFields(identity)
        + [(LinkParameter.again.rawValue, reason.rawValue)]
      return Reply(.seeOther(.start(query: queryText(query))), session: session.token)
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
    consent.canBeKnownAgain = visitor.cookie != nil
    switch try await session.consent(consent) {
    case .turnedAway: return Reply(.seeOther(.start()))
    case .textChanged: return again(.textChanged)
    case .needsRecognition:
      return Reply(.page(form(.needsCookie(answer)), status: 422), session: session.token)
    case .unsaved(let error):
      logUnsaved(error, at: .consent)
      return Reply(.page(form(.unsaved(answer)), status: 503))
    case .recorded(let standing):
      // Declining must not require cookies.
      if visitor.cookie == nil, standing.ending == .declined {
        return Reply(.page(self.pages(of: standing).page(.declined)), session: session.token)
      }
      return Reply(
        .seeOther(address(of: standing, consenting: answer)), session: session.token)
    }
  }

  /// Where a consent form leads: participants who say no after an earlier yes are asked about leaving.
  private func address(of standing: Standing, consenting answer: String?) -> Address {
    standing.isActive && answer == "no" ? .leave() : Address(of: standing)
  }
}
