import GRDB
import Study
import TextFormats

/// Which keys a database has been written with. A key is known by a code under itself, so nobody
/// without it can note it.
extension Database {
  /// Whether every mark says by which key it was made.
  var hasMarks: Bool {
    get throws {
      try tableExists("study_key") && tableExists("seal")
        && columns(in: "seal").contains { $0.name == "study_key_id" }
    }
  }

  /// Uses the key for all marks from now on; notes it if it is new.
  ///
  /// - Returns: whether marks may have been made by another.
  func introduce(_ key: StudyKey, now: Timestamp) throws -> Bool {
    let others = try Int.fetchOne(self, sql: "SELECT count(*) FROM study_key") ?? 0
    if let known = try known(key) {
      use(key, id: known.id)
      return others > 1
    }
    let newest = try Int64.fetchOne(self, sql: "SELECT max(id) FROM respondent") ?? 0
    // The largest id may be any number in a damaged database.
    let first = min(newest, .max - 1) + 1
    try execute(
      sql: "INSERT INTO study_key (first_respondent, made_at, code) VALUES (?, ?, ?)",
      arguments: [first, now.description, code(of: key, first: first, made: now.description)])
    use(key, id: lastInsertedRowID)
    guard others > 0 || newest > 0 else { return false }
    try log("new key", detail: "answers recorded so far cannot be checked with it", now: now)
    return newest > 0
  }

  /// The row of the key, and the first respondent who must have marks; nil if the database does not
  /// know it.
  func known(_ key: StudyKey) throws -> (id: Int64, first: Int64)? {
    let keys: [(id: Int64, first: Int64, made: String, code: String)] = try all(
      "study_key", "SELECT id, first_respondent, made_at, code FROM study_key"
    ) { (try $0[0], try $0[1], try $0[2], try $0[3]) }
    return keys.first { $0.code == code(of: key, first: $0.first, made: $0.made) }
      .map { ($0.id, $0.first) }
  }

  private func code(of key: StudyKey, first: Int64, made: String) -> String {
    hexadecimal(key.code(for: .identity, Array("\(first) \(made)".utf8)))
  }
}
