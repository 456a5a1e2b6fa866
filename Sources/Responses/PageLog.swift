import GRDB
package import Study

// When pages were shown, and those that came and recorded nothing.
extension ResponseStore {
  /// Notes that a page was shown, unless that has been noted often enough.
  package func noteServed(_ page: String, to state: RespondentState, now: Timestamp) {
    writeSoon { database in
      try database.cachedStatement(
        sql: """
          INSERT INTO page_served (respondent_id, page, at) SELECT ?1, ?2, ?3
          WHERE (SELECT count(*) FROM page_served WHERE respondent_id = ?1 AND page = ?2) < ?4
          """
      ).execute(arguments: [state.id, page, now.description, Database.mostNotesOfPage])
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
    try database.noteReceived(page, from: state.id, outcome: "repeated", now: now)
  }

  /// Notes that a page came back because answers were missing or out of range.
  package func noteIncomplete(_ page: String, paradata: [ParadataRecord]) throws {
    try database.noteReceived(page, from: state.id, outcome: "incomplete", now: now)
    try database.insert(paradata, page: page, respondent: state.id, now: now)
  }

  /// The seconds since the page was first shown to the sender, or nil if that was not recorded.
  package func secondsSinceServed(_ page: String) throws -> Double? {
    try database.secondsSinceServed(page, to: state, now: now)
  }
}

extension Database {
  /// How often it is noted that a participant was shown a page, or sent it without effect. Nobody fills
  /// the disk by asking for it again and again.
  static let mostNotesOfPage = 100

  /// Notes that a page came which records nothing, unless that has been noted often enough.
  func noteReceived(
    _ page: String, from respondent: Int64, outcome: String, now: Timestamp
  ) throws {
    let known = try Int.fetchOne(
      cachedStatement(
        sql: """
          SELECT count(*) FROM page_received WHERE respondent_id = ? AND page = ? AND outcome = ?
          """), arguments: [respondent, page, outcome])!
    guard known < Self.mostNotesOfPage else { return }
    try received(page, from: respondent, outcome: outcome, now: now)
  }

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
