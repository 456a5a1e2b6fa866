import GRDB
package import Study
import TextFormats

/// The id of a link that lets one person into a study: 24 lower-case hexadecimal digits (96 bits), as the
/// ids of common panels are.
package enum PersonalLink {
  static func newID() -> String {
    var generator = SystemRandomNumberGenerator()
    return hexadecimal((0..<12).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// Ids that show what a pattern must match.
  package static let examples = ["0123456789abcdef01234567", "89abcdef89abcdef89abcdef"]
}

extension ResponseStore {
  /// The most links that are issued at a time.
  package static let mostLinks = 100_000

  /// Makes ids that nobody can guess, and records their hashes; returns after the commit.
  package func issueLinks(_ count: Int, now: Timestamp) async throws -> [String] {
    let ids = (0..<count).map { _ in PersonalLink.newID() }
    try await write { database in
      for id in ids {
        try database.cachedStatement(
          sql: "INSERT INTO personal_link (id_sha256, issued_at) VALUES (?, ?)"
        ).execute(arguments: [sha256Hex(id.utf8), now.description])
      }
      try database.log("personal links issued", detail: "\(count)", now: now)
    }
    return ids
  }

  /// Whether a link with the id has been issued. Letter case makes no other id.
  package func isIssued(_ id: String) throws -> Bool {
    let hash = sha256Hex(id.lowercased().utf8)
    return try readOnce { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM personal_link WHERE id_sha256 = ?)",
        arguments: [hash])!
    }
  }
}
