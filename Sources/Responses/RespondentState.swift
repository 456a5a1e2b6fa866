import GRDB
package import Study

/// A respondent's position in the interview.
package struct RespondentState: Sendable {
  package let id: Int64
  package let uuid: String
  package let kind: RespondentKind
  package internal(set) var status: RespondentStatus
  /// The study version that the person began with.
  package let studySHA256: String
  package let language: Language
  /// The step that comes next, from 0.
  package internal(set) var step: Int
  package internal(set) var situation: SituationKey?
  /// The situation in the wording that was shown.
  var situationID: Int64?
  /// Until when a place is held for an active respondent.
  var placeUntil: String?
  package let seed: UInt64
  /// The question or check whose answer ended the interview, or nil.
  package internal(set) var endedBy: String?
  /// The layout of the answers on the first page of a scale that the respondent sent; nil if that
  /// is not known.
  package internal(set) var layout: Presentation.Layout?
  /// Whether answers of a page that was not sent yet have been kept.
  package internal(set) var hasSavedAnswers: Bool
  /// The hash of the session, if it may only continue; nil for one that may see and delete everything.
  let linkedSession: String?
  /// Whether a panel's id of the person is kept.
  package let isRecruited: Bool
  /// The status before withdrawal; nil for respondents who have not withdrawn.
  package let statusBefore: RespondentStatus?
  /// Whether an attention check had ended the interview of a respondent who has withdrawn.
  package let hadFailedAttention: Bool

  /// Whether a recruiting link alone has led here: what was typed before is not shown, and nothing is
  /// deleted.
  package var mayOnlyContinue: Bool { linkedSession != nil }

  /// Whether the respondent has consented, and nothing has been answered since.
  package var hasOnlyConsented: Bool { status == .active && step == 1 && !hasSavedAnswers }

  /// The damage of a respondent at a step that the interview does not have.
  package var damagedStep: DamagedRow {
    DamagedRow(table: "respondent", row: "id \(id)", column: "step", value: "\(step)")
  }
}

extension ResponseStore {
  /// Returns the state of the session's owner, or nil for a session that never consented or
  /// declined.
  package func state(of session: SessionToken) throws -> RespondentState? {
    try readOnce { database in
      try database.state(of: session)
    }
  }

  /// Returns the state of a panel's participant, or nil for a new one.
  package func state(of identity: RecruitedIdentity) async throws -> RespondentState? {
    try await read { database in
      guard
        let respondent = try database.respondent(of: identity)
      else { return nil }
      return try database.state(ofRespondent: respondent)
    }
  }
}

extension Database {
  func respondent(of identity: RecruitedIdentity) throws -> Int64? {
    try Int64.fetchOne(
      self,
      sql: "SELECT respondent_id FROM identity WHERE panel = ? AND person = ? AND is_rehearsal = ?",
      arguments: [identity.panel, identity.person, identity.isRehearsal])
  }

  func state(of session: SessionToken) throws -> RespondentState? {
    try state(Self.stateOfSession, [session.hash])
  }

  func state(ofRespondent id: Int64) throws -> RespondentState? {
    try state(Self.stateOfRespondent, [id])
  }

  private static let stateOfRespondent = stateQuery(id: "?1", linkedSession: "NULL")

  private static let stateOfSession = stateQuery(
    id: "(SELECT respondent_id FROM session WHERE token_sha256 = ?1)",
    linkedSession: """
      (SELECT token_sha256 FROM session WHERE token_sha256 = ?1 AND rights = 'continue')
      """)

  private static func stateQuery(id: String, linkedSession: String) -> String {
    """
    SELECT respondent.id, uuid, respondent.kind, status, language, step, seed,
      study_version.sha256, situation_id, emotion, factor, situation_index, situation.kind,
      ended_by, layout,
      EXISTS (SELECT 1 FROM answer_change WHERE respondent_id = respondent.id),
      EXISTS (SELECT 1 FROM identity WHERE respondent_id = respondent.id),
      withdrawal.status_before, withdrawal.failed_attention, place_until, study_version_id,
      \(linkedSession)
    FROM respondent
    LEFT JOIN study_version ON study_version.id = respondent.study_version_id
    LEFT JOIN situation ON situation.id = respondent.situation_id
    LEFT JOIN withdrawal
      ON withdrawal.respondent_id = respondent.id AND withdrawal.answers = 'deleted'
    WHERE respondent.id = \(id)
    """
  }

  private func state(_ sql: String, _ arguments: StatementArguments) throws -> RespondentState? {
    try first("respondent", sql, arguments) { try RespondentState($0) }
  }

  /// The state of a respondent to whom another row leads.
  func existingState(ofRespondent id: Int64) throws -> RespondentState {
    guard let state = try state(ofRespondent: id) else {
      throw DamagedRow(
        table: "respondent", row: "id \(id)", column: "study_version_id", value: "missing")
    }
    return state
  }
}

extension RespondentState {
  /// Returns nil for an imported respondent, whom no version of a study asked.
  fileprivate init?(_ row: StoredRow) throws {
    guard try row[20] as Int64? != nil else { return nil }
    guard let sha256 = try row[7] as String? else { throw row.damage(20) }
    let status: RespondentStatus = try row[3]
    // What the view calls expired is stored as active.
    guard status != .expired else { throw row.damage(3) }
    let situationID: Int64? = try row[8]
    self.init(
      id: try row[0], uuid: try row[1], kind: try row[2], status: status, studySHA256: sha256,
      language: Language(try row[4]), step: try row.count(5),
      situation: try situationID.map { _ in try row.joined("situation", key: 8).situationKey(9) },
      situationID: situationID, placeUntil: try row[19], seed: UInt64(bitPattern: try row[6]),
      endedBy: try row[13], layout: try row[14], hasSavedAnswers: try row[15],
      linkedSession: try row[21], isRecruited: try row[16], statusBefore: try row[17],
      hadFailedAttention: try row[18] ?? false)
  }
}
