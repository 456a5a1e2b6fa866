import Foundation
import GRDB
import Responses
import Study
import Testing

@Suite struct BackupTests {
  private func answered(_ people: Int = 2) async throws -> TemporaryStore {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy(quota: 9).load(), now: moment)
    for _ in 0..<people {
      let session = SessionToken()
      _ = try await temporary.store.consent(session, to: study)
      _ = try await temporary.store.send(2, .default, from: session, in: study)
    }
    return temporary
  }

  private func folder(_ temporary: TemporaryStore) -> String {
    temporary.folder.appendingPathComponent("backups").path
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func `a copy is one sound file, with key and history, for its owner alone`() async throws {
    let temporary = try await answered()
    let folder = folder(temporary)
    let backup = try await ResponseStore.backUp(temporary.path, to: folder, now: moment)
    #expect(backup.respondents == 2)
    let stem = "responses-2026-01-01T00-00-00-000Z"
    #expect(backup.path == "\(folder)/\(stem).sqlite")
    #expect(try names(folder) == ["\(stem).history", "\(stem).key", "\(stem).sqlite"])
    for end in ["key", "sqlite"] {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(stem).\(end)")
      #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
    let examination = try await ResponseStore.examination(of: backup.path)
    #expect(examination.findings.filter { $0.part != .space } == [])
    #expect(examination.respondents == 2 && examination.administrations == 2)
    #expect(try names(folder).count == 3)
  }

  @Test func `only the newest copies of this database stay`() async throws {
    let temporary = try await answered()
    let folder = folder(temporary)
    let other = try await answered()
    _ = try await ResponseStore.backUp(other.path, to: folder, now: moment.adding(days: -9))
    let foreign = "\(folder)/responses-2020-01-01T00-00-00-000Z.sqlite"
    try Data("not a database".utf8).write(to: URL(fileURLWithPath: foreign))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(folder)/responses-old.sqlite"))
    var removed: [[String]] = []
    for day in 0..<4 {
      let backup = try await ResponseStore.backUp(
        temporary.path, to: folder, keeping: 2, now: moment.adding(days: day))
      removed.append(backup.removed.map { String($0.suffix(31).prefix(10)) })
    }
    #expect(removed == [[], [], ["2026-01-01"], ["2026-01-02"]])
    #expect(
      try names(folder).filter { $0.hasSuffix(".sqlite") } == [
        "responses-2020-01-01T00-00-00-000Z.sqlite", "responses-2025-12-23T00-00-00-000Z.sqlite",
        "responses-2026-01-03T00-00-00-000Z.sqlite", "responses-2026-01-04T00-00-00-000Z.sqlite",
        "responses-old.sqlite",
      ])
    #expect(try names(folder).count { $0.hasSuffix(".key") } == 3)
  }

  @Test func `a damaged database is not copied, and nothing is removed`() async throws {
    let temporary = try await answered(40)
    let folder = folder(temporary)
    _ = try await ResponseStore.backUp(temporary.path, to: folder, now: moment)
    try await temporary.store.finish()
    let before = try names(folder)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: temporary.path))
    for page in 30..<60 {
      try file.seek(toOffset: UInt64(page * 4096 + 100))
      try file.write(contentsOf: Data(repeating: 0xA5, count: 900))
    }
    try file.close()
    let error = await #expect(throws: StoreError.self) {
      _ = try await ResponseStore.backUp(
        temporary.path, to: folder, keeping: 1, now: moment.adding(days: 1))
    }
    #expect(error?.description.contains(temporary.path) == true)
    #expect(try names(folder) == before)
  }

  @Test func `what a process left that was killed is removed`() async throws {
    let temporary = try await answered()
    let folder = folder(temporary)
    _ = try await ResponseStore.backUp(temporary.path, to: folder, now: moment)
    // No process has such a number.
    let draft = "\(folder)/.responses.99999999.copying"
    let another = "\(folder)/.responses.1.copying"
    for path in [draft, another] {
      try Data("half".utf8).write(to: URL(fileURLWithPath: path))
    }
    _ = try await ResponseStore.backUp(
      temporary.path, to: folder, now: moment.adding(days: 1))
    #expect(!FileManager.default.fileExists(atPath: draft))
    #expect(FileManager.default.fileExists(atPath: another))
  }
}
