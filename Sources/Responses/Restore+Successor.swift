import Foundation
import GRDB
import Study

// The database that is to take the place of the present one.
extension RestoreRun {
  /// Makes the database that is to take the place of the present one, in a folder of its own.
  func prepare(_ restoration: Restoration) async throws {
    try FileManager.default.createDirectory(
      atPath: staging, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    try copyDatabase()
    let key = restoration.bringsKey ? copy : path
    try DurableFile.copy(StudyKey.path(beside: key), to: StudyKey.path(beside: successor))
    try history(restoration)?.write(beside: successor)
    let store = try ResponseStore(path: successor, now: now)
    try await store.takeOver(from: path, restoration, now: now)
    try await store.finish()
    try DurableFile.sync(successor)
    guard try await ResponseStore.examination(of: successor).isSound else {
      throw StoreError.unusableCopy(path: copy, reason: "what was made of it is not sound")
    }
  }

  private func copyDatabase() throws {
    _ = FileManager.default.createFile(
      atPath: successor, contents: nil, attributes: [.posixPermissions: 0o600])
    let target = try DatabaseQueue(path: successor)
    try ResponseStore(reading: copy).database.backup(to: target)
    try target.close()
  }

  /// What is remembered beside the database, or else beside the copy, with every withdrawal.
  private func history(_ restoration: Restoration) throws -> StudyHistory? {
    let copied = try? StudyHistory(beside: copy)
    guard var history = try StudyHistory(beside: path) ?? copied else { return nil }
    // There are meant to be fewer.
    history.respondents = nil
    history.newestAction = nil
    history.withdrawn.merge(restoration.withdrawn) { known, _ in known }
    history.withdrawn.merge(copied?.withdrawn ?? [:]) { known, _ in known }
    return history
  }
}

extension ResponseStore {
  /// Brings a copy up to what may not be forgotten of the database that it replaces: withdrawals,
  /// erased identities, releases.
  fileprivate func takeOver(
    from path: String, _ restoration: Restoration, now: Timestamp
  ) async throws {
    let present = try? ResponseStore(reading: path)
    let releases = (try? await present?.database.read { try $0.releases() }) ?? []
    let unidentified = try? await present?.database.read { database in
      try Set(
        String.fetchAll(
          database,
          sql: """
            SELECT uuid FROM respondent WHERE id NOT IN (SELECT respondent_id FROM identity)
            """))
    }
    try await write { database in
      for (participant, at) in restoration.withdrawn.sorted(by: { $0.value < $1.value }) {
        try database.withdrawAgain(participant, at: at, now: now)
      }
      try database.eraseIdentities(of: unidentified ?? [])
      for release in releases { try database.keep(release) }
      try database.log(
        "restored from a copy",
        detail: "newest page of the copy \(restoration.copied.newest ?? "")",
        now: now)
    }
    await erasedAnswers?.leaveLog()
  }
}

extension Database {
  fileprivate func withdrawAgain(_ participant: String, at: String, now: Timestamp) throws {
    guard
      let id = try Int64.fetchOne(
        self, sql: "SELECT id FROM respondent WHERE uuid = ?", arguments: [participant]),
      let state = try state(ofRespondent: id)
    else { return }
    let deleted = try end(state, deletingAnswers: true, at: at)
    try log(
      "answers deleted again in a copy",
      detail: "participant \(participant), \(deleted) responses deleted", now: now)
  }

  /// Erases the identities of respondents of whom the database had none any more.
  fileprivate func eraseIdentities(of unidentified: Set<String>) throws {
    let copied = try Row.fetchAll(
      self,
      sql:
        "SELECT respondent_id, uuid FROM identity JOIN respondent ON respondent.id = respondent_id")
    for row in copied where unidentified.contains(row[1]) {
      try execute(
        sql: "DELETE FROM identity WHERE respondent_id = ?", arguments: [row[0] as Int64])
    }
  }

  /// What was released, without the row ids.
  fileprivate func releases() throws -> [[DatabaseValue]] {
    try Row.fetchAll(self, sql: "SELECT at, recipe, sha256, record FROM release ORDER BY id").map {
      Array($0.databaseValues)
    }
  }

  fileprivate func keep(_ release: [DatabaseValue]) throws {
    try execute(
      sql: """
        INSERT INTO release (at, recipe, sha256, record) SELECT ?1, ?2, ?3, ?4
        WHERE NOT EXISTS (SELECT 1 FROM release WHERE sha256 = ?3)
        """, arguments: StatementArguments(release))
  }
}
