import Foundation
import Responses
import Study
import Testing
import TextFormats

@Suite struct StudyKeyTests {
  private func keyPath(_ temporary: TemporaryStore) -> String {
    temporary.folder.appendingPathComponent("responses.key").path
  }

  @Test func `a new database has a key of 32 bytes for its owner alone`() throws {
    let temporary = try TemporaryStore()
    let path = keyPath(temporary)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.size] as? Int == 32)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let other = try TemporaryStore()
    #expect(
      FileManager.default.contents(atPath: path)
        != FileManager.default.contents(atPath: keyPath(other)))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: temporary.folder.path).sorted() == [
        "responses.key", "responses.sqlite", "responses.sqlite-shm", "responses.sqlite-wal",
      ])
  }

  @Test func `a code is the same as long as key, purpose and message are`() throws {
    let temporary = try TemporaryStore()
    let message = Array("words".utf8)
    let code = try #require(temporary.store.key?.code(for: .answers, message))
    temporary.store = try ResponseStore(path: temporary.path, now: moment)
    let key = try #require(temporary.store.key)
    #expect(key.code(for: .answers, message) == code)
    #expect(try ResponseStore(reading: temporary.path).key?.code(for: .answers, message) == code)
    #expect(key.code(for: .consent, message) != code)
    #expect(key.accepts(code, for: .answers, message))
    #expect(!key.accepts(code, for: .consent, message))
    #expect(!key.accepts(code, for: .answers, Array("wards".utf8)))
    #expect(!key.accepts(Array(code.dropLast()), for: .answers, message))
    #expect(try TemporaryStore().store.key?.code(for: .answers, message) != code)
  }

  /// Computed with Python 3.11: hmac.new(hmac.new(bytes(range(32)), b"evoke answers",
  /// "sha256").digest(), b"words", "sha256").hexdigest().
  @Test func `codes are HMAC-SHA256 under a key derived for their purpose`() throws {
    let temporary = try TemporaryStore()
    try Data((0..<32).map { UInt8($0) }).write(to: URL(fileURLWithPath: keyPath(temporary)))
    let key = try #require(try StudyKey(beside: temporary.path))
    #expect(
      hexadecimal(key.code(for: .answers, Array("words".utf8)))
        == "267b8eae357a5f631682598f91b486bb2bb373270c100f838ddb727028996390")
  }

  @Test func `a key that is not one is refused by who writes, and missing to who reads`() throws {
    let temporary = try TemporaryStore()
    try Data("short".utf8).write(to: URL(fileURLWithPath: keyPath(temporary)))
    let error = #expect(throws: StoreError.self) {
      try ResponseStore(path: temporary.path, now: moment)
    }
    #expect(error?.description.contains("cannot be used as the study's key") == true)
    #expect(try ResponseStore(reading: temporary.path).key == nil)
  }

  @Test func `a database without marks can be read, and is not written`() async throws {
    let temporary = try TemporaryStore()
    try await temporary.store.finish()
    try temporary.execute("DROP TABLE seal; DROP TABLE study_key")
    let error = #expect(throws: StoreError.self) {
      try ResponseStore(path: temporary.path, now: moment)
    }
    #expect(error?.description.contains("can be read") == true)
    let examination = try await ResponseStore.examination(of: temporary.path)
    #expect(examination.findings.map(\.part).filter { $0 != .space } == [.key])
  }
}
