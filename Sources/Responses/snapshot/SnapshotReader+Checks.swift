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
    let (versions, positions) = try studyVersions()
    var uses: [Respondents.Checks.Use] = []
    var words: [Int64: Int?] = [:]
    var numbers = numbers
    try database.forEach(
      "respondent",
      """
      SELECT id, study_version_id, situation_id, CASE WHEN channel <> 'import' THEN
        (julianday(finished_at) - julianday(started_at)) * 86400 END,
        started_at
      FROM respondent WHERE id BETWEEN ? AND ? ORDER BY id
      """, range
    ) { row in
      guard let number = numbers.number(of: try row[0]) else { return }
      entries[number].seconds = try row.number(3)
      guard let version = try row[1] as Int64?, let study = positions[version] else { return }
      entries[number].study = study
      if uses.last?.version != study { uses.append(.init(version: study, since: try row[4])) }
      guard let situation = try row[2] as Int64? else { return }
      let count = try words[situation] ?? self.words(ofSituation: situation)
      words[situation] = .some(count)
      entries[number].leastReadingSeconds = count.map {
        versions[study].study.readingSeconds(words: $0)
      }
    }
    try flags("attention_answer", "passed") { entries[$0].failedAttention = $1 }
    try flags("question_answer", "accepted") { entries[$0].failedScreening = $1 }
    let received = try earliest("page_received", "AND page = 'situation' AND outcome = 'recorded'")
    let served = try earliest("page_served", "AND page = 'situation'")
    if let received = received["situation"], let served = served["situation"] {
      for number in ids.indices where !received[number].isNaN && !served[number].isNaN {
        entries[number].readingSeconds = Self.seconds(from: served[number], to: received[number])
      }
    }
    return Respondents.Checks(entries, versions: versions, uses: uses)
  }

  /// The versions of the study, oldest first, and the position of each by its id.
  private func studyVersions() throws -> (
    versions: [Respondents.Checks.Version], positions: [Int64: Int]
  ) {
    if let asked { return ([.init(asked.study, firstUsed: "")], [asked.id: 0]) }
    return try database.studyVersions()
  }

  /// The number of words of a situation as it was shown, in the language of the respondent; nil for one
  /// that was imported without its text.
  private func words(ofSituation id: Int64) throws -> Int? {
    try database.first(
      "situation", "SELECT id, text FROM situation WHERE id = ? AND text IS NOT NULL", [id]
    ) { wordCount(try $0[1]) }
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
