import GRDB
package import Study

extension ResponseStore {
  /// The records of the releases made so far, oldest first, as they were handed in.
  package func releases() async throws -> [String] {
    try await read { database in
      try database.all("release", "SELECT id, record FROM release ORDER BY id") { try $0[1] }
    }
  }

  /// Keeps the record of a release, and notes it in the log of actions. The very same package, as a
  /// stated seed makes it again, is kept once.
  ///
  /// - Parameters:
  ///   - sha256: of the package.
  ///   - what: what left, in a few words for the log.
  package func recordRelease(
    _ what: String, recipe: String, sha256: String, record: String, now: Timestamp
  ) async throws {
    try await write { database in
      try database.execute(
        sql: """
          INSERT INTO release (at, recipe, sha256, record) VALUES (?, ?, ?, ?)
          ON CONFLICT (sha256) DO NOTHING
          """,
        arguments: [now.description, recipe, sha256, record])
      try database.log("released", detail: "\(what), package \(sha256)", now: now)
    }
  }
}
