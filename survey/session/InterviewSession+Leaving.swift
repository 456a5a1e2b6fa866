package import Responses
package import Study

// Stopping, continuing elsewhere, and taking answers back.
extension InterviewSession {
  /// What a participant who stops says about the answers.
  package enum LeavingChoice: Sendable, Hashable {
    case keep, delete
    /// Nothing was said: the study's rule holds, if it is one.
    case unsaid
    /// Something else was said.
    case unclear
  }

  package enum LeavingOutcome: Sendable {
    case unknown
    /// The study does not offer this, or asks for a choice.
    case undecided
    case left(Standing)
  }

  /// Ends the interview of a participant who stops; returns after the commit.
  ///
  /// Nothing of an interview that has ended is deleted unless the participant says so.
  package func leave(_ choice: LeavingChoice) async throws -> LeavingOutcome {
    guard let standing = try await standing() else { return .unknown }
    let offered = standing.leavingChoices
    let meant = choice == .unsaid && offered.count == 1 ? offered[0] : choice
    let isOffered = offered.contains(meant)
    guard isOffered || !standing.isActive else { return .undecided }
    let deletes = meant == .delete && isOffered && (standing.isActive || choice == .delete)
    guard
      let left = try await store.leave(token, deletingAnswers: deletes, now: interviews.clock())
    else { return .unknown }
    return .left(Standing(left, in: standing.version))
  }

  // MARK: Codes

  /// The code by which the participant continues elsewhere; nil if nobody is known by the session, or
  /// if it may only continue.
  package func resumeCode() async throws -> AccessCode? {
    try await store.code(.resume, of: token, now: interviews.clock())
  }

  /// The code by which the answers can be taken back; nil if there are none to be, or if the session
  /// may only continue.
  package func receipt(at ending: Ending) async throws -> AccessCode? {
    guard ending.keepsAnswers else { return nil }
    return try await store.code(.withdraw, of: token, now: interviews.clock())
  }

  /// A new session of the participant who holds the code, and where this participant stands; nil for
  /// a code that nobody was given to continue with.
  package func resume(
    with code: AccessCode
  ) async throws -> (session: InterviewSession, standing: Standing)? {
    guard let state = try interviews.owner(of: code, for: .resume) else { return nil }
    let standing = try await interviews.standing(of: state)
    return (try await open(for: standing), standing)
  }

  package enum WithdrawalOutcome: Sendable {
    case unknownCode
    /// Answers would be deleted: the participant is asked once more.
    case unconfirmed
    /// The answers are gone. A session that nobody was known by has a new one beside it, in which the
    /// participant's completion is remembered.
    case withdrawn(opened: InterviewSession?)
  }

  /// Deletes the answers of the participant who holds the code; returns after the commit.
  package func withdraw(
    with code: AccessCode, isConfirmed: Bool
  ) async throws -> WithdrawalOutcome {
    guard let state = try interviews.owner(of: code, for: .withdraw) else { return .unknownCode }
    if state.status != .withdrawn {
      guard isConfirmed else { return .unconfirmed }
      _ = try await store.withdraw(.code(code), by: .participant, now: interviews.clock())
    }
    guard try store.state(of: token) == nil else { return .withdrawn(opened: nil) }
    return .withdrawn(opened: try await open(for: try await interviews.standing(of: state)))
  }
}

extension StudyDefinition.LeavingRule {
  /// What participants who stop can choose for their answers.
  package var choices: [InterviewSession.LeavingChoice] {
    switch self {
    case .ask: [.keep, .delete]
    case .keep: [.keep]
    case .delete: [.delete]
    }
  }
}

extension Standing {
  /// What this participant can choose; nothing is deleted for someone who may only continue.
  package var leavingChoices: [InterviewSession.LeavingChoice] {
    let choices = version.study.leaving.choices
    return state.mayOnlyContinue ? choices.filter { $0 != .delete } : choices
  }
}
