import GRDB
package import Study

extension ResponseStore {
  /// The version of the scoring rules, stored beside each score.
  package static let scoring = 1

  /// Records a page and returns its sender's state after the commit.
  ///
  /// A page that was recorded before changes nothing but the log of pages received.
  ///
  /// - Parameter state: where the sender stood when the page was read; another page may have been
  ///   recorded since.
  package func record(
    _ recording: PageRecording, of state: RespondentState, from session: SessionToken,
    in registered: RegisteredStudy, now: Timestamp
  ) async throws -> RespondentState {
    try await write { database in
      guard let (until, hasSavedAnswers) = try database.place(of: state.id, at: recording.step)
      else {
        try database.received(recording.page, from: state.id, outcome: "repeated", now: now)
        return try database.state(ofRespondent: state.id)!
      }
      var state = state
      state.hasSavedAnswers = hasSavedAnswers
      try database.record(recording, of: &state, until: until, in: registered, now: now)
      if state.status != .active {
        try database.keepCode(.withdraw, of: session, respondent: state.id, now: now)
      }
      return state
    }
  }
}

extension Database {
  /// Until when a place is held for the respondent, and whether answers were kept; nil if the step is
  /// not the one that comes next.
  fileprivate func place(
    of respondent: Int64, at step: Int
  ) throws -> (placeUntil: String, hasSavedAnswers: Bool)? {
    try Row.fetchOne(
      cachedStatement(
        sql: """
          SELECT place_until, EXISTS (SELECT 1 FROM answer_change WHERE respondent_id = respondent.id)
          FROM respondent WHERE id = ? AND status = 'active' AND step = ?
          """), arguments: [respondent, step]
    ).map { ($0[0], $0[1]) }
  }

  /// - Parameter state: the respondent's, which becomes what it is after the page.
  fileprivate func record(
    _ recording: PageRecording, of state: inout RespondentState, until: String,
    in registered: RegisteredStudy, now: Timestamp
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
    }
    for check in recording.attention {
      try cachedStatement(
        sql: """
          INSERT INTO attention_answer (respondent_id, check_id, option, passed, at)
          VALUES (?, ?, ?, ?, ?)
          """
      ).execute(
        arguments: [state.id, check.check.name, check.option, check.passed, now.description])
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
    let lapsed = try notesLatecomer(state, until: until, now: now)
    if let choose = recording.assignsCell {
      try assignCell(to: &state, in: registered, latecomer: lapsed, choose: choose, now: now)
    }
    state.step = recording.nextStep
    state.status = recording.nextStatus
    state.endedBy = recording.endedBy
    state.layout = state.layout ?? recording.administrations.first?.layout
    let ends = state.status != .active
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
        state.situationID,
        ends ? nil : now.adding(minutes: registered.study.reservationMinutes).description,
        ends ? now.description : nil, state.id,
      ])
  }

  func received(
    _ page: String, from respondent: Int64, outcome: String, now: Timestamp
  ) throws {
    try cachedStatement(
      sql: "INSERT INTO page_received (respondent_id, page, outcome, at) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [respondent, page, outcome, now.description])
  }

  func insert(
    _ paradata: [ParadataRecord], page: String, respondent: Int64, now: Timestamp
  ) throws {
    for record in paradata {
      let value: DatabaseValue =
        switch record.value {
        case .milliseconds(let number), .count(let number): number.databaseValue
        case .text(let text): text.databaseValue
        }
      try cachedStatement(
        sql: """
          INSERT INTO paradata (respondent_id, page, item, measure, value, at)
          VALUES (?, ?, ?, ?, ?, ?)
          """
      ).execute(
        arguments: [respondent, page, record.item, record.measure.rawValue, value, now.description])
    }
  }

  /// Records a participant as a latecomer if the place had lapsed before this page arrived; returns
  /// whether it had.
  private func notesLatecomer(
    _ state: RespondentState, until: String, now: Timestamp
  ) throws -> Bool {
    guard until < now.description else { return false }
    try execute(
      sql: """
        INSERT INTO latecomer (respondent_id, situation_id, lapsed_at, at) VALUES (?, ?, ?, ?)
        """, arguments: [state.id, state.situationID, until, now.description])
    return true
  }

  /// Stores an administration, its responses and its scores.
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
    var values: [ItemID: Double?] = [:]
    for item in registered.instrument.items {
      var option: String?
      var value: DatabaseValue = .null
      var missing: String?
      switch record.answers[item.id] ?? .notReached {
      case .chosen(let chosen):
        option = chosen.code
        value = exact(chosen.value)
        values[item.id] = chosen.value
      case .skipped: missing = "skipped"
      case .notReached: missing = "not_reached"
      }
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
    for score in registered.instrument.scores(of: values) {
      try insertScore.execute(
        arguments: [
          respondent, registered.subscales[score.subscale]!, record.ordinal, administration,
          record.occasion.rawValue, score.value.map(exact) ?? .null, score.answered,
          ResponseStore.scoring,
        ])
    }
  }

  /// A whole number as an integer, so it reads as one in every SQLite browser.
  private func exact(_ value: Double) -> DatabaseValue {
    Int64(exactly: value)?.databaseValue ?? value.databaseValue
  }
}
