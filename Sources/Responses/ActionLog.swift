import GRDB
package import Study
import TextFormats

/// Whether the log of actions still says what was written.
package enum ActionLogCheck: Sendable, Equatable {
  case unbroken(entries: Int)
  /// The first entry that does not follow from the one before it.
  case broken(entry: Int64)
}

extension ResponseStore {
  private static let closed = "study closed"
  private static let opened = "study opened"

  /// Follows the chain of the log of actions from its first entry to its last.
  package func checkActionLog() async throws -> ActionLogCheck {
    try await read { try $0.checkActionLog() }
  }

  // MARK: Closing

  /// Whether the researcher has closed the study to newcomers.
  package func isClosed() throws -> Bool {
    try readOnce { database in
      try database.isClosed()
    }
  }

  /// Closes the study to newcomers, or opens it again; returns false if it was in this state
  /// already.
  package func close(_ closes: Bool, now: Timestamp) async throws -> Bool {
    try await write { database in
      guard try database.isClosed() != closes else { return false }
      try database.log(closes ? Self.closed : Self.opened, detail: "", now: now)
      return true
    }
  }
}

extension Database {
  func checkActionLog() throws -> ActionLogCheck {
    var chain = HashChain()
    var entries = 0
    var broken: Int64?
    try forEach(
      "action_log",
      "SELECT id, at, action, detail, previous_sha256, sha256 FROM action_log ORDER BY id"
    ) { row in
      let fields: [String] = [try row[1], try row[2], try row[3]]
      let isNext = chain.takes(fields, previous: try row[4], sha256: try row[5])
      if !isNext, broken == nil { broken = try row[0] }
      entries += 1
    }
    return broken.map { .broken(entry: $0) } ?? .unbroken(entries: entries)
  }

  /// The log itself says whether the study is closed: its last entry about it counts.
  fileprivate func isClosed() throws -> Bool {
    try String.fetchOne(
      cachedStatement(
        sql: """
          SELECT action FROM action_log WHERE action IN ('study closed', 'study opened')
          ORDER BY id DESC LIMIT 1
          """)) == "study closed"
  }

  /// Adds an entry to the researchers' log, chained to the one before.
  func log(_ action: String, detail: String, now: Timestamp) throws {
    let last = try String.fetchOne(
      self, sql: "SELECT sha256 FROM action_log ORDER BY id DESC LIMIT 1")
    var chain = HashChain(after: last ?? "")
    let previous = chain.last
    try execute(
      sql: """
        INSERT INTO action_log (at, action, detail, previous_sha256, sha256)
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        now.description, action, detail, previous, chain.add([now.description, action, detail]),
      ])
  }
}
