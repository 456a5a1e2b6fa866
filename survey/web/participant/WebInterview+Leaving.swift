import Study
import Survey
import SurveySession

// Stopping before the end.
extension WebInterview {
  /// - Parameter isAgain: whether the form was sent without a choice.
  func askToStop(_ visitor: Visitor, isAgain: Bool) async throws -> Reply {
    guard let (session, standing) = try await known(visitor), standing.isActive else {
      return Reply(.seeOther(.start()))
    }
    return Reply(
      .page(
        pages(of: standing).stop(
          session: session.token, at: standing, problem: isAgain ? .unanswered : nil)))
  }

  func leave(_ visitor: Visitor, _ fields: FormFields) async throws -> Reply {
    guard let session = session(of: fields, from: visitor) else {
      return Reply(.seeOther(.start()))
    }
    let remembered = session.token == visitor.cookie ? nil : session.token
    let choice: InterviewSession.LeavingChoice =
      switch fields["answers"] {
      case nil: .unsaid
      case "keep": .keep
      case "delete": .delete
      default: .unclear
      }
    switch try await session.leave(choice) {
    case .unknown: return Reply(.seeOther(.start()))
    case .left(let standing):
      return Reply(.seeOther(Address(of: standing)), session: remembered)
    case .undecided: return Reply(.seeOther(.leave(again: true)), session: remembered)
    }
  }
}
