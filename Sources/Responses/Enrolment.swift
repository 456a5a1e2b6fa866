import Foundation
import GRDB
package import Study
import TextFormats

/// A consent form that was sent.
package struct Enrolment: Sendable {
  package let session: SessionToken
  /// The cookie that the browser had when the form was sent; nil for none, and for a terminal.
  package let browser: SessionToken?
  package let consents: Bool
  package let kind: RespondentKind
  package let channel: Channel
  package let language: Language
  package let identity: RecruitedIdentity?
  package let seed: UInt64

  package init(
    session: SessionToken, browser: SessionToken? = nil, consents: Bool, kind: RespondentKind,
    channel: Channel, language: Language, identity: RecruitedIdentity?, seed: UInt64
  ) {
    self.session = session
    self.browser = browser
    self.consents = consents
    self.kind = kind
    self.channel = channel
    self.language = language
    self.identity = identity
    self.seed = seed
  }
}

extension ResponseStore {
  /// How many places of the study are taken: completed, or held for an active respondent.
  package func placesTaken(kind: RespondentKind, now: Timestamp) throws -> Int {
    try readOnce { database in
      try database.placesTaken(kind: kind, now: now)
    }
  }

  /// Whether all places of the study are taken.
  package func isFull(
    _ study: StudyDefinition, kind: RespondentKind, now: Timestamp
  ) throws -> Bool {
    try readOnce { database in
      try database.isFull(study, kind: kind, now: now)
    }
  }

  /// Records consent or refusal, and takes a place for a participant who consents.
  ///
  /// Enrolling the same session or panel id twice changes nothing and returns the existing state; a
  /// known panel id opens a session that may only continue. A browser whose owner has consented, and
  /// answered nothing since, consents for the same respondent again, and the session of before is
  /// worth nothing any more. If no place is free, the respondent's status is `full`; a respondent with
  /// that status can be enrolled again later.
  package func enrol(
    _ enrolment: Enrolment, in registered: RegisteredStudy, now: Timestamp
  ) async throws -> RespondentState {
    try remember(enrolment.kind, now: now)
    let code = enrolment.browser.map(browserCode)
    return try await write { database in
      try database.enrol(enrolment, browserCode: code, in: registered, now: now)
    }
  }
}

extension Database {
  fileprivate func enrol(
    _ enrolment: Enrolment, browserCode code: String?, in registered: RegisteredStudy,
    now: Timestamp
  ) throws -> RespondentState {
    if let state = try state(of: enrolment.session) {
      guard state.status == .full else { return state }
      return try enrol(enrolment, again: state.id, in: registered, now: now)
    }
    let recruited = try enrolment.identity.flatMap { try respondent(of: $0) }
    if let begun = try begun(enrolment, browserCode: code),
      begun.isRecruited ? begun.id == recruited : enrolment.identity == nil
    {
      try closeSessions(of: begun.id)
      try open(enrolment.session, for: begun.id, browserCode: code, now: now)
      if begun.status == .full {
        return try enrol(enrolment, again: begun.id, in: registered, now: now)
      }
      if try hasConsented(begun.id, as: enrolment, to: registered.study) {
        try noteReceived("consent", from: begun.id, outcome: "repeated", now: now)
      } else if enrolment.consents {
        try keepConsent(enrolment, of: begun.id, to: registered.study, now: now)
      }
      return try existingState(ofRespondent: begun.id)
    }
    if let recruited {
      let known = try existingState(ofRespondent: recruited)
      guard known.status == .full else {
        try openLinked(enrolment.session, for: recruited, now: now)
        return try state(of: enrolment.session) ?? known
      }
      try closeSessions(of: recruited)
      try open(enrolment.session, for: recruited, browserCode: code, now: now)
      return try enrol(enrolment, again: recruited, in: registered, now: now)
    }
    return try enrol(enrolment, again: nil, browserCode: code, in: registered, now: now)
  }

  /// The respondent for whom the browser has consented before, if nothing has been answered since: the
  /// reply to its consent form was lost, or another tab has sent one.
  private func begun(
    _ enrolment: Enrolment, browserCode code: String?
  ) throws -> RespondentState? {
    guard let browser = enrolment.browser else { return nil }
    if let full = try state(of: browser), full.status == .full { return full }
    let state = try code.flatMap { try begun(by: $0) }
    return state?.kind == enrolment.kind ? state : nil
  }

  /// Whether all places of the study are taken. Nobody is counted while fewer respondents are known than
  /// the study has places.
  func isFull(_ study: StudyDefinition, kind: RespondentKind, now: Timestamp) throws -> Bool {
    let newest = try Int.fetchOne(
      cachedStatement(sql: "SELECT coalesce(max(id), 0) FROM respondent"))!
    return try newest >= study.places && placesTaken(kind: kind, now: now) >= study.places
  }

  func placesTaken(kind: RespondentKind, now: Timestamp) throws -> Int {
    try Int.fetchOne(
      cachedStatement(sql: CountingOfPlaces.inAll),
      arguments: ["kind": kind.rawValue, "now": now.description])!
  }

  /// - Parameter full: a respondent who found the study full before, or nil for a new one.
  fileprivate func enrol(
    _ enrolment: Enrolment, again full: Int64?, browserCode: String? = nil,
    in registered: RegisteredStudy, now: Timestamp
  ) throws -> RespondentState {
    let study = registered.study
    let isFull = try enrolment.consents && isFull(study, kind: enrolment.kind, now: now)
    let status: RespondentStatus =
      !enrolment.consents ? .declined : isFull ? .full : .active
    let held = status == .active ? now.adding(minutes: study.reservationMinutes) : nil
    // Consent is step 0.
    let step = status == .active ? 1 : 0
    let finished = status == .active ? nil : now.description
    if status == .full, full == nil { try countTurnedAway(enrolment.kind) }
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
      try seal(respondent: full, hasEnded: status != .active)
      return try existingState(ofRespondent: full)
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
        UUID.random().uuidString.lowercased(), enrolment.kind.rawValue, enrolment.channel.rawValue,
        status.rawValue, registered.id, enrolment.language.tag,
        step, held?.description, Int64(bitPattern: enrolment.seed), now.description, finished,
      ])
    let respondent = lastInsertedRowID
    try open(enrolment.session, for: respondent, browserCode: browserCode, now: now)
    if let identity = enrolment.identity {
      try execute(
        sql: """
          INSERT INTO identity
            (respondent_id, panel, person, panel_study, panel_session, recorded_at, is_rehearsal)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          respondent, identity.panel, identity.person, identity.panelStudy, identity.panelSession,
          now.description, identity.isRehearsal,
        ])
    }
    try keepConsent(enrolment, of: respondent, to: study, now: now)
    try seal(respondent: respondent, hasEnded: status != .active)
    return try existingState(ofRespondent: respondent)
  }

  /// Whether the respondent has said yes to the same text before.
  private func hasConsented(
    _ respondent: Int64, as enrolment: Enrolment, to study: StudyDefinition
  ) throws -> Bool {
    guard enrolment.consents else { return false }
    return try Bool.fetchOne(
      cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM consent
            WHERE respondent_id = ? AND given = 1 AND text_sha256 = ? AND language = ?)
          """),
      arguments: [respondent, enrolment.textSHA256(of: study), enrolment.language.tag])!
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
        respondent, enrolment.consents, enrolment.textSHA256(of: study), enrolment.language.tag,
        now.description,
      ])
    try SealedPart.consent.keep(of: respondent, lastInsertedRowID, in: self)
    try received("consent", from: respondent, outcome: "recorded", now: now)
  }
}

extension Enrolment {
  /// The hash of the text that was read.
  fileprivate func textSHA256(of study: StudyDefinition) -> String {
    sha256Hex(study.inLanguage(language).consent.source.utf8)
  }
}
