import GRDB
package import Study

/// What is stored of one participant's answers.
package struct OwnAnswers: Sendable {
  /// By question or attention check; nil for one that was declined or left open.
  package fileprivate(set) var questions: [String: String?] = [:]
  /// By the administration's ordinal, the code of the option of each item; nil for an item without.
  package fileprivate(set) var scales: [Int: [ItemID: String?]] = [:]
  /// Those to a page that has not been sent, by field.
  package fileprivate(set) var unsent: [String: String?] = [:]
}

extension ResponseStore {
  /// The answers of a participant. Of a page that was not sent the newest ones count.
  ///
  /// - Parameter page: the page that comes next; nil for none.
  package func ownAnswers(
    of state: RespondentState, before page: String?
  ) async throws -> OwnAnswers {
    try await read { database in
      var own = OwnAnswers()
      try database.forEach(
        "question_answer", keys: [0, 1],
        """
        SELECT respondent_id, question, CAST(value AS TEXT) FROM question_answer
        WHERE respondent_id = ?
        """, [state.id]
      ) { own.questions.updateValue(try $0[2], forKey: try $0[1]) }
      try database.forEach(
        "attention_answer", keys: [0, 1],
        "SELECT respondent_id, check_id, option FROM attention_answer WHERE respondent_id = ?",
        [state.id]
      ) { own.questions.updateValue(try $0[2], forKey: try $0[1]) }
      try database.forEach(
        "response", keys: [0, 1],
        """
        SELECT administration_id, item_id, ordinal, item, option FROM response
        JOIN administration ON administration.id = administration_id
        JOIN item ON item.id = item_id
        WHERE respondent_id = ?
        """, [state.id]
      ) { row in
        own.scales[try row.count(2), default: [:]].updateValue(
          try row[4], forKey: ItemID(try row[3]))
      }
      if let page { own.unsent = try database.savedAnswers(of: state, on: page) }
      return own
    }
  }
}
