import Foundation
import Study
import Testing
import TextFormats

@testable import Responses

@Suite struct DamagedRowTests {
  private static let values = [
    "NULL", "'nonsense'", "-1", "9223372036854775807", "9e999",
  ]

  /// Tables that are read in order to write.
  private static let readByWriters: Set = [
    "access_code", "cell_completion", "identity", "item", "respondent", "session", "subscale",
    "study_file", "study_version", "withdrawal",
  ]

  /// Reads everything that the store can be asked for; returns the errors.
  private func readEverything(of path: String) async throws -> [any Error] {
    var errors: [any Error] = []
    func attempt(_ work: () async throws -> Void) async {
      do { try await work() } catch { errors.append(error) }
    }
    let store: ResponseStore
    do {
      store = try ResponseStore(reading: path)
    } catch {
      return [error]
    }
    await attempt { _ = try await store.progress(of: .human, now: moment) }
    await attempt { _ = try await store.people(of: .human) }
    await attempt {
      _ = try await store.respondents(
        of: .human, including: [.scores, .answers, .attributes, .checks, .keys, .times])
    }
    await attempt { _ = try await store.instruments() }
    await attempt { _ = try await store.releases() }
    await attempt { _ = try await store.checkActionLog() }
    await attempt { _ = try store.isClosed() }
    await attempt { _ = try store.placesTaken(kind: .human, now: moment) }
    await attempt { _ = try await store.state(of: LooseDatabase.identity) }
    for session in [LooseDatabase.completed, LooseDatabase.active] {
      await attempt { _ = try await store.answers(of: session) }
      await attempt {
        guard let state = try store.state(of: session) else { return }
        _ = try store.savedAnswers(of: state, on: "default")
        _ = try store.secondsSinceServed("situation", to: state, now: moment)
      }
    }
    return errors
  }

  /// Does everything that participants can do. SQLite may refuse it; it is enough that the program
  /// continues.
  private func writeEverything(to path: String) async {
    func attempt(_ work: () async throws -> Void) async {
      do { try await work() } catch {}
    }
    await attempt {
      let store = try ResponseStore(path: path, now: moment)
      await attempt {
        guard let state = try store.state(of: LooseDatabase.active) else { return }
        _ = try await store.storedStudy(sha256: state.studySHA256, now: moment)
      }
      let study = try await store.register(SmallStudy(quota: 2).load(), now: moment)
      await attempt {
        _ = try await store.consent(to: study, identity: LooseDatabase.identity)
      }
      await attempt { _ = try await store.consent(to: study) }
      await attempt {
        _ = try await store.receive(from: LooseDatabase.active, now: moment) { sender in
          try sender.record(.scale(3, .default, of: study.study), in: study)
        }
      }
      await attempt {
        _ = try await store.withdraw(
          .code(AccessCode(of: LooseDatabase.active, for: .resume)), by: .participant, now: moment)
      }
    }
  }

  @Test func `any value in any column of any table is an error or a result, never the end`()
    async throws
  {
    let database = try await LooseDatabase()
    let before = try #require(database.damaged("site", "name", "NULL", where: "0"))
    #expect(try await readEverything(of: before).isEmpty)
    var damaged = 0
    for (table, column, rows) in database.columns {
      for row in rows {
        for value in Self.values {
          guard let path = database.damaged(table, column, value, where: row) else { continue }
          damaged += 1
          for error in try await readEverything(of: path) where !(error is any UserFacingError) {
            Issue.record("\(table).\(column) = \(value) where \(row): \(error)")
          }
          if Self.readByWriters.contains(table) { await writeEverything(to: path) }
        }
      }
    }
    #expect(damaged > 500)
  }

  @Test(
    arguments: [
      ("kind", "'robot'"), ("status", "'asleep'"), ("step", "-1"), ("layout", "'round'"),
      ("situation_id", "99"), ("study_version_id", "99"), ("seed", "NULL"),
    ])
  func `a participant's damaged row is named`(column: String, value: String) async throws {
    let database = try await LooseDatabase()
    let path = try #require(
      database.damaged("respondent", column, value, where: "rowid = 1"))
    let store = try ResponseStore(reading: path)
    let error = try #require(throws: StoreError.self) {
      _ = try store.state(of: LooseDatabase.completed)
    }
    guard case .damaged(_, let row) = error else {
      Issue.record("\(error)")
      return
    }
    // A situation that is not there is missing in its own table.
    #expect(row.table == (column == "situation_id" ? "situation" : "respondent"))
    #expect(row.row == (column == "situation_id" ? "situation_id 99" : "id 1"))
    #expect("\(error)".contains("evoke doctor"))
  }

  @Test func `what a damaged answer holds is not repeated`() async throws {
    let database = try await LooseDatabase()
    let path = try #require(
      database.damaged("response", "value", "'a secret'", where: "administration_id = 1"))
    let store = try ResponseStore(reading: path)
    let error = try await #require(throws: StoreError.self) {
      _ = try await store.respondents(of: .human, including: .answers)
    }
    #expect(!"\(error)".contains("secret"))
    #expect("\(error)".contains("table response"))
  }
}
