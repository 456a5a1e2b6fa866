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
    try await database.read { database in
      guard let state = try database.state(of: session) else { return nil }
      let responses = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT instrument, occasion, item, option FROM response
            JOIN administration ON administration.id = administration_id
            JOIN item ON item.id = item_id
            JOIN instrument_version ON instrument_version.id = item.instrument_version_id
            WHERE respondent_id = ?
            """), arguments: [state.id])
      let questions = try Row.fetchAll(
        database.cachedStatement(
          sql: "SELECT question, value FROM question_answer WHERE respondent_id = ?"),
        arguments: [state.id])
      return StoredAnswers(
        status: state.status, kind: state.kind,
        responses: Set(
          responses.map {
            StoredResponse(
              instrument: InstrumentID($0[0]), occasion: Occasion(rawValue: $0[1])!,
              item: ItemID($0[2]), option: $0[3])
          }),
        questions: Dictionary(uniqueKeysWithValues: questions.map { (QuestionID($0[0]), $0[1]) }))
    }
  }
}
