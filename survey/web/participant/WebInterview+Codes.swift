import Responses
import Study
import Survey
import SurveySession

// Continuing in another browser, and taking answers back, with the codes that participants kept.
extension WebInterview {
  /// The page with the code by which a participant continues elsewhere.
  func later(_ visitor: Visitor) async throws -> Reply {
    guard let (session, standing) = try await known(visitor), standing.isActive,
      let code = try await session.resumeCode()
    else { return Reply(.seeOther(.start())) }
    let kept = KeptCode(code: code, address: typed(.resume, for: visitor))
    return Reply(.page(pages(of: standing).later(kept, at: standing.step)))
  }

  /// The form in which a code is typed.
  func askForCode(_ use: CodeUse, _ visitor: Visitor) -> Reply {
    Reply(.page(pages(for: visitor).codeForm(use)))
  }

  func resume(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply {
    try await reply(to: visitor, fields, for: .resume) { session, code in
      try await session.resume(with: code).map {
        Reply(.seeOther(Address(of: $0.standing)), session: $0.session.token)
      }
    }
  }

  func withdraw(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply {
    try await reply(to: visitor, fields, for: .withdraw) { session, code in
      switch try await session.withdraw(with: code, isConfirmed: fields["confirm"] == "yes") {
      case .unknownCode: nil
      case .unconfirmed:
        Reply(.page(pages(for: visitor).confirmWithdrawal(code)))
      case .withdrawn(let opened): Reply(.seeOther(.withdrawn), session: opened?.token)
      }
    }
  }

  /// The page that says that answers were deleted, with the completion that they had earned.
  func withdrawn(_ visitor: Visitor) async throws -> Reply {
    if let (_, standing) = try await known(visitor),
      case .withdrawn(let outcome) = standing.ending
    {
      return Reply(.page(pages(of: standing).withdrawn(after: outcome)))
    }
    return Reply(.page(pages(for: visitor).withdrawn(after: nil)))
  }

  /// The answers of the code's owner, on a page or as a file.
  func copy(_ visitor: Visitor, _ fields: FormFields, asTable: Bool = false) async throws -> Reply {
    try await reply(to: visitor, fields, for: .copy) { session, code in
      try await session.answerCopy(with: code).map { copy in
        let pages = pages(of: copy.standing)
        return asTable
          ? Reply(.table(pages.table(copy), name: "answers.csv"))
          : Reply(.page(pages.copy(copy, code: code)))
      }
    }
  }

  /// What a code leads to, or the page that says that it leads nowhere.
  private func reply(
    to visitor: Visitor, _ fields: FormFields, for use: CodeUse,
    _ found: (InterviewSession, AccessCode) async throws -> Reply?
  ) async throws -> Reply {
    let now = interviews.clock()
    let address = visitor.caller.address
    let pages = pages(for: visitor)
    guard !attempts.isReached(by: address, now: now) else {
      return Reply(.page(pages.tooManyCodes(use), status: 429))
    }
    let typed = fields["code"] ?? ""
    if let code = AccessCode(typed) {
      let session = session(visitor.cookie ?? SessionToken(), of: visitor)
      if let reply = try await found(session, code) { return reply }
      attempts.countWrongCode(from: address, now: now)
    }
    let page = pages.codeForm(use, typed: String(typed.prefix(40)), isUnknown: true)
    return Reply(.page(page, status: 422))
  }

  private func pages(for visitor: Visitor) -> PageWriter {
    pages(for: visitor.cookie, preferring: visitor.preferred)
  }
}
