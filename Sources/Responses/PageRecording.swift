import GRDB
package import Study

/// A respondent who sends something, in the transaction that keeps it.
package struct Sender {
  package internal(set) var state: RespondentState
  let database: Database
  let session: SessionToken
  let now: Timestamp

  /// Records a page. One that is not the sender's next changes nothing but the log of pages received.
  package mutating func record(
    _ recording: PageRecording, in registered: RegisteredStudy
  ) throws {
    guard state.status == .active, state.step == recording.step else {
      return try noteRepeated(recording.page)
    }
    try database.record(recording, of: &state, in: registered, now: now)
    if state.status != .active {
      try database.keepCode(.withdraw, of: session, state, now: now)
    }
  }
}

extension ResponseStore {
  /// The version of the scoring rules, stored beside each score.
  package static let scoring = 1

  /// Does what follows from something that was sent, and returns after the commit; nil for an unknown
  /// session. What is read and what is recorded belong to one transaction.
  package func receive<Outcome: Sendable>(
    from session: SessionToken, now: Timestamp,
    _ answer: @escaping @Sendable (inout Sender) throws -> Outcome
  ) async throws -> Outcome? {
    try await write { database in
      guard let state = try database.state(of: session) else { return nil }
      var sender = Sender(state: state, database: database, session: session, now: now)
      return try answer(&sender)
    }
  }
}

extension Database {
  /// - Parameter state: the respondent's, which becomes what it is after the page.
  fileprivate func record(
    _ recording: PageRecording, of state: inout RespondentState, in registered: RegisteredStudy,
    now: Timestamp
  ) throws {
    try received(recording.page, from: state.id, outcome: "recorded", now: now)
    for answer in recording.questions {
      try cachedStatement(
        sql: """
          INSERT INTO question_answer (respondent_id, question, purpose, value, accepted)
          VALUES (?, ?, ?, ?, ?)
          """
      ).execute(
        arguments: [
          state.id, answer.question.name, answer.purpose.rawValue, answer.value, answer.accepted,
        ])
      try SealedPart.question.keep(of: state.id, answer.question.name, in: self)
    }
    for check in recording.attention {
      try cachedStatement(
        sql: """
          INSERT INTO attention_answer (respondent_id, check_id, option, passed, at)
          VALUES (?, ?, ?, ?, ?)
          """
      ).execute(
        arguments: [state.id, check.check.name, check.option, check.passed, now.description])
      try SealedPart.attention.keep(of: state.id, check.check.name, in: self)
    }
    try insert(recording.paradata, page: recording.page, respondent: state.id, now: now)
    if !recording.keepsChanges, state.hasSavedAnswers {
      try forgetSavedAnswers(of: state.id, on: recording.page)
      state.hasSavedAnswers = false
    }
    let texts = registered.texts(in: state.language)
    for administration in recording.administrations {
      try insert(
        administration, of: texts.instruments[administration.instrument]!,
        respondent: state.id,
        situation: administration.occasion == .evoked ? state.situationID : nil,
        language: state.language, now: now)
    }
    let lapsed = try notesLatecomer(state, now: now)
    if let choose = recording.assignsCell {
      try assignCell(to: &state, in: registered, latecomer: lapsed, choose: choose, now: now)
    }
    state.step = recording.nextStep
    state.status = recording.nextStatus
    state.endedBy = recording.endedBy
    state.layout = state.layout ?? recording.administrations.first?.layout
    let ends = state.status != .active
    state.placeUntil =
      ends ? nil : now.adding(minutes: registered.study.reservationMinutes).description
    try cachedStatement(
      sql: """
        UPDATE respondent
        SET step = ?, status = ?, ended_by = ?, layout = coalesce(layout, ?),
          situation_id = ?, place_until = ?, finished_at = ?
        WHERE id = ?
        """
    ).execute(
      arguments: [
        state.step, state.status.rawValue, state.endedBy, state.layout?.rawValue,
        state.situationID, state.placeUntil, ends ? now.description : nil, state.id,
      ])
    if let fillsCell = recording.fillsCell, try !fillsCell(respondent(state, in: registered)) {
      try execute(sql: "UPDATE respondent SET excluded = 1 WHERE id = ?", arguments: [state.id])
    }
    try seal(respondent: state.id, hasEnded: ends)
  }

  func received(
    _ page: String, from respondent: Int64, outcome: String, now: Timestamp
  ) throws {
    try cachedStatement(
      sql: "INSERT INTO page_received (respondent_id, page, outcome, at) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [respondent, page, outcome, now.description])
  }

  /// Records a participant as a latecomer if the place had lapsed before this page arrived; returns
  /// whether it had.
  private func notesLatecomer(_ state: RespondentState, now: Timestamp) throws -> Bool {
    guard let until = state.placeUntil, until < now.description else { return false }
    try execute(
      sql: """
        INSERT INTO latecomer (respondent_id, situation_id, lapsed_at, at) VALUES (?, ?, ?, ?)
        """, arguments: [state.id, state.situationID, until, now.description])
    return true
  }

  /// Stores an administration, its responses, its scores and their mark.
  func insert(
    _ record: AdministrationRecord, of registered: RegisteredInstrument, respondent: Int64,
    situation: Int64?, language: Language, now: Timestamp
  ) throws {
    try cachedStatement(
      sql: """
        INSERT INTO administration
          (respondent_id, ordinal, instrument_version_id, occasion, situation_id, language,
           item_order, order_seed, layout, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        respondent, record.ordinal, registered.id, record.occasion.rawValue, situation,
        language.tag, record.itemOrder.map { $0.map(String.init).joined(separator: " ") },
        record.orderSeed.map { Int64(bitPattern: $0) }, record.layout?.rawValue,
        now.description,
      ])
    let administration = lastInsertedRowID
    let insertResponse = try cachedStatement(
      sql: """
        INSERT INTO response (administration_id, item_id, option, value, missing)
        VALUES (?, ?, ?, ?, ?)
        """)
    var values: [Double?] = []
    for item in registered.instrument.items {
      var option: String?
      var value: DatabaseValue = .null
      var missing: String?
      var answer: Double?
      switch record.answers[item.id] ?? .notReached {
      case .chosen(let chosen):
        option = chosen.code
        value = exact(chosen.value)
        answer = chosen.value
      case .skipped: missing = "skipped"
      case .notReached: missing = "not_reached"
      }
      values.append(answer)
      try insertResponse.execute(
        arguments: [administration, registered.items[item.id]!, option, value, missing])
    }
    let insertScore = try cachedStatement(
      sql: """
        INSERT INTO subscale_score
          (respondent_id, subscale_id, ordinal, administration_id, occasion, score, answered,
           scoring)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for score in registered.scorer.scores(of: values) {
      try insertScore.execute(
        arguments: [
          respondent, registered.subscales[score.subscale]!, record.ordinal, administration,
          record.occasion.rawValue, score.value.map(exact) ?? .null, score.answered,
          ResponseStore.scoring,
        ])
    }
    try SealedPart.administration.keep(of: respondent, record.ordinal, in: self)
  }

  /// A whole number as an integer, so it reads as one in every SQLite browser.
  private func exact(_ value: Double) -> DatabaseValue {
    Int64(exactly: value)?.databaseValue ?? value.databaseValue
  }
}
