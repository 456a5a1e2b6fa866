import GRDB
import Statistics
package import Study

extension ResponseStore {
  /// How many respondents of this kind have begun here, whatever became of them.
  package func respondentCount(of kind: RespondentKind) async throws -> Int {
    try await read { database in
      let unfinished =
        try Int.fetchOne(
          database,
          sql: """
            SELECT count(*) FROM respondent
            WHERE kind = ? AND channel <> 'import' AND status <> 'completed'
            """, arguments: [kind.rawValue]) ?? 0
      return try unfinished + database.completed(of: kind)
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
    // Those who completed are counted as they complete: a million are not looked at one by one.
    let completed = try completed(of: kind)
    if completed > 0 { progress.statuses[.completed] = completed }
    try forEach(
      "respondent",
      """
      SELECT min(id) AS id,
        CASE WHEN status = 'active' AND place_until < strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
          THEN 'expired' ELSE status END AS status,
        count(*)
      FROM respondent WHERE kind = :kind AND channel <> 'import' AND status <> 'completed'
      GROUP BY 2
      """, arguments
    ) { progress.statuses[try $0[1]] = try $0.count(2) }
    progress.cells = try all(
      "situation",
      """
      SELECT situation.id, emotion, factor, situation_index, situation.kind,
        sum(completed), sum(active)
      FROM (
        SELECT situation_id, participants AS completed, 0 AS active FROM cell_completion
        WHERE kind = :kind AND participants > 0
        UNION ALL
        SELECT situation_id, 0, coalesce(sum(status = 'active' AND place_until >= :now), 0)
        FROM respondent WHERE kind = :kind AND channel <> 'import' AND status <> 'completed'
        GROUP BY situation_id
      ) JOIN situation ON situation.id = situation_id GROUP BY 2, 3, 4, 5
      """, ["now": now.description, "kind": kind.rawValue]
    ) { row in
      StudyProgress.Cell(
        situation: try row.situationKey(1), completed: try row.count(5), active: try row.count(6))
    }
    progress.placesTaken = try placesTaken(kind: kind, now: now)
    progress.excluded = try excluded(kind: kind)
    progress.turnedAway = try turnedAway(kind: kind)
    // From the few who are active to their pages, not the other way round.
    progress.lastServed = try all(
      "page_served",
      """
      SELECT max(id) AS id, page, count(*) FROM (
        SELECT page, max(page_served.id) AS id
        FROM respondent CROSS JOIN page_served ON respondent_id = respondent.id
        WHERE kind = :kind AND status = 'active' AND status <> 'completed' GROUP BY respondent.id)
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
      WHERE kind = :kind AND passed = 0 GROUP BY 2 ORDER BY 2
      """, arguments)
    progress.failedScreening = try caught(
      "question_answer",
      """
      SELECT min(respondent_id) AS respondent_id, question, count(*), coalesce(sum(ended_by = question), 0)
      FROM question_answer JOIN respondent ON respondent.id = respondent_id
      WHERE kind = :kind AND accepted = 0 GROUP BY 2 ORDER BY 2
      """, arguments)
    try forEach(
      "withdrawal",
      """
      SELECT min(respondent_id) AS respondent_id, status_before, count(*) FROM withdrawal
      JOIN respondent ON respondent.id = respondent_id
      WHERE kind = :kind AND channel <> 'import' AND answers = 'deleted' GROUP BY 2
      """, arguments
    ) { progress.withdrawn[try $0[1]] = try $0.count(2) }
    progress.others = try others(than: kind)
    return progress
  }

  /// How many completed here.
  fileprivate func completed(of kind: RespondentKind) throws -> Int {
    try placesFilled(kind: kind) + excluded(kind: kind)
  }

  /// How many of them fill no cell; none in a database of an earlier build.
  private func excluded(kind: RespondentKind) throws -> Int {
    guard try columns(in: "respondent").contains(where: { $0.name == "excluded" }) else { return 0 }
    return try Int.fetchOne(
      self,
      sql: """
        SELECT count(*) FROM respondent WHERE kind = ? AND status = 'completed' AND excluded = 1
        """,
      arguments: [kind.rawValue]) ?? 0
  }

  /// The respondents of other kinds, and those who were imported.
  private func others(than kind: RespondentKind) throws -> [StudyProgress.Others] {
    var people: [RespondentKind: Int] = [:]
    for other in RespondentKind.allCases where other != kind {
      let completed = try completed(of: other)
      if completed > 0 { people[other] = completed }
    }
    try forEach(
      "respondent",
      """
      SELECT min(id) AS id, kind, count(*) FROM respondent
      WHERE kind <> ? AND channel <> 'import' AND status <> 'completed' GROUP BY kind
      """, [kind.rawValue]
    ) { people[try $0[1], default: 0] += try $0.count(2) }
    let imported: [StudyProgress.Others] = try all(
      "respondent",
      """
      SELECT min(id) AS id, kind, count(*) FROM respondent
      WHERE channel = 'import' GROUP BY kind ORDER BY kind
      """
    ) { .init(kind: try $0[1], isImported: true, people: try $0.count(2)) }
    return people.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { .init(kind: $0.key, isImported: false, people: $0.value) } + imported
  }

  private func caught(
    _ table: String, _ sql: String, _ arguments: StatementArguments
  ) throws -> [StudyProgress.Caught] {
    try all(table, sql, arguments) { row in
      .init(rule: try row[1], people: try row.count(2), ended: try row.count(3))
    }
  }
}
