import Foundation
import GRDB
import Responses
import Study
import Testing

/// Deleted words beside a reader, who keeps the write-ahead log from being emptied.
@Suite struct ErasedAnswersTests {
  /// A participant whose answer is a word that is found nowhere else.
  private static let word = "canary-7f3d91"

  private func answered() async throws -> (TemporaryStore, participant: String) {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy(quota: 9).load(), now: moment)
    let session = SessionToken()
    let state = try await temporary.store.consent(session, to: study)
    var page = PageRecording.scale(2, .default, of: study.study)
    page.questions = [
      QuestionRecord(question: QuestionID("country"), purpose: .demographics, value: Self.word)
    ]
    _ = try await temporary.store.record(page, from: session, in: study, now: moment)
    return (temporary, state.uuid)
  }

  /// Whether the word is in any file of the study's folder.
  private func isOnDisk(_ temporary: TemporaryStore) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: temporary.folder.path).contains { name in
      let bytes = try Data(contentsOf: temporary.folder.appendingPathComponent(name))
      return bytes.firstRange(of: Data(Self.word.utf8)) != nil
    }
  }

  private func reader(_ temporary: TemporaryStore) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.allowsUnsafeTransactions = true
    let reader = try DatabaseQueue(path: temporary.path, configuration: configuration)
    try reader.inDatabase { database in
      try database.execute(sql: "BEGIN")
      _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM response")
    }
    return reader
  }

  @Test func `deleted words leave the disk as soon as the reader ends`() async throws {
    let (temporary, participant) = try await answered()
    let reader = try reader(temporary)
    let start = ContinuousClock.now
    _ = try await temporary.store.withdraw(
      .participant(participant), by: .participant, now: moment)
    // Nobody waits for the reader, least of all the next page.
    _ = try await temporary.store.register(SmallStudy(quota: 9).load(), now: moment)
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(try isOnDisk(temporary))
    #expect(temporary.store.keepsErasedAnswers)
    try await Task.sleep(for: .milliseconds(300))
    #expect(try isOnDisk(temporary))
    try reader.inDatabase { try $0.execute(sql: "COMMIT") }
    let end = ContinuousClock.now + .seconds(20)
    while try isOnDisk(temporary), ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(try !isOnDisk(temporary))
    #expect(!temporary.store.keepsErasedAnswers)
  }

  @Test func `who opens the database next empties the log of one who could not`() async throws {
    let (temporary, participant) = try await answered()
    let reader = try reader(temporary)
    _ = try await temporary.store.withdraw(
      .participant(participant), by: .participant, now: moment)
    let start = ContinuousClock.now
    try await temporary.store.finish()
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(temporary.store.keepsErasedAnswers)
    #expect(try isOnDisk(temporary))
    // The reader is the last to close, and leaves the log behind.
    try reader.inDatabase { try $0.execute(sql: "COMMIT") }
    try reader.close()
    temporary.store = try ResponseStore(path: temporary.path, now: moment)
    try await temporary.store.finish()
    #expect(try !isOnDisk(temporary))
  }

  @Test func `without a reader they are gone when the withdrawal returns`() async throws {
    let (temporary, participant) = try await answered()
    #expect(try isOnDisk(temporary))
    _ = try await temporary.store.withdraw(
      .participant(participant), by: .participant, now: moment)
    #expect(try !isOnDisk(temporary))
  }
}
