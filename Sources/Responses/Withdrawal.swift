import GRDB
package import Study

/// A participant whose answers are to be deleted.
package enum WithdrawalKey: Sendable {
  /// The code that the person kept.
  case code(AccessCode)
  /// The respondent's UUID.
  case participant(String)
  /// The person's id at the panel that recruited.
  case panelID(String)
}

/// What a withdrawal did.
package struct Withdrawal: Sendable {
  package enum Actor: String, Sendable {
    case participant, researcher
  }

  /// The respondent's UUID.
  package let participant: String
  package let responsesDeleted: Int
  /// When the answers were deleted; earlier than now if that happened before.
  package let at: String
  /// False if there was nothing to do.
  package let isNew: Bool
}

extension ResponseStore {
  /// Deletes every answer of a participant who withdraws, overwritten on disk, and the identity
  /// from recruiting. Returns nil if no respondent has this key.
  ///
  /// A tombstone and an entry in the log of actions remain, without any answer. A second call
  /// changes nothing and returns the first one's outcome.
  package func withdraw(
    _ key: WithdrawalKey, by actor: Withdrawal.Actor, now: Timestamp
  ) async throws -> Withdrawal? {
    let withdrawal = try await write { [self] database -> Withdrawal? in
      guard let respondent = try database.respondent(of: key),
        let state = try database.state(ofRespondent: respondent)
      else { return nil }
      let known = try database.first(
        "withdrawal",
        """
        SELECT respondent_id, responses_deleted, at FROM withdrawal
        WHERE respondent_id = ? AND answers = 'deleted'
        """, [respondent]
      ) { row in
        Withdrawal(
          participant: state.uuid, responsesDeleted: try row.count(1), at: try row[2], isNew: false)
      }
      if let known { return known }
      try rememberWithdrawal(of: state, in: database, now: now)
      let deleted = try database.withdraw(state, by: actor, now: now)
      return Withdrawal(
        participant: state.uuid, responsesDeleted: deleted, at: now.description, isNew: true)
    }
    if let withdrawal, withdrawal.isNew {
      await erasedAnswers?.leaveLog()
    }
    return withdrawal
  }
}

extension Database {
  fileprivate func respondent(of key: WithdrawalKey) throws -> Int64? {
    switch key {
    case .code(let code):
      try respondent(of: code)
    case .participant(let uuid):
      try Int64.fetchOne(
        self, sql: "SELECT id FROM respondent WHERE uuid = ?", arguments: [uuid.lowercased()])
    case .panelID(let person):
      try Int64.fetchOne(
        self,
        sql: "SELECT respondent_id FROM identity WHERE person = ? ORDER BY is_rehearsal LIMIT 1",
        arguments: [(try? RecruitedIdentity.id(from: person)) ?? person])
    }
  }

  /// Deletes what was answered, and logs it; returns how many responses were deleted.
  func withdraw(
    _ state: RespondentState, by actor: Withdrawal.Actor, now: Timestamp
  ) throws -> Int {
    let deleted = try end(state, deletingAnswers: true, now: now)
    try log(
      "answers withdrawn by the \(actor.rawValue)",
      detail: "participant \(state.uuid), \(deleted) responses deleted", now: now)
    return deleted
  }

  /// Ends a respondent's participation with a tombstone; returns how many responses were deleted.
  func end(_ state: RespondentState, deletingAnswers: Bool, now: Timestamp) throws -> Int {
    try end(state, deletingAnswers: deletingAnswers, at: now.description)
  }

  /// - Parameter at: when the participant left, as the database writes times.
  func end(_ state: RespondentState, deletingAnswers: Bool, at: String) throws -> Int {
    let failedAttention =
      try Bool.fetchOne(
        self,
        sql:
          "SELECT EXISTS (SELECT 1 FROM attention_answer WHERE respondent_id = ? AND check_id = ?)",
        arguments: [state.id, state.endedBy]) ?? false
    let deleted = deletingAnswers ? try deleteAnswers(of: state.id) : 0
    if deletingAnswers { try noteErasure() }
    try execute(
      sql: """
        INSERT INTO withdrawal
          (respondent_id, answers, responses_deleted, status_before, failed_attention, at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        state.id, deletingAnswers ? "deleted" : "kept", deleted, state.status.rawValue,
        failedAttention, at,
      ])
    try execute(
      sql: """
        UPDATE respondent
        SET status = ?, place_until = NULL, finished_at = coalesce(finished_at, ?)
        WHERE id = ?
        """,
      arguments: [
        (deletingAnswers ? RespondentStatus.withdrawn : .left).rawValue, at, state.id,
      ])
    try seal(respondent: state.id, hasEnded: true)
    return deleted
  }

  /// - Returns: how many item responses were there.
  private func deleteAnswers(of respondent: Int64) throws -> Int {
    let deleted =
      try Int.fetchOne(
        self,
        sql: """
          SELECT count(*) FROM response WHERE administration_id IN
            (SELECT id FROM administration WHERE respondent_id = ?)
          """, arguments: [respondent]) ?? 0
    try execute(
      sql: """
        DELETE FROM response WHERE administration_id IN
          (SELECT id FROM administration WHERE respondent_id = :id);
        DELETE FROM subscale_score WHERE respondent_id = :id;
        DELETE FROM administration WHERE respondent_id = :id;
        DELETE FROM question_answer WHERE respondent_id = :id;
        DELETE FROM attention_answer WHERE respondent_id = :id;
        DELETE FROM answer_change WHERE respondent_id = :id;
        DELETE FROM paradata WHERE respondent_id = :id;
        DELETE FROM identity WHERE respondent_id = :id;
        UPDATE respondent SET ended_by = NULL, layout = NULL, excluded = 0 WHERE id = :id;
        """, arguments: ["id": respondent])
    try unseal(answersOf: respondent)
    return deleted
  }
}
