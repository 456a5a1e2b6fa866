import GRDB
package import Study

extension ResponseStore {
  /// What has been answered of the page before it was sent, by field; a cleared answer has no
  /// entry, a skipped one has nil. A session that may only continue knows its own answers alone.
  package func savedAnswers(
    of state: RespondentState, on page: String
  ) throws -> [String: String?] {
    guard state.hasSavedAnswers else { return [:] }
    return try readOnce { database in
      try database.savedAnswers(of: state, on: page)
    }
  }
}

extension Sender {
  /// Answers kept of one page on their way to the last, beyond which only the newest is.
  private static let mostChanges = 2_000

  /// What the sender has answered of the page before it was sent, by field.
  package func savedAnswers(on page: String) throws -> [String: String?] {
    try database.savedAnswers(of: state, on: page)
  }

  /// Keeps answers of a page that is being filled in. A page that was sent in the meantime, or is not
  /// the sender's, changes nothing.
  package func save(_ draft: PageDraft) throws {
    guard state.status == .active, state.step == draft.step else { return }
    let page = draft.page
    let known = try savedAnswers(on: page)
    let rows = try database.savedAnswerRows(of: state.id, on: page)
    for answer in draft.answers where known[answer.field] != .some(answer.option) {
      if !draft.keepsChanges || rows > Self.mostChanges {
        try database.cachedStatement(
          sql: "DELETE FROM answer_change WHERE respondent_id = ? AND page = ? AND field = ?"
        ).execute(arguments: [state.id, page, answer.field])
      }
      try database.cachedStatement(
        sql: """
          INSERT INTO answer_change (respondent_id, page, field, option, at)
          VALUES (?, ?, ?, ?, ?)
          """
      ).execute(arguments: [state.id, page, answer.field, answer.option, now.description])
      if let session = state.linkedSession {
        try database.execute(
          sql: "INSERT INTO linked_answer (answer_change_id, token_sha256) VALUES (?, ?)",
          arguments: [database.lastInsertedRowID, session])
      }
    }
    try database.insert(draft.paradata, page: page, respondent: state.id, now: now)
    if let layout = draft.layout, state.layout == nil {
      try database.cachedStatement(
        sql: "UPDATE respondent SET layout = ? WHERE id = ?"
      ).execute(arguments: [layout.rawValue, state.id])
    }
  }
}

extension Database {
  func savedAnswers(
    of state: RespondentState, on page: String
  ) throws -> [String: String?] {
    var answers: [String: String?] = [:]
    let own =
      state.linkedSession.map { _ in
        "AND id IN (SELECT answer_change_id FROM linked_answer WHERE token_sha256 = ?)"
      } ?? ""
    try forEach(
      "answer_change",
      """
      SELECT id, field, option FROM answer_change WHERE respondent_id = ? AND page = ? \(own)
      ORDER BY id
      """, [state.id, page] + StatementArguments(state.linkedSession.map { [$0] } ?? [])
    ) { row in
      let option: String? = try row[2]
      answers[try row[1]] = option == "" ? nil : .some(option)
    }
    return answers
  }

  fileprivate func savedAnswerRows(of respondent: Int64, on page: String) throws -> Int {
    try Int.fetchOne(
      cachedStatement(
        sql: "SELECT count(*) FROM answer_change WHERE respondent_id = ? AND page = ?"),
      arguments: [respondent, page])!
  }

  /// Erases what was kept of a page while it was being filled in.
  func forgetSavedAnswers(of respondent: Int64, on page: String) throws {
    try cachedStatement(
      sql: "DELETE FROM answer_change WHERE respondent_id = ? AND page = ?"
    ).execute(arguments: [respondent, page])
  }
}
