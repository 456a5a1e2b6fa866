import Foundation
import GRDB
package import Study
import Synchronization

/// What is remembered beside a database of people having taken part, without an answer. It stays when
/// the database is lost: then no empty one is begun in its place unnoticed, and no answers come back
/// with a copy that were withdrawn since.
struct StudyHistory: Equatable {
  /// The UUID of the site whose database holds the answers; nil if the file does not say.
  let site: String?
  let begun: String
  /// The most respondents that the database held when a program ended.
  var respondents: Int?
  /// The hash of the newest entry of the log of actions then.
  var newestAction: String?
  /// Participants whose answers were deleted, by their UUIDs, and when.
  var withdrawn: [String: String] = [:]

  /// `responses.history` for `responses.sqlite`.
  static func path(beside database: String) -> String {
    URL(fileURLWithPath: database).deletingPathExtension().path + ".history"
  }

  /// The history beside a database; nil if nobody has taken part.
  ///
  /// - Throws: `StoreError.historyUnusable` for a file that cannot be read, or is none.
  init?(beside database: String) throws {
    let path = Self.path(beside: database)
    let contents: [UInt8]?
    do {
      contents = try DurableFile.read(path)
    } catch let error as POSIXError {
      throw StoreError.historyUnusable(
        path: path, reason: error.code == .EACCES ? "no permission to read it" : error.reason)
    }
    guard let contents else { return nil }
    let fields = String(decoding: contents, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ": ", maxSplits: 1).map(String.init)
    }.filter { $0.count == 2 }
    func value(_ name: String) -> String? {
      fields.last { $0[0] == name }?[1]
    }
    guard let begun = value("begun") else {
      throw StoreError.historyUnusable(path: path, reason: "it does not say since when")
    }
    site = value("site")
    self.begun = begun
    respondents = value("respondents").flatMap { Int($0) }
    newestAction = value("newest action")
    for field in fields where field[0] == Self.withdrawal {
      let words = field[1].split(separator: " ").map(String.init)
      if words.count == 2 { withdrawn[words[0]] = words[1] }
    }
  }

  fileprivate init(site: String, begun: String) {
    self.site = site
    self.begun = begun
  }

  private static let withdrawal = "withdrawn"

  /// Writes the history beside the database; it is on the disk when this returns.
  func write(beside database: String) throws {
    let path = Self.path(beside: database)
    var text = """
      # People have taken part since the time below. Without the database that holds their answers,
      # Evoke does not begin another one: see docs/serving.md.
      site: \(site ?? "")
      begun: \(begun)

      """
    if let respondents { text += "respondents: \(respondents)\n" }
    if let newestAction { text += "newest action: \(newestAction)\n" }
    for (participant, at) in withdrawn.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      text += "\(Self.withdrawal): \(participant) \(at)\n"
    }
    do {
      try DurableFile.write(Array(text.utf8), to: path, mode: 0o600, replacing: true)
    } catch let error as POSIXError {
      throw StoreError.historyNotKept(path: path, reason: error.reason)
    }
  }

  static func remove(beside database: String) {
    unlink(path(beside: database))
  }
}

extension ResponseStore {
  /// Why no database may be begun at the path; nil if people's answers are not missing there.
  ///
  /// - Parameter site: of the database that is there; nil if there is none, or an empty one.
  package static func loss(at path: String, site: String? = nil) -> StoreError? {
    do {
      guard let history = try StudyHistory(beside: path) else { return nil }
      if let site, history.site == site || history.site == nil { return nil }
      return .lost(path: path, since: history.begun)
    } catch {
      // The database that is there knows more than nothing.
      return site == nil ? .lost(path: path, since: "an earlier time") : nil
    }
  }

  /// Remembers, before a human is enrolled, that people take part.
  func remember(_ kind: RespondentKind, now: Timestamp) throws {
    guard kind == .human else { return }
    try isRemembered.withLock { isRemembered in
      // Somebody may have removed it since.
      guard !isRemembered || access(StudyHistory.path(beside: path), F_OK) != 0 else { return }
      try database.read { try $0.history(of: site, begun: now) }.write(beside: path)
      isRemembered = true
    }
  }

  /// Remembers, before answers are deleted, whose they are: else a copy would bring them back.
  ///
  /// - Throws: `StoreError` if it cannot be written; nothing is to be deleted then.
  func rememberWithdrawal(
    of state: RespondentState, in database: Database, now: Timestamp
  ) throws {
    guard state.kind == .human else { return }
    try isRemembered.withLock { isRemembered in
      var history =
        try StudyHistory(beside: path) ?? database.history(of: site, begun: now)
      history.withdrawn[state.uuid] = now.description
      try history.write(beside: path)
      isRemembered = true
    }
  }

  /// Refuses a database that holds fewer respondents than it once did, unless it is accepted.
  package func refuseOlder(accepting: Bool, now: Timestamp) async throws {
    guard var history = try? StudyHistory(beside: path), let known = history.respondents else {
      if accepting { throw StoreError.notOlder(path: path) }
      return
    }
    let found = try readOnce { try $0.respondents }
    guard found < known else {
      if accepting { throw StoreError.notOlder(path: path) }
      return
    }
    let detail = "\(known) respondents were known, \(found) are there"
    try await write { database in
      // Once, however often it is opened.
      let isNoted = try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (SELECT 1 FROM action_log
            WHERE action = 'older database found' AND detail = ?)
          """, arguments: [detail])
      if isNoted != true { try database.log("older database found", detail: detail, now: now) }
      if accepting { try database.log("older database accepted", detail: detail, now: now) }
    }
    guard accepting else { throw StoreError.older(path: path, known: known, found: found) }
    history.respondents = nil
    history.newestAction = nil
    try history.write(beside: path)
    try updateHistory()
  }

  /// Brings the history up to what the database knows; does nothing where nobody is remembered.
  ///
  /// What it remembers and the database does not stays: an older database is in its place then.
  func updateHistory() throws {
    try isRemembered.withLock { isRemembered in
      guard isRemembered, let known = try StudyHistory(beside: path), known.site == site else {
        return
      }
      var history = known
      try database.read { try history.takeUp($0) }
      if history != known { try history.write(beside: path) }
    }
  }
}

extension StudyHistory {
  fileprivate mutating func takeUp(_ database: Database) throws {
    respondents = max(respondents ?? 0, try database.respondents)
    if try newestAction.map(database.isLogged) ?? true { newestAction = try database.newestAction }
    for (participant, at) in try database.withdrawals() { withdrawn[participant] = at }
  }
}

extension Database {
  /// Participants whose answers were deleted, by their UUIDs, and when.
  func withdrawals() throws -> [(participant: String, at: String)] {
    try all(
      "withdrawal", keys: [0],
      """
      SELECT respondent_id, uuid, at FROM withdrawal
      JOIN respondent ON respondent.id = respondent_id
      WHERE answers = 'deleted' AND kind = 'human' ORDER BY respondent_id
      """
    ) { (try $0[1], try $0[2]) }
  }

  fileprivate var respondents: Int {
    get throws { try Int.fetchOne(self, sql: "SELECT count(*) FROM respondent") ?? 0 }
  }

  /// The hash of the newest entry of the log of actions; nil if there is none.
  var newestAction: String? {
    get throws {
      try String.fetchOne(self, sql: "SELECT sha256 FROM action_log ORDER BY id DESC LIMIT 1")
    }
  }

  /// Whether the log of actions has an entry with the hash.
  func isLogged(_ sha256: String) throws -> Bool {
    try Bool.fetchOne(
      self, sql: "SELECT EXISTS (SELECT 1 FROM action_log WHERE sha256 = ?)", arguments: [sha256])
      ?? false
  }

  /// A new history, of all that the database knows.
  fileprivate func history(of site: String, begun now: Timestamp) throws -> StudyHistory {
    let first = try String.fetchOne(
      self, sql: "SELECT started_at FROM respondent WHERE kind = 'human' ORDER BY id LIMIT 1")
    var history = StudyHistory(site: site, begun: first ?? now.description)
    try history.takeUp(self)
    return history
  }
}
