import GRDB
package import Study

// The sessions by which a respondent is known.
extension ResponseStore {
  /// Opens a session of a respondent who has shown a code, with which everything can be seen.
  package func open(
    _ session: SessionToken, for state: RespondentState, now: Timestamp
  ) async throws {
    try await write { database in
      try database.open(session, for: state.id, browserCode: nil, now: now)
    }
  }

  /// Opens a session for whoever follows the recruiting link of a respondent: it may only continue.
  package func openLinked(
    _ session: SessionToken, for state: RespondentState, now: Timestamp
  ) async throws {
    try await write { database in
      try database.openLinked(session, for: state.id, now: now)
    }
  }

  /// The respondent for whom the browser with this cookie has consented, if nothing has been answered
  /// since: the reply was lost, or another tab has sent the form, and it can be sent again.
  package func begun(by browser: SessionToken) throws -> RespondentState? {
    let code = browserCode(of: browser)
    return try readOnce { try $0.begun(by: code) }
  }
}

extension Database {
  /// The sessions of one respondent that may only continue; the oldest makes room for the newest.
  private static let mostLinkedSessions = 20

  func open(
    _ session: SessionToken, for respondent: Int64, browserCode: String?, now: Timestamp
  ) throws {
    if let browserCode {
      // A browser that was known by an earlier interview begins another.
      try cachedStatement(sql: "UPDATE session SET browser_code = NULL WHERE browser_code = ?")
        .execute(arguments: [browserCode])
    }
    try insert(session, of: respondent, rights: "all", browserCode: browserCode, now: now)
  }

  func openLinked(_ session: SessionToken, for respondent: Int64, now: Timestamp) throws {
    try execute(
      sql: """
        DELETE FROM session WHERE token_sha256 IN (
          SELECT token_sha256 FROM session WHERE respondent_id = ? AND rights = 'continue'
          ORDER BY opened_at DESC LIMIT -1 OFFSET ?)
        """, arguments: [respondent, Self.mostLinkedSessions - 1])
    try insert(session, of: respondent, rights: "continue", browserCode: nil, now: now)
  }

  private func insert(
    _ session: SessionToken, of respondent: Int64, rights: String, browserCode: String?,
    now: Timestamp
  ) throws {
    try cachedStatement(
      sql: """
        INSERT INTO session (token_sha256, respondent_id, rights, browser_code, opened_at)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [session.hash, respondent, rights, browserCode, now.description])
  }

  /// Makes every session and code of the respondent worthless.
  func closeSessions(of respondent: Int64) throws {
    try execute(
      sql: """
        DELETE FROM session WHERE respondent_id = :id;
        DELETE FROM access_code WHERE respondent_id = :id;
        """, arguments: ["id": respondent])
  }

  /// - Parameter code: the browser's.
  func begun(by code: String) throws -> RespondentState? {
    let respondent = try Int64.fetchOne(
      cachedStatement(sql: "SELECT respondent_id FROM session WHERE browser_code = ?"),
      arguments: [code])
    guard let state = try respondent.flatMap({ try state(ofRespondent: $0) }) else { return nil }
    return state.hasOnlyConsented ? state : nil
  }
}
