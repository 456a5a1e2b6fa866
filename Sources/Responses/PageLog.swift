import GRDB
package import Study

// When pages were shown, and those that came and recorded nothing.
extension ResponseStore {
  /// Notes that a page was shown.
  package func noteServed(_ page: String, to state: RespondentState, now: Timestamp) {
    writeSoon { database in
      try database.cachedStatement(
        sql: "INSERT INTO page_served (respondent_id, page, at) VALUES (?, ?, ?)"
      ).execute(arguments: [state.id, page, now.description])
    }
  }

  /// The seconds since the page was first shown to the participant, or nil if that was not
  /// recorded.
  package func secondsSinceServed(
    _ page: String, to state: RespondentState, now: Timestamp
  ) throws -> Double? {
    try readOnce { database in
      try database.secondsSinceServed(page, to: state, now: now)
    }
  }
}

extension Sender {
  /// Notes that a page came that is not the sender's next.
  package func noteRepeated(_ page: String) throws {
    try database.received(page, from: state.id, outcome: "repeated", now: now)
  }

  /// Notes that a page came back because answers were missing or out of range.
  package func noteIncomplete(_ page: String, paradata: [ParadataRecord]) throws {
    try database.received(page, from: state.id, outcome: "incomplete", now: now)
    try database.insert(paradata, page: page, respondent: state.id, now: now)
  }

  /// The seconds since the page was first shown to the sender, or nil if that was not recorded.
  package func secondsSinceServed(_ page: String) throws -> Double? {
    try database.secondsSinceServed(page, to: state, now: now)
  }
}

extension Database {
  fileprivate func secondsSinceServed(
    _ page: String, to state: RespondentState, now: Timestamp
  ) throws -> Double? {
    try Double.fetchOne(
      cachedStatement(
        sql: """
          SELECT (julianday(?) - julianday(min(at))) * 86400 FROM page_served
          WHERE respondent_id = ? AND page = ?
          """), arguments: [now.description, state.id, page])
  }
}
