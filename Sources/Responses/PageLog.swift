import GRDB
package import Study

// When pages were shown, and those that came and recorded nothing.
extension ResponseStore {
  /// Notes that a page came that is not its sender's next, and returns where the sender stands; nothing
  /// else changes.
  package func noteRepeated(
    _ page: String, from session: SessionToken, now: Timestamp
  ) async throws -> RespondentState {
    try await write { database in
      guard let state = try database.state(of: session) else { throw StoreError.unknownSession }
      try database.received(page, from: state.id, outcome: "repeated", now: now)
      return state
    }
  }

  /// Notes that a page came back because answers were missing or out of range.
  package func noteIncomplete(
    _ page: String, from state: RespondentState, paradata: [ParadataRecord] = [], now: Timestamp
  ) {
    writeSoon { database in
      try database.received(page, from: state.id, outcome: "incomplete", now: now)
      try database.insert(paradata, page: page, respondent: state.id, now: now)
    }
  }

  /// The seconds since the page was first shown to the participant, or nil if that was not
  /// recorded.
  package func secondsSinceServed(
    _ page: String, to state: RespondentState, now: Timestamp
  ) throws -> Double? {
    try readOnce { database in
      try Double.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT (julianday(?) - julianday(min(at))) * 86400 FROM page_served
            WHERE respondent_id = ? AND page = ?
            """), arguments: [now.description, state.id, page])
    }
  }

  /// Notes that a page was shown.
  package func noteServed(_ page: String, to state: RespondentState, now: Timestamp) {
    writeSoon { database in
      try database.cachedStatement(
        sql: "INSERT INTO page_served (respondent_id, page, at) VALUES (?, ?, ?)"
      ).execute(arguments: [state.id, page, now.description])
    }
  }
}
