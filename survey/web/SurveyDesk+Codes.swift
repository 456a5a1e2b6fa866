import Responses
import Study
import Survey
import SurveySession

// Going on in another browser, and taking answers back: what people do with the codes they kept.
extension SurveyDesk {
  /// The page with the code by which somebody goes on elsewhere.
  func later(_ visitor: Visitor) async throws -> Reply {
    guard let session = visitor.cookie, let state = try store.state(of: session),
      state.status == .active,
      let code = try await store.code(.resume, of: session, now: clock())
    else { return .seeOther("/") }
    let running = try await running(for: state)
    return .page(
      running.pages(in: state.language).writer.later(
        code: code.text, address: address("/resume", for: visitor), at: state.step))
  }

  /// The form in which a code is typed.
  func askForCode(_ use: CodeUse, _ visitor: Visitor) -> Reply {
    .page(pages(for: visitor).form(for: use))
  }

  // MARK: Going on

  func resume(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply.Remembered {
    switch try owner(fields, of: .resume, visitor) {
    case .refused(let reply): return Reply.Remembered(reply)
    case .found(_, let state):
      let session = SessionToken()
      try await store.open(session, for: state, now: clock())
      return Reply.Remembered(reply: .seeOther(try await path(of: state)), session: session)
    }
  }

  // MARK: Withdrawing

  /// Asks once more before answers are deleted; answers that are gone are not asked about.
  func withdraw(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply.Remembered {
    switch try owner(fields, of: .withdraw, visitor) {
    case .refused(let reply): return Reply.Remembered(reply)
    case .found(let code, let state):
      if state.status != .withdrawn {
        guard fields["confirm"] == "yes" else {
          return Reply.Remembered(
            .page(pages(for: visitor).writer.confirmWithdrawal(code: code.text)))
        }
        _ = try await store.withdraw(.code(code), by: .participant, now: clock())
      }
      // A browser that knows nobody remembers whose answers these were, for the completion code.
      let known = try visitor.cookie.flatMap { try store.state(of: $0) }
      guard known == nil else { return Reply.Remembered(.seeOther("/withdrawn")) }
      let session = SessionToken()
      try await store.open(session, for: state, now: clock())
      return Reply.Remembered(reply: .seeOther("/withdrawn"), session: session)
    }
  }

  /// The page that says that answers were deleted, with the completion that they had earned.
  func withdrawn(_ visitor: Visitor) async throws -> Reply {
    if let cookie = visitor.cookie, let state = try store.state(of: cookie) {
      let running = try await running(for: state)
      if case .withdrawn(let outcome) = Ending(of: state, in: running.interview) {
        return .page(running.pages(in: state.language).withdrawn(after: outcome))
      }
    }
    return .page(pages(for: visitor).withdrawn(after: nil))
  }

  /// Whose code the form holds, or the page that says why it is nobody's.
  private func owner(
    _ fields: FormFields, of use: CodeUse, _ visitor: Visitor
  ) throws -> CodeOwner {
    let now = clock()
    let writer = pages(for: visitor).writer
    guard !attempts.isReached(by: visitor.caller.address, now: now) else {
      return .refused(.page(writer.tooManyCodes(use), status: 429))
    }
    let typed = fields["code"] ?? ""
    // A code to go on is a code to stop as well, so that whoever holds it may withdraw with it.
    if let code = AccessCode(typed),
      let state = try store.state(of: code, for: use == .resume ? .resume : nil)
    {
      return .found(code, state)
    }
    if AccessCode(typed) != nil { attempts.countWrongCode(from: visitor.caller.address, now: now) }
    let page = writer.codeForm(use, typed: String(typed.prefix(40)), isUnknown: true)
    return .refused(.page(page, status: 422))
  }
}

/// Whom a code leads to.
private enum CodeOwner {
  case found(AccessCode, RespondentState)
  case refused(Reply)
}

/// What a code is typed for.
enum CodeUse: String, CaseIterable {
  case resume, withdraw
}
