import GRDB
import Statistics
package import Study

/// How far a study has come.
package struct StudyProgress: Sendable {
  package struct Cell: Sendable {
    package let situation: SituationKey
    package let completed: Int
    package let active: Int
  }

  package let statuses: [RespondentStatus: Int]
  package let cells: [Cell]
  /// How many of those who have neither finished nor stopped were last seen at each page.
  package let lastServed: [(page: String, people: Int)]
  package let latecomers: Int
  /// People whom a rule of the study caught.
  package struct Caught: Sendable, Hashable {
    /// The id of the attention check or screening question.
    package let rule: String
    package let people: Int
    /// How many of them had their interview ended by it.
    package let ended: Int
  }

  /// Attention checks that somebody did not pass.
  package let failedChecks: [Caught]
  /// Screening questions with answers that they do not accept.
  package let failedScreening: [Caught]
  /// How many withdrew their answers, by the status that they had before.
  package let withdrawn: [RespondentStatus: Int]
}

extension ResponseStore {
  package func progress(of kind: RespondentKind, now: Timestamp) async throws -> StudyProgress {
    try await database.read { database in
      let statuses = try Row.fetchAll(
        database,
        sql:
          "SELECT status, count(*) FROM participants WHERE kind = ? AND channel <> 'import' GROUP BY 1",
        arguments: [kind.rawValue])
      let cells = try Row.fetchAll(
        database,
        sql: """
          SELECT emotion, factor, situation_index,
            sum(status = 'completed'), sum(status = 'active' AND place_until >= ?)
          FROM respondent JOIN situation ON situation.id = situation_id
          WHERE respondent.kind = ? AND channel <> 'import' GROUP BY 1, 2, 3
          """, arguments: [now.description, kind.rawValue])
      let pages = try Row.fetchAll(
        database,
        sql: """
          SELECT page, count(*) FROM (
            SELECT respondent_id, page, max(page_served.id)
            FROM page_served JOIN respondent ON respondent.id = respondent_id
            WHERE kind = ? AND status = 'active' GROUP BY respondent_id)
          GROUP BY 1 ORDER BY 2 DESC, 1
          """, arguments: [kind.rawValue])
      let failed = try Row.fetchAll(
        database,
        sql: """
          SELECT check_id, count(*), coalesce(sum(ended_by = check_id), 0) FROM attention_answer
          JOIN respondent ON respondent.id = respondent_id
          WHERE kind = ? AND NOT passed GROUP BY 1 ORDER BY 1
          """, arguments: [kind.rawValue])
      let screening = try Row.fetchAll(
        database,
        sql: """
          SELECT question, count(*), coalesce(sum(ended_by = question), 0) FROM question_answer
          JOIN respondent ON respondent.id = respondent_id
          WHERE kind = ? AND NOT accepted GROUP BY 1 ORDER BY 1
          """, arguments: [kind.rawValue])
      let withdrawn = try Row.fetchAll(
        database,
        sql: """
          SELECT status_before, count(*) FROM withdrawal
          JOIN respondent ON respondent.id = respondent_id
          WHERE kind = ? AND channel <> 'import' AND answers = 'deleted' GROUP BY 1
          """, arguments: [kind.rawValue])
      return StudyProgress(
        statuses: Dictionary(
          uniqueKeysWithValues: statuses.map { (RespondentStatus(rawValue: $0[0])!, $0[1]) }),
        cells: cells.map {
          StudyProgress.Cell(
            situation: SituationKey(emotion: $0[0], factor: $0[1], index: $0[2]),
            completed: $0[3], active: $0[4])
        },
        lastServed: pages.map { ($0[0], $0[1]) },
        latecomers: try Int.fetchOne(
          database,
          sql: """
            SELECT count(DISTINCT respondent_id) FROM latecomer
            JOIN respondent ON respondent.id = respondent_id WHERE kind = ?
            """, arguments: [kind.rawValue]) ?? 0,
        failedChecks: failed.map { .init(rule: $0[0], people: $0[1], ended: $0[2]) },
        failedScreening: screening.map { .init(rule: $0[0], people: $0[1], ended: $0[2]) },
        withdrawn: Dictionary(
          uniqueKeysWithValues: withdrawn.map { (RespondentStatus(rawValue: $0[0])!, $0[1]) }))
    }
  }
}
