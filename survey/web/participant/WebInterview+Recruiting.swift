import Logging
import Responses
import Study
import SurveySession
import Synchronization
import TextFormats

/// A parameter of a panel's link that held no id, and why.
struct FaultyParameter: Sendable, Hashable {
  let name: String
  let fault: RecruitedIdentity.Fault
}

// Who a panel's link says that a participant is.
extension WebInterview {
  /// Returns nil if the study does not recruit, or the fields hold no id.
  func recruited(_ fields: FormFields, _ visitor: Visitor) -> RecruitedIdentity? {
    guard let recruiting = study.recruiting,
      let person = id(
        recruiting.participantParameter, in: fields, pattern: recruiting.pattern?.regex)
    else { return nil }
    return RecruitedIdentity(
      panel: recruiting.participantParameter, person: person,
      panelStudy: id(recruiting.studyParameter, in: fields),
      panelSession: id(recruiting.sessionParameter, in: fields), isRehearsal: visitor.isRehearsal)
  }

  /// The id that a parameter holds; nil for none, and for what cannot be one, of which the log warns
  /// once. An id is not quoted there, because it identifies a participant.
  private func id(
    _ parameter: String, in fields: FormFields, pattern: Regex<AnyRegexOutput>? = nil
  ) -> String? {
    guard let text = fields[parameter], !text.allSatisfy(\.isWhitespace) else { return nil }
    let fault: RecruitedIdentity.Fault
    do throws(RecruitedIdentity.Fault) {
      return try RecruitedIdentity.id(from: text, pattern: pattern)
    } catch {
      fault = error
    }
    let isNew = faults.withLock {
      $0.insert(FaultyParameter(name: parameter, fault: fault)).inserted
    }
    if isNew {
      let reason =
        switch fault {
        case .placeholder: "the panel did not fill in its placeholder\(quoted(text))"
        case .tooLong: "it is longer than \(RecruitedIdentity.longest) characters"
        case .controlCharacters: "it contains control characters"
        case .noValue: "it is a word that stands for no value, such as `undefined`"
        case .anotherForm: "it does not match the study's `pattern`"
        }
      logger.warning(
        """
        \(parameter) of a recruiting link was not an id: \(reason). Participants who come with it take \
        part without an id; check the link that the panel uses
        """)
    }
    return nil
  }

  private func quoted(_ text: String) -> String {
    text.firstMatch(of: /\{\{.*?\}\}/).map { " \($0.output)" } ?? ""
  }

  /// What a panel's link says of a participant, as the link says it.
  func linkFields(_ identity: RecruitedIdentity?) -> [FormPair] {
    guard let identity, let recruiting = study.recruiting else { return [] }
    let fields = [
      (recruiting.participantParameter, identity.person),
      (recruiting.studyParameter, identity.panelStudy),
      (recruiting.sessionParameter, identity.panelSession),
    ]
    return fields.compactMap { name, value in value.map { (name, $0) } }
  }

  /// Sets a cookie and asks for the same address again; says that one is needed if it is not sent
  /// back even then.
  ///
  /// Without it the participant would be led to the start as nobody, and lose the panel's id there.
  func askForCookie(
    _ identity: RecruitedIdentity, _ standing: Standing, query: FormFields,
    offering session: SessionToken
  ) -> Reply {
    let link = queryText(linkFields(identity))
    guard query[.cookieWasSet] != nil else {
      let again = Address.start(query: "\(link)&\(LinkParameter.cookieWasSet.rawValue)=sent")
      return Reply(.seeOther(again), session: session)
    }
    let page = pages(of: standing).needsCookie(.start(query: link))
    return Reply(.page(page, status: 422), session: session)
  }
}
