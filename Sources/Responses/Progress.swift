import GRDB
import Statistics
package import Study

extension ResponseStore {
  /// How many respondents of this kind have begun here, whatever became of them.
  package func respondentCount(of kind: RespondentKind) async throws -> Int {
    try await read { database in
      try Int.fetchOne(
        database,
        sql: "SELECT count(*) FROM respondent WHERE kind = ? AND channel <> 'import'",
        arguments: [kind.rawValue]) ?? 0
    }
  }

  package func progress(of kind: RespondentKind, now: Timestamp) async throws -> StudyProgress {
    try await read { try $0.progress(of: kind, now: now) }
  }
}

extension Database {
  /// Groups of respondents have no key: a group is reported by the row that stands for it.
  fileprivate func progress(of kind: RespondentKind, now: Timestamp) throws -> StudyProgress {
    let arguments: StatementArguments = ["kind": kind.rawValue]
    var progress = StudyProgress()
    try forEach(
      "respondent",
      """
      SELECT min(id) AS id,
        CASE WHEN status = 'active' AND place_until < strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
          THEN 'expired' ELSE status END AS status,
        count(*)
      FROM respondent WHERE kind = :kind AND channel <> 'import' GROUP BY 2
      """, arguments
    ) { progress.statuses[try $0[1]] = try $0.count(2) }
    progress.cells = try all(
      "situation",
      """
      SELECT situation.id, emotion, factor, situation_index, sum(completed), sum(active)
      FROM (
        SELECT situation_id, participants AS completed, 0 AS active FROM cell_completion
        WHERE kind = :kind AND participants > 0
        UNION ALL
        SELECT situation_id, 0, 1 FROM respondent INDEXED BY respondent_place
        WHERE kind = :kind AND place_until >= :now
      ) JOIN situation ON situation.id = situation_id GROUP BY 2, 3, 4
      """, ["now": now.description, "kind": kind.rawValue]
    ) { row in
      StudyProgress.Cell(
        situation: try row.situationKey(1), completed: try row.count(5), active: try row.count(6))
    }
    progress.placesTaken = try placesTaken(kind: kind, now: now)
    progress.excluded = try max(0, (progress.statuses[.completed] ?? 0) - placesFilled(kind: kind))
    progress.turnedAway = try turnedAway(kind: kind)
    progress.lastServed = try all(
      "page_served",
      """
      SELECT max(id) AS id, page, count(*) FROM (
        SELECT respondent_id, page, max(page_served.id) AS id
        FROM page_served JOIN respondent ON respondent.id = respondent_id
        WHERE kind = :kind AND status = 'active' GROUP BY respondent_id)
      GROUP BY 2 ORDER BY 3 DESC, 2
      """, arguments
    ) { (try $0[1], try $0.count(2)) }
    progress.latecomers =
      try first(
        "latecomer",
        """
        SELECT count(DISTINCT respondent_id) FROM latecomer
        JOIN respondent ON respondent.id = respondent_id WHERE kind = :kind
        """, arguments
      ) { try $0.count(0) } ?? 0
    progress.failedChecks = try caught(
      "attention_answer",
      """
      SELECT min(respondent_id) AS respondent_id, check_id, count(*), coalesce(sum(ended_by = check_id), 0)
      FROM attention_answer JOIN respondent ON respondent.id = respondent_id
      WHERE kind = :kind AND NOT passed GROUP BY 2 ORDER BY 2
      """, arguments)
    progress.failedScreening = try caught(
      "question_answer",
      """
      SELECT min(respondent_id) AS respondent_id, question, count(*), coalesce(sum(ended_by = question), 0)
      FROM question_answer JOIN respondent ON respondent.id = respondent_id
      WHERE kind = :kind AND NOT accepted GROUP BY 2 ORDER BY 2
      """, arguments)
    try forEach(
      "withdrawal",
      """
      SELECT min(respondent_id) AS respondent_id, status_before, count(*) FROM withdrawal
      JOIN respondent ON respondent.id = respondent_id
      WHERE kind = :kind AND channel <> 'import' AND answers = 'deleted' GROUP BY 2
      """, arguments
    ) { progress.withdrawn[try $0[1]] = try $0.count(2) }
    progress.others = try all(
      "respondent",
      """
      SELECT min(id) AS id, kind, channel = 'import', count(*) FROM respondent
      WHERE kind <> :kind OR channel = 'import' GROUP BY 2, 3 ORDER BY 3, 2
      """, arguments
    ) { .init(kind: try $0[1], isImported: try $0[2], people: try $0.count(3)) }
    return progress
  }

  private func caught(
    _ table: String, _ sql: String, _ arguments: StatementArguments
  ) throws -> [StudyProgress.Caught] {
    try all(table, sql, arguments) { row in
      .init(rule: try row[1], people: try row.count(2), ended: try row.count(3))
    }
  }
}
