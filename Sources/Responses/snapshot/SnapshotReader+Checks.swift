import GRDB
import Study

extension ResponseStore {
  /// Whether a version of the study states contrasts in advance.
  package func statesContrasts() async throws -> Bool {
    try await read { try $0.studyVersions().versions.contains { !$0.study.contrasts.isEmpty } }
  }
}

extension SnapshotReader {
  /// What a study's rules look at, by the versions of the study that asked.
  func checks() throws -> Respondents.Checks {
    var entries = Array(repeating: Respondents.Checks.Entry(), count: ids.count)
    let (versions, positions) = try database.studyVersions()
    let words = try wordsOfSituations()
    var numbers = numbers
    try database.forEach(
      "respondent",
      """
      SELECT id, study_version_id, situation_id, CASE WHEN channel <> 'import' THEN
        (julianday(finished_at) - julianday(started_at)) * 86400 END
      FROM respondent WHERE id BETWEEN ? AND ? ORDER BY id
      """, range
    ) { row in
      guard let number = numbers.number(of: try row[0]) else { return }
      entries[number].seconds = try row.number(3)
      guard let version = try row[1] as Int64?, let study = positions[version] else { return }
      entries[number].study = study
      entries[number].leastReadingSeconds = words[try row[2]].map {
        versions[study].study.readingSeconds(words: $0)
      }
    }
    try flags("attention_answer", "passed") { entries[$0].failedAttention = $1 }
    try flags("question_answer", "accepted") { entries[$0].failedScreening = $1 }
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

  /// The number of words of each situation as it was shown, in the language of the respondent.
  private func wordsOfSituations() throws -> [Int64: Int] {
    var words: [Int64: Int] = [:]
    try database.forEach("situation", "SELECT id, text FROM situation WHERE text IS NOT NULL") {
      words[try $0[0]] = wordCount(try $0[1])
    }
    return words
  }

  /// Hands over the flag of each respondent for whom a table has one.
  private func flags(
    _ table: String, _ column: String, _ take: (Int, Bool) -> Void
  ) throws {
    var numbers = numbers
    try database.forEach(
      table,
      """
      SELECT respondent_id, NOT min(\(column)) FROM \(table) WHERE respondent_id BETWEEN ? AND ?
      GROUP BY respondent_id ORDER BY respondent_id
      """, range
    ) { row in
      if let number = numbers.number(of: try row[0]), let flag = try row[1] as Bool? {
        take(number, flag)
      }
    }
  }
}

extension Database {
  /// The versions of the study, oldest first, and the position of each by its id.
  func studyVersions() throws -> (versions: [Respondents.Checks.Version], positions: [Int64: Int]) {
    var versions: [Respondents.Checks.Version] = []
    var positions: [Int64: Int] = [:]
    let known: [(Int64, String)] = try all(
      "study_version", "SELECT id, first_used_at FROM study_version ORDER BY id"
    ) { (try $0[0], try $0[1]) }
    for (id, firstUsed) in known {
      guard let files = try storedFiles(ofVersion: "?", arguments: [id]) else { continue }
      positions[id] = versions.count
      versions.append(
        Respondents.Checks.Version(
          try StudyDefinition.load(from: files).study, firstUsed: firstUsed))
    }
    return (versions, positions)
  }
}
