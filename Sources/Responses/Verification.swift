import GRDB
package import Study

/// One item response as it is stored.
package struct StoredResponse: Sendable, Hashable {
  package let instrument: InstrumentID
  package let occasion: Occasion
  package let item: ItemID
  package let option: String?

  package init(instrument: InstrumentID, occasion: Occasion, item: ItemID, option: String?) {
    self.instrument = instrument
    self.occasion = occasion
    self.item = item
    self.option = option
  }
}

/// All that one respondent answered.
package struct StoredAnswers: Sendable {
  package let status: RespondentStatus
  package let kind: RespondentKind
  package let responses: Set<StoredResponse>
  /// The answers to questions; nil if the participant declined to say.
  package let questions: [QuestionID: String?]
}

extension ResponseStore {
  /// What is stored of the respondent behind a session, or nil if there is none.
  package func answers(of session: SessionToken) async throws -> StoredAnswers? {
    try await read { database in
      guard let state = try database.state(of: session) else { return nil }
      let responses = try database.all(
        "response", keys: [0, 1],
        """
        SELECT administration_id, item_id, instrument, occasion, item, option FROM response
        JOIN administration ON administration.id = administration_id
        JOIN item ON item.id = item_id
        JOIN instrument_version ON instrument_version.id = item.instrument_version_id
        WHERE respondent_id = ?
        """, [state.id]
      ) { row in
        StoredResponse(
          instrument: InstrumentID(try row[2]), occasion: try row[3], item: ItemID(try row[4]),
          option: try row[5])
      }
      var questions: [QuestionID: String?] = [:]
      try database.forEach(
        "question_answer", keys: [0, 1],
        """
        SELECT respondent_id, question, CAST(value AS TEXT) FROM question_answer
        WHERE respondent_id = ?
        """, [state.id]
      ) { questions.updateValue(try $0[2], forKey: QuestionID(try $0[1])) }
      return StoredAnswers(
        status: state.status, kind: state.kind, responses: Set(responses), questions: questions)
    }
  }
}
