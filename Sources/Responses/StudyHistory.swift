import Foundation
import GRDB
import Study
import Synchronization

/// What is remembered beside a database of people having taken part, without an answer. It stays when
/// the database is lost: then no empty one is begun in its place unnoticed, and no answers come back
/// with a copy that were withdrawn since.
struct StudyHistory: Equatable {
  /// The UUID of the site whose database holds the answers; nil if the file does not say.
  let site: String?
  let begun: String
  /// How many respondents the database held when a program last ended.
  var respondents: Int?
  /// Participants whose answers were deleted, by their UUIDs, and when.
  var withdrawn: [String: String] = [:]

  /// `responses.history` for `responses.sqlite`.
  static func path(beside database: String) -> String {
    URL(fileURLWithPath: database).deletingPathExtension().path + ".history"
  }

  /// The history beside a database; nil if nobody has taken part.
  init?(beside database: String) {
    guard let contents = FileManager.default.contents(atPath: Self.path(beside: database)) else {
      return nil
    }
    let fields = String(decoding: contents, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ": ", maxSplits: 1).map(String.init)
    }.filter { $0.count == 2 }
    func value(_ name: String) -> String? {
      fields.last { $0[0] == name }?[1]
    }
    site = value("site")
    begun = value("begun") ?? "an earlier time"
    respondents = value("respondents").flatMap { Int($0) }
    for field in fields where field[0] == Self.withdrawal {
      let words = field[1].split(separator: " ").map(String.init)
      if words.count == 2 { withdrawn[words[0]] = words[1] }
    }
  }

  init(site: String, begun: Timestamp) {
    self.site = site
    self.begun = begun.description
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
    for (participant, at) in withdrawn.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      text += "\(Self.withdrawal): \(participant) \(at)\n"
    }
    do {
      try DurableFile.write(Array(text.utf8), to: path, mode: 0o644, replacing: true)
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
    guard let history = StudyHistory(beside: path) else { return nil }
    if let site, history.site == site || history.site == nil { return nil }
    return .lost(path: path, since: history.begun)
  }

  /// Remembers, before a human is enrolled, that people take part.
  func remember(_ kind: RespondentKind, now: Timestamp) throws {
    guard kind == .human else { return }
    try isRemembered.withLock { isRemembered in
      guard !isRemembered else { return }
      try StudyHistory(site: site, begun: now).write(beside: path)
      isRemembered = true
    }
  }

  /// Remembers a participant whose answers were deleted. The database knows as well, so a history
  /// that cannot be written holds nobody up: what is missing is added when the store is next opened.
  func rememberWithdrawal(of participant: String, at: String) {
    isRemembered.withLock { isRemembered in
      guard isRemembered, var history = StudyHistory(beside: path) else { return }
      history.withdrawn[participant] = at
      try? history.write(beside: path)
    }
  }

  /// Notes in the log of actions that the database holds fewer respondents than it once did.
  func noteOlderDatabase(now: Timestamp) throws {
    guard let history = StudyHistory(beside: path), history.site == site,
      let known = history.respondents, let writing = database as? DatabasePool
    else { return }
    try writing.write { database in
      let found = try Int.fetchOne(database, sql: "SELECT count(*) FROM respondent") ?? 0
      guard found < known else { return }
      try database.log(
        "older database found", detail: "\(known) respondents were known, \(found) are there",
        now: now)
    }
  }

  /// Brings the history up to what the database knows; does nothing where nobody is remembered.
  func updateHistory() throws {
    try isRemembered.withLock { isRemembered in
      guard isRemembered, let known = StudyHistory(beside: path), known.site == site else { return }
      var history = known
      try database.read { database in
        history.respondents = try Int.fetchOne(database, sql: "SELECT count(*) FROM respondent")
        for (participant, at) in try database.withdrawals() { history.withdrawn[participant] = at }
      }
      if history != known { try history.write(beside: path) }
    }
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
}
