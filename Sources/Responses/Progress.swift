import GRDB
import Statistics
package import Study

extension ResponseStore {
  /// How many respondents of this kind have begun here, whatever became of them.
  package func respondentCount(of kind: RespondentKind) async throws -> Int {
    try await database.read { database in
      try Int.fetchOne(
        database,
        sql: "SELECT count(*) FROM respondent WHERE kind = ? AND channel <> 'import'",
        arguments: [kind.rawValue]) ?? 0
    }
  }

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
      let others = try Row.fetchAll(
        database,
        sql: """
          SELECT kind, channel = 'import', count(*) FROM participants
          WHERE kind <> ? OR channel = 'import' GROUP BY 1, 2 ORDER BY 2, 1
          """, arguments: [kind.rawValue])
      var progress = StudyProgress()
      progress.statuses = Dictionary(
        uniqueKeysWithValues: statuses.map { (RespondentStatus(rawValue: $0[0])!, $0[1]) })
      progress.cells = cells.map {
        StudyProgress.Cell(
          situation: SituationKey(emotion: $0[0], factor: $0[1], index: $0[2]),
          completed: $0[3], active: $0[4])
      }
      progress.lastServed = pages.map { ($0[0], $0[1]) }
      progress.latecomers =
        try Int.fetchOne(
          database,
          sql: """
            SELECT count(DISTINCT respondent_id) FROM latecomer
            JOIN respondent ON respondent.id = respondent_id WHERE kind = ?
            """, arguments: [kind.rawValue]) ?? 0
      progress.failedChecks = failed.map { .init(rule: $0[0], people: $0[1], ended: $0[2]) }
      progress.failedScreening = screening.map {
        .init(rule: $0[0], people: $0[1], ended: $0[2])
      }
      progress.others = others.map {
        .init(kind: RespondentKind(rawValue: $0[0])!, isImported: $0[1], people: $0[2])
      }
      progress.withdrawn = Dictionary(
        uniqueKeysWithValues: withdrawn.map { (RespondentStatus(rawValue: $0[0])!, $0[1]) })
      return progress
    }
  }
}
