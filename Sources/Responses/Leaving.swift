import GRDB
package import Study

extension ResponseStore {
  /// Ends the interview of somebody who stops; a second call changes nothing.
  ///
  /// With `deletingAnswers` every answer goes, overwritten on disk; a tombstone stays, so that
  /// counts reconcile. Somebody who has completed can no longer leave this way.
  package func leave(
    _ session: SessionToken, deletingAnswers: Bool, now: Timestamp
  ) async throws -> RespondentState? {
    let left = try await write { database -> RespondentState? in
      guard let state = try database.state(of: session) else { return nil }
      guard state.status == .active else { return state }
      let deleted = deletingAnswers ? try database.deleteAnswers(of: state.id) : 0
      try database.execute(
        sql: """
          INSERT INTO withdrawal (respondent_id, answers, responses_deleted, status_before, at)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          state.id, deletingAnswers ? "deleted" : "kept", deleted, state.status.rawValue,
          now.description,
        ])
      try database.execute(
        sql: """
          UPDATE respondent SET status = ?, place_until = NULL, finished_at = ? WHERE id = ?
          """,
        arguments: [
          (deletingAnswers ? RespondentStatus.withdrawn : .left).rawValue, now.description,
          state.id,
        ])
      return try database.state(ofRespondent: state.id)
    }
    if deletingAnswers { try emptyLog() }
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
        try database.log("identities erased", detail: "\(erased)", now: now)
      }
      return erased
    }
    if erased > 0 { try emptyLog() }
    return erased
  }
}

extension Database {
  /// - Returns: how many item responses were there.
  fileprivate func deleteAnswers(of respondent: Int64) throws -> Int {
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
        """, arguments: ["id": respondent])
    return deleted
  }
}
