import Foundation
import GRDB
package import Study

extension ResponseStore {
  /// Returns a study to a copy of its database: all of it, or nothing.
  ///
  /// Answers of participants who have withdrawn since the copy was made are deleted from it before it
  /// takes the database's place. The database is put aside.
  ///
  /// - Parameter isTrial: whether only to say what would change.
  /// - Throws: `StoreError.inUse` if another program has the database open, `.unusableCopy` for a copy
  ///   that is damaged or another study's.
  package static func restore(
    _ path: String, from copy: String, isTrial: Bool, now: Timestamp
  ) async throws -> Restoration {
    let run = RestoreRun(path: path, copy: copy, now: now)
    try run.refuseNoFolder()
    if !isTrial {
      RestoreRun.removeLeftovers(of: path)
      try run.refuseUse()
    }
    let versions = try await run.refuseUnusableCopy().versions
    var restoration = try run.examine()
    restoration.versions = versions
    guard !isTrial else { return restoration }
    defer { run.removeStaging() }
    do {
      try await run.prepare(restoration)
    } catch {
      throw run.naming(error)
    }
    restoration.putAside = try run.exchange()
    restoration.isDone = true
    return restoration
  }
}

/// One restoring of a database.
struct RestoreRun {
  let path: String
  let copy: String
  let now: Timestamp
  /// A folder on the database's disk, in which its successor is made.
  let staging: String
  var successor: String { staging + "/responses.sqlite" }

  init(path: String, copy: String, now: Timestamp) {
    self.path = path
    self.copy = copy
    self.now = now
    staging = "\(path).\(getpid()).restoring"
  }

  func refuseNoFolder() throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder) else {
      throw StoreError.noFolder(path: folder)
    }
  }

  /// What is said of an error before anything was changed.
  func naming(_ error: any Error) -> any Error {
    switch error {
    case is StoreError: error
    case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
      StoreError.diskFull(path: path)
    case let error as POSIXError where [.ENOSPC, .EDQUOT, .EFBIG].contains(error.code):
      StoreError.diskFull(path: path)
    case let error as POSIXError:
      StoreError.notRestored(path: path, reason: error.reason, isAside: false)
    case let error as DatabaseError:
      StoreError.notRestored(
        path: path, reason: error.message ?? "\(error.resultCode)", isAside: false)
    default:
      StoreError.notRestored(path: path, reason: error.localizedDescription, isAside: false)
    }
  }

  func refuseUse() throws {
    if FileLock.isHeld(path) { throw StoreError.inUse(path: path) }
  }

  func refuseUnusableCopy() async throws -> StoreExamination {
    guard realpath(path) != realpath(copy) else {
      throw StoreError.unusableCopy(path: copy, reason: "it is the study's database itself")
    }
    let examination = try await ResponseStore.examination(of: copy)
    if let finding = examination.findings.first(where: \.isDamage) {
      throw StoreError.unusableCopy(path: copy, reason: finding.text)
    }
    let site = try ResponseStore(reading: copy).readOnce { try $0.site }
    let known = try? ResponseStore(reading: path).readOnce { try $0.site }
    if let other = try known ?? StudyHistory(beside: path)?.site, other != site {
      throw StoreError.unusableCopy(
        path: copy, reason: "its answers are those of another study or another database")
    }
    return examination
  }

  private func realpath(_ path: String) -> String? {
    Glibc.realpath(path, nil).map { text in
      defer { free(text) }
      return String(cString: text)
    }
  }

  func examine() throws -> Restoration {
    let copied = try ResponseStore(reading: copy)
    let exists = FileManager.default.fileExists(atPath: path)
    let history = try StudyHistory(beside: path)
    var withdrawn = history?.withdrawn ?? [:]
    var knowsWithdrawals = history != nil
    let key = try? StudyKey(beside: path)
    let copiedKey = copied.key
    let probe = Array("evoke".utf8)
    let bringsKey =
      copiedKey != nil && key?.code(for: .identity, probe) != copiedKey?.code(for: .identity, probe)
    var restoration = Restoration(
      database: path, copy: copy, copied: try copied.database.read { try $0.extent() })
    restoration.bringsKey = bringsKey
    do {
      if exists {
        let present = try ResponseStore(reading: path)
        for (participant, at) in try present.database.read({ try $0.withdrawals() }) {
          withdrawn[participant] = at
        }
        knowsWithdrawals = true
        try compare(with: copied, in: &restoration)
      }
    } catch {
      restoration.damage = reason(error)
    }
    restoration.withdrawn = try notYet(withdrawn, in: copied)
    restoration.knowsWithdrawals = knowsWithdrawals
    return restoration
  }

  private func reason(_ error: any Error) -> String {
    switch error {
    case StoreError.notADatabase(_, let reason), StoreError.unreadable(_, let reason): reason
    case let error as DatabaseError: error.message ?? "\(error.resultCode)"
    default: "\(error)"
    }
  }

  /// Looks for what the database holds, and what of it the copy lacks.
  private func compare(with copied: ResponseStore, in restoration: inout Restoration) throws {
    let queue = try DatabaseQueue(
      path: path, configuration: ResponseStore.configuration(readonly: true))
    try queue.inDatabase { database in
      try database.execute(sql: "ATTACH DATABASE ? AS copy", arguments: [copied.path])
      restoration.respondentsLost =
        try Int.fetchOne(
          database,
          sql: """
            SELECT count(*) FROM main.respondent
            WHERE uuid NOT IN (SELECT uuid FROM copy.respondent)
            """) ?? 0
      restoration.administrationsLost =
        try Int.fetchOne(
          database,
          sql: """
            SELECT count(*) FROM main.administration a
            JOIN main.respondent r ON r.id = a.respondent_id
            WHERE NOT EXISTS (SELECT 1 FROM copy.respondent c
              JOIN copy.administration b ON b.respondent_id = c.id
              WHERE c.uuid = r.uuid AND b.ordinal = a.ordinal)
            """) ?? 0
      restoration.present = try database.extent()
    }
  }

  /// Those of the participants who have not withdrawn in the copy, and are in it.
  private func notYet(
    _ withdrawn: [String: String], in copied: ResponseStore
  ) throws -> [String: String] {
    try copied.database.read { database in
      try withdrawn.filter { participant, _ in
        try Bool.fetchOne(
          database.cachedStatement(
            sql: "SELECT status <> 'withdrawn' FROM respondent WHERE uuid = ?"),
          arguments: [participant]) ?? false
      }
    }
  }
}

extension Database {
  fileprivate func extent() throws -> Restoration.Extent {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(self, sql: sql) ?? 0 }
    return Restoration.Extent(
      respondents: try count("SELECT count(*) FROM main.respondent"),
      completed: try count("SELECT count(*) FROM main.respondent WHERE status = 'completed'"),
      administrations: try count("SELECT count(*) FROM main.administration"),
      newest: try String.fetchOne(self, sql: "SELECT max(at) FROM main.page_received"))
  }
}
