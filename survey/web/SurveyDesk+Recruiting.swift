import Logging
import Responses
import Study
import Survey
import Synchronization

/// A parameter of a panel's link that held no id, and why.
struct FaultyParameter: Sendable, Hashable {
  let name: String
  let fault: RecruitedIdentity.Fault
}

// Who a panel's link says that somebody is.
extension SurveyDesk {
  /// The field of the start page's address that says that a cookie was set just before.
  private static let cookieParameter = "_cookie"

  func recruited(
    _ fields: FormFields, _ recruiting: StudyDefinition.Recruiting
  ) -> RecruitedIdentity? {
    guard let person = id(recruiting.participantParameter, in: fields) else { return nil }
    return RecruitedIdentity(
      panel: recruiting.participantParameter, person: person,
      panelStudy: id(recruiting.studyParameter, in: fields),
      panelSession: id(recruiting.sessionParameter, in: fields))
  }

  /// The id that a parameter holds; nil for none, and for what cannot be one, of which the log warns
  /// once. An id is not quoted there, since it says who somebody is.
  private func id(_ parameter: String, in fields: FormFields) -> String? {
    guard let text = fields[parameter], !text.allSatisfy(\.isWhitespace) else { return nil }
    guard let fault = RecruitedIdentity.fault(of: text) else { return text }
    let isNew = faults.withLock {
      $0.insert(FaultyParameter(name: parameter, fault: fault)).inserted
    }
    if isNew {
      let reason =
        switch fault {
        case .placeholder: "the panel did not fill in its placeholder\(quoted(text))"
        case .tooLong: "it is longer than \(RecruitedIdentity.longest) characters"
        case .controlCharacters: "it holds control characters"
        }
      logger.warning(
        """
        \(parameter) of a recruiting link was no id: \(reason). Whoever comes with it takes part \
        without an id; please check the link that the panel sends people to
        """)
    }
    return nil
  }

  private func quoted(_ text: String) -> String {
    guard let start = text.firstRange(of: "{{"),
      let end = text[start.upperBound...].firstRange(of: "}}")
    else { return "" }
    return " \(text[start.lowerBound..<end.upperBound])"
  }

  func hiddenFields(_ identity: RecruitedIdentity?) -> [HiddenField] {
    guard let identity, let recruiting = current.registered.study.recruiting else { return [] }
    let fields = [
      (recruiting.participantParameter, identity.person),
      (recruiting.studyParameter, identity.panelStudy),
      (recruiting.sessionParameter, identity.panelSession),
    ]
    return fields.compactMap { name, value in value.map { HiddenField(name: name, value: $0) } }
  }

  /// Sets a cookie and asks for the same address again; says that one is needed where it is not
  /// sent back even then.
  ///
  /// Without it the person would be led to the start as nobody, and lose the panel's id there.
  func askForCookie(
    _ identity: RecruitedIdentity, _ state: RespondentState, query: FormFields,
    offering session: SessionToken
  ) async throws -> Reply.Remembered {
    let address =
      "/?"
      + hiddenFields(identity).map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
      .joined(separator: "&")
    guard query[Self.cookieParameter] != nil else {
      return Reply.Remembered(
        reply: .seeOther("\(address)&\(Self.cookieParameter)=sent"), session: session)
    }
    let writer = try await running(for: state).pages(in: state.language).writer
    return Reply.Remembered(
      reply: .page(writer.needsCookie(address), status: 422), session: session)
  }
}
