import GRDB
package import Study

/// What is stored of a respondent beside the scores, for splitting and excluding.
package struct RespondentTraits: Sendable {
  /// Answers to the demographic questions; a declined one has no entry.
  package let answers: [String: String]
  package let channel: Channel
  package let startedAt: String
  /// Seconds from consent to the last page; nil for imported answers.
  package let seconds: Double?
  /// nil where the study had no check of attention.
  package let failedAttention: Bool?
  /// nil where the study had no screening question.
  package let failedScreening: Bool?
  /// Seconds between the situation being shown first and being left; nil where they are not known.
  package let readingSeconds: Double?
  package let situationText: String?
  /// Whether every item given on both occasions was answered alike; nil without such an item.
  package let answeredIdentically: Bool?
}

extension ResponseStore {
  /// The traits of all completed respondents of a kind, in the order of `scores(of:)`.
  package func traits(of kind: RespondentKind) async throws -> [RespondentTraits] {
    try await database.read { database in
      var answers: [Int64: [String: String]] = [:]
      let given = try Row.fetchCursor(
        database,
        sql: """
          SELECT respondent_id, question, value FROM question_answer
          JOIN respondent ON respondent.id = respondent_id
          WHERE kind = ? AND status = 'completed' AND value IS NOT NULL
          """, arguments: [kind.rawValue])
      while let row = try given.next() { answers[row[0], default: [:]][row[1]] = row[2] }
      let people = try Row.fetchAll(
        database,
        sql: """
          SELECT respondent.id, channel, started_at,
            (julianday(finished_at) - julianday(started_at)) * 86400,
            (SELECT min(passed) = 0 FROM attention_answer WHERE respondent_id = respondent.id),
            (SELECT min(accepted) = 0 FROM question_answer WHERE respondent_id = respondent.id),
            (SELECT (julianday(min(received.at)) - julianday(min(served.at))) * 86400
              FROM page_served AS served JOIN page_received AS received USING (respondent_id)
              WHERE respondent_id = respondent.id AND served.page = 'situation'
                AND received.page = 'situation' AND received.outcome = 'recorded'),
            situation.text,
            (SELECT max(before.value IS NOT after.value) = 0
              FROM administration AS first JOIN response AS before
                ON before.administration_id = first.id
              JOIN administration AS second
                ON second.respondent_id = first.respondent_id AND second.occasion = 'evoked'
              JOIN response AS after
                ON after.administration_id = second.id AND after.item_id = before.item_id
              WHERE first.respondent_id = respondent.id AND first.occasion = 'default')
          FROM respondent LEFT JOIN situation ON situation.id = situation_id
          WHERE respondent.kind = ? AND status = 'completed' AND situation_id IS NOT NULL
          ORDER BY respondent.id
          """, arguments: [kind.rawValue])
      return people.map { row in
        let channel = Channel(rawValue: row[1])!
        return RespondentTraits(
          answers: answers[row[0]] ?? [:], channel: channel, startedAt: row[2],
          seconds: channel == .import ? nil : row[3], failedAttention: row[4],
          failedScreening: row[5], readingSeconds: row[6], situationText: row[7],
          answeredIdentically: row[8])
      }
    }
  }
}
