import GRDB
import Study
import TextFormats

/// Which keys a database has been written with. A key is known by a code under itself, so nobody
/// without it can note it.
extension Database {
  /// Uses the key for the marks of whoever comes from now on; notes it if it is new.
  func introduce(_ key: StudyKey, now: Timestamp) throws {
    use(key)
    guard try firstRespondent(markedBy: key) == nil else { return }
    let newest = try Int64.fetchOne(self, sql: "SELECT max(id) FROM respondent") ?? 0
    let isFirst = try Int.fetchOne(self, sql: "SELECT count(*) FROM study_key") == 0
    // The largest id may be any number in a damaged database.
    let first = min(newest, .max - 1) + 1
    try execute(
      sql: "INSERT INTO study_key (first_respondent, made_at, code) VALUES (?, ?, ?)",
      arguments: [first, now.description, code(of: key, first: first, made: now.description)])
    if !isFirst || newest > 0 {
      try log(
        "new key", detail: "answers recorded so far cannot be checked with it", now: now)
    }
  }

  /// The first respondent who must have marks of the key; nil if the database does not know it.
  func firstRespondent(markedBy key: StudyKey) throws -> Int64? {
    try all("study_key", "SELECT id, first_respondent, made_at, code FROM study_key") { row in
      let first: Int64 = try row[1]
      return try row[3] == code(of: key, first: first, made: row[2]) ? first : nil
    }.compactMap(\.self).first
  }

  private func code(of key: StudyKey, first: Int64, made: String) -> String {
    hexadecimal(key.code(for: .identity, Array("\(first) \(made)".utf8)))
  }
}
