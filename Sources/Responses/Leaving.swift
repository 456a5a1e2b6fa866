import GRDB
package import Study

extension ResponseStore {
  /// Ends the interview of a participant who stops; a second call changes nothing.
  ///
  /// With `deletingAnswers` every answer goes, overwritten on disk; a tombstone remains, so the
  /// counts reconcile. If the interview has ended already, deleting is a withdrawal. A session that may
  /// only continue deletes nothing.
  package func leave(
    _ session: SessionToken, deletingAnswers: Bool, now: Timestamp
  ) async throws -> RespondentState? {
    let left = try await write { [self] database -> RespondentState? in
      guard let state = try database.state(of: session) else { return nil }
      guard !(deletingAnswers && state.mayOnlyContinue) else { return state }
      guard state.status == .active else {
        guard deletingAnswers, [.completed, .screenedOut, .left].contains(state.status) else {
          return state
        }
        try rememberWithdrawal(of: state, in: database, now: now)
        _ = try database.withdraw(state, by: .participant, now: now)
        return try database.state(ofRespondent: state.id)
      }
      if deletingAnswers {
        try rememberWithdrawal(of: state, in: database, now: now)
      } else {
        try database.keepCode(.withdraw, of: session, state, now: now)
      }
      _ = try database.end(state, deletingAnswers: deletingAnswers, now: now)
      return try database.state(ofRespondent: state.id)
    }
    if deletingAnswers, left != nil { await erasedAnswers?.leaveLog() }
    return left
  }

  /// Erases identities from recruiting that are older than the study keeps them.
  ///
  /// - Returns: how many were erased.
  package func eraseIdentities(olderThanDays days: Int, now: Timestamp) async throws -> Int {
    let erased = try await write { database in
      try database.execute(
        sql: "DELETE FROM identity WHERE recorded_at < ?",
        arguments: [now.adding(days: -days).description])
      let erased = database.changesCount
      if erased > 0 {
        try database.noteErasure()
        try database.log("identities erased", detail: "\(erased)", now: now)
      }
      return erased
    }
    if erased > 0 { await erasedAnswers?.leaveLog() }
    return erased
  }
}
