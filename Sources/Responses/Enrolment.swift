import Foundation
import GRDB
package import Study
import TextFormats

/// Who a panel says a person is.
package struct RecruitedIdentity: Sendable, Hashable {
  package let panel: String
  package let person: String
  package let panelStudy: String?
  package let panelSession: String?

  package init(panel: String, person: String, panelStudy: String?, panelSession: String?) {
    self.panel = panel
    self.person = person
    self.panelStudy = panelStudy
    self.panelSession = panelSession
  }
}

extension RecruitedIdentity {
  /// Why what a link holds in place of an id cannot be one.
  package enum Fault: Sendable, Hashable {
    /// The panel did not fill in its placeholder, such as `{{%PROLIFIC_PID%}}`.
    case placeholder
    case tooLong
    case controlCharacters
  }

  /// The longest id, in Unicode scalars.
  package static let longest = 200

  /// What keeps a text from being an id, or nil where it may be one.
  package static func fault(of text: String) -> Fault? {
    if text.unicodeScalars.count > longest { return .tooLong }
    let controls: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]
    if text.unicodeScalars.contains(where: { controls.contains($0.properties.generalCategory) }) {
      return .controlCharacters
    }
    // A link that was encoded twice arrives with the braces still encoded.
    return text.contains("{{") || text.lowercased().contains("%7b%7b") ? .placeholder : nil
  }
}

/// The secret by which a browser or terminal is known again. Only its hash is stored.
package struct SessionToken: Sendable, Hashable {
  /// 32 lower-case hexadecimal digits.
  package let text: String

  /// A new token of 128 bits from the system's secure generator.
  package init() {
    var generator = SystemRandomNumberGenerator()
    text = hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// A token as a browser sent it back, or nil where it cannot be one.
  package init?(_ text: some StringProtocol) {
    let digits = text.utf8
    guard digits.count == 32,
      digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    self.text = String(text)
  }

  var hash: String { sha256Hex(text.utf8) }
}

/// Where somebody stands in the interview.
package struct RespondentState: Sendable {
  package let id: Int64
  package let uuid: String
  package let kind: RespondentKind
  package let status: RespondentStatus
  /// The study version that the person began with.
  package let studySHA256: String
  package let language: Language
  /// The step that comes next, from 0.
  package let step: Int
  package let situation: SituationKey?
  package let seed: UInt64
  /// The question or check whose answer ended the interview, or nil.
  package let endedBy: String?
  /// How the answers lay on the first scale page that the person sent; nil where that is not known.
  package let layout: Presentation.Layout?
  /// Whether answers of a page that was not sent yet have been kept.
  package let hasSavedAnswers: Bool
  /// Whether a panel's id of the person is kept.
  package let isRecruited: Bool
  /// What the person had come to before withdrawing; nil for everybody who has not withdrawn.
  package let statusBefore: RespondentStatus?
  /// Whether somebody who has withdrawn had failed an attention check that ended the interview.
  package let hadFailedAttention: Bool
}

/// A consent form that was sent.
package struct Enrolment: Sendable {
  package let session: SessionToken
  package let consents: Bool
  package let kind: RespondentKind
  package let channel: Channel
  package let language: Language
  package let identity: RecruitedIdentity?
  package let seed: UInt64
  /// The step that follows consent.
  package let nextStep: Int

  package init(
    session: SessionToken, consents: Bool, kind: RespondentKind, channel: Channel,
    language: Language, identity: RecruitedIdentity?, seed: UInt64, nextStep: Int
  ) {
    self.session = session
    self.consents = consents
    self.kind = kind
    self.channel = channel
    self.language = language
    self.identity = identity
    self.seed = seed
    self.nextStep = nextStep
  }
}

extension ResponseStore {
  /// Where the owner of the session stands, or nil for a session that never consented or declined.
  ///
  /// One statement is a consistent read by itself: no transaction is opened around it, and no other
  /// thread is asked, which would cost more than the read.
  package func state(of session: SessionToken) throws -> RespondentState? {
    try database.unsafeRead { database in
      try database.state(of: session)
    }
  }

  /// Where the person of a panel stands, or nil for somebody who is new.
  package func state(of identity: RecruitedIdentity) async throws -> RespondentState? {
    try await database.read { database in
      guard
        let respondent = try database.respondent(of: identity)
      else { return nil }
      return try database.state(ofRespondent: respondent)
    }
  }

  /// How many places of the study are taken: completed, or held for somebody who is active.
  package func placesTaken(kind: RespondentKind, now: Timestamp) throws -> Int {
    try database.unsafeRead { database in
      try database.placesTaken(kind: kind, now: now)
    }
  }

  /// Records consent, or its refusal, and takes a place for somebody who consents.
  ///
  /// The same session or the same recruited person sent again changes nothing: the state that was
  /// there is returned. Where every place is taken the respondent's status is `full`; whoever is, may
  /// be enrolled again.
  package func enrol(
    _ enrolment: Enrolment, in registered: RegisteredStudy, now: Timestamp
  ) async throws -> RespondentState {
    try await write { database in
      if let state = try database.state(of: enrolment.session) {
        guard state.status == .full else { return state }
        return try database.enrol(enrolment, again: state.id, in: registered, now: now)
      }
      if let identity = enrolment.identity,
        let respondent = try database.respondent(of: identity)
      {
        try database.open(enrolment.session, for: respondent, now: now)
        let state = try database.state(ofRespondent: respondent)!
        guard state.status == .full else { return state }
        return try database.enrol(enrolment, again: state.id, in: registered, now: now)
      }
      return try database.enrol(enrolment, in: registered, now: now)
    }
  }

  /// Lets the person of a panel go on in another browser.
  package func open(
    _ session: SessionToken, for state: RespondentState, now: Timestamp
  ) async throws {
    try await write { database in
      try database.open(session, for: state.id, now: now)
    }
  }
}

extension Database {
  fileprivate func respondent(of identity: RecruitedIdentity) throws -> Int64? {
    try Int64.fetchOne(
      self, sql: "SELECT respondent_id FROM identity WHERE panel = ? AND person = ?",
      arguments: [identity.panel, identity.person])
  }

  fileprivate func open(_ session: SessionToken, for respondent: Int64, now: Timestamp) throws {
    try cachedStatement(
      sql: """
        INSERT INTO session (token_sha256, respondent_id, opened_at) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [session.hash, respondent, now.description])
  }

  func state(of session: SessionToken) throws -> RespondentState? {
    try state(
      "SELECT respondent_id FROM session WHERE token_sha256 = ?", [session.hash])
  }

  func state(ofRespondent id: Int64) throws -> RespondentState? {
    try state("SELECT ?", [id])
  }

  private func state(
    _ respondent: String, _ arguments: StatementArguments
  ) throws -> RespondentState? {
    let statement = try cachedStatement(
      sql: """
        SELECT respondent.id, uuid, respondent.kind, status, language, step, seed,
          study_version.sha256, emotion, factor, situation_index, ended_by, layout,
          EXISTS (SELECT 1 FROM answer_change WHERE respondent_id = respondent.id),
          EXISTS (SELECT 1 FROM identity WHERE respondent_id = respondent.id),
          withdrawal.status_before, withdrawal.failed_attention
        FROM respondent
        JOIN study_version ON study_version.id = respondent.study_version_id
        LEFT JOIN situation ON situation.id = respondent.situation_id
        LEFT JOIN withdrawal
          ON withdrawal.respondent_id = respondent.id AND withdrawal.answers = 'deleted'
        WHERE respondent.id = (\(respondent))
        """)
    guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
    let emotion: String? = row[8]
    return RespondentState(
      id: row[0], uuid: row[1], kind: RespondentKind(rawValue: row[2])!,
      status: RespondentStatus(rawValue: row[3])!, studySHA256: row[7],
      language: Language(row[4]), step: row[5],
      situation: emotion.map { SituationKey(emotion: $0, factor: row[9], index: row[10]) },
      seed: UInt64(bitPattern: row[6]), endedBy: row[11],
      layout: (row[12] as String?).flatMap { Presentation.Layout(rawValue: $0) },
      hasSavedAnswers: row[13], isRecruited: row[14],
      statusBefore: (row[15] as String?).flatMap { RespondentStatus(rawValue: $0) },
      hadFailedAttention: row[16] ?? false)
  }

  func placesTaken(kind: RespondentKind, now: Timestamp) throws -> Int {
    try Int.fetchOne(
      cachedStatement(
        sql: """
          SELECT count(*) FROM respondent
          WHERE kind = ?
            AND (status = 'completed' OR (status = 'active' AND place_until >= ?))
            AND channel <> 'import'
          """), arguments: [kind.rawValue, now.description])!
  }

  /// - Parameter full: somebody who found the study full before, or nil for somebody new.
  fileprivate func enrol(
    _ enrolment: Enrolment, again full: Int64? = nil, in registered: RegisteredStudy, now: Timestamp
  ) throws -> RespondentState {
    let study = registered.study
    let isFull =
      try enrolment.consents && placesTaken(kind: enrolment.kind, now: now) >= study.places
    let status: RespondentStatus =
      !enrolment.consents ? .declined : isFull ? .full : .active
    let held = status == .active ? now.adding(minutes: study.reservationMinutes) : nil
    let step = status == .active ? enrolment.nextStep : 0
    let finished = status == .active ? nil : now.description
    if let full {
      try execute(
        sql: """
          UPDATE respondent
          SET status = ?, study_version_id = ?, language = ?, step = ?, place_until = ?,
            started_at = ?, finished_at = ?
          WHERE id = ?
          """,
        arguments: [
          status.rawValue, registered.id, enrolment.language.tag, step, held?.description,
          now.description, finished, full,
        ])
      try keepConsent(enrolment, of: full, to: study, now: now)
      return try state(ofRespondent: full)!
    }
    try cachedStatement(
      sql: """
        INSERT INTO respondent
          (uuid, site_id, kind, channel, status, study_version_id, language, step, place_until,
           seed, started_at, finished_at)
        VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        UUID().uuidString.lowercased(), enrolment.kind.rawValue, enrolment.channel.rawValue,
        status.rawValue, registered.id, enrolment.language.tag,
        step, held?.description, Int64(bitPattern: enrolment.seed), now.description, finished,
      ])
    let respondent = lastInsertedRowID
    try open(enrolment.session, for: respondent, now: now)
    if let identity = enrolment.identity {
      try execute(
        sql: """
          INSERT INTO identity
            (respondent_id, panel, person, panel_study, panel_session, recorded_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          respondent, identity.panel, identity.person, identity.panelStudy, identity.panelSession,
          now.description,
        ])
    }
    try keepConsent(enrolment, of: respondent, to: study, now: now)
    return try state(ofRespondent: respondent)!
  }

  private func keepConsent(
    _ enrolment: Enrolment, of respondent: Int64, to study: StudyDefinition, now: Timestamp
  ) throws {
    try cachedStatement(
      sql: """
        INSERT INTO consent (respondent_id, given, text_sha256, language, at)
        VALUES (?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        respondent, enrolment.consents,
        sha256Hex(study.inLanguage(enrolment.language).consent.source.utf8),
        enrolment.language.tag, now.description,
      ])
    try received("consent", from: respondent, outcome: "recorded", now: now)
  }

  func received(
    _ page: String, from respondent: Int64, outcome: String, now: Timestamp
  ) throws {
    try cachedStatement(
      sql: "INSERT INTO page_received (respondent_id, page, outcome, at) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [respondent, page, outcome, now.description])
  }
}
