import GRDB
import Study

extension SnapshotReader {
  /// What a study's rules look at, by the versions of the study that asked.
  func checks() throws -> Respondents.Checks {
    var entries = Array(repeating: Respondents.Checks.Entry(), count: ids.count)
    let (versions, positions) = try studyVersions()
    let words = try wordsOfSituations()
    var numbers = numbers
    let people = try Row.fetchCursor(
      database,
      sql: """
        SELECT id, study_version_id, situation_id, CASE WHEN channel <> 'import' THEN
          (julianday(finished_at) - julianday(started_at)) * 86400 END
        FROM respondent WHERE id BETWEEN ? AND ? ORDER BY id
        """, arguments: range)
    while let row = try people.next() {
      guard let number = numbers.number(of: row[0]) else { continue }
      entries[number].seconds = row[3]
      guard let version = row[1] as Int64?, let study = positions[version] else { continue }
      entries[number].study = study
      entries[number].leastReadingSeconds = words[row[2]].map {
        versions[study].study.readingSeconds(words: $0)
      }
    }
    try flags("SELECT respondent_id, NOT min(passed) FROM attention_answer") {
      entries[$0].failedAttention = $1
    }
    try flags("SELECT respondent_id, NOT min(accepted) FROM question_answer") {
      entries[$0].failedScreening = $1
    }
    let received = try earliest("page_received", "AND page = 'situation' AND outcome = 'recorded'")
    let served = try earliest("page_served", "AND page = 'situation'")
    for (number, pages) in received {
      guard let left = pages["situation"], let shown = served[number]?["situation"] else {
        continue
      }
      entries[number].readingSeconds = Self.seconds(from: shown, to: left)
    }
    return Respondents.Checks(entries, versions: versions)
  }

  /// The versions of the study, oldest first, and the position of each by its id.
  func studyVersions() throws -> (versions: [Respondents.Checks.Version], positions: [Int64: Int]) {
    var versions: [Respondents.Checks.Version] = []
    var positions: [Int64: Int] = [:]
    let rows = try Row.fetchAll(
      database, sql: "SELECT id, first_used_at FROM study_version ORDER BY id")
    for row in rows {
      let id: Int64 = row[0]
      guard let files = try database.storedFiles(ofVersion: "?", arguments: [id]) else { continue }
      positions[id] = versions.count
      versions.append(
        Respondents.Checks.Version(
          try StudyDefinition.load(from: files).study, firstUsed: row[1]))
    }
    return (versions, positions)
  }

  /// The number of words of each situation as it was shown, in the language of the respondent.
  private func wordsOfSituations() throws -> [Int64: Int] {
    try Row.fetchAll(database, sql: "SELECT id, text FROM situation WHERE text IS NOT NULL")
      .reduce(into: [:]) { $0[$1[0]] = wordCount($1[1]) }
  }

  /// Hands over the flag of each respondent for whom a table has one.
  private func flags(_ select: String, _ take: (Int, Bool) -> Void) throws {
    var numbers = numbers
    let rows = try Row.fetchCursor(
      database,
      sql: """
        \(select) WHERE respondent_id BETWEEN ? AND ?
        GROUP BY respondent_id ORDER BY respondent_id
        """, arguments: range)
    while let row = try rows.next() {
      if let number = numbers.number(of: row[0]), let flag = row[1] as Bool? { take(number, flag) }
    }
  }
}
