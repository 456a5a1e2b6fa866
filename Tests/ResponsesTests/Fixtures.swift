import Foundation
import GRDB
import Responses
import Study

/// A database of its own for one test, gone with it.
final class TemporaryStore {
  let folder: URL
  let path: String
  var store: ResponseStore

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evoke-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent("responses.sqlite").path
    store = try ResponseStore(path: path, now: moment)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  func rows(_ sql: String) throws -> [[String]] {
    try DatabaseQueue(path: path).read { database in
      try Row.fetchAll(database, sql: sql).map { row in
        row.databaseValues.map { $0.isNull ? "NULL" : String.fromDatabaseValue($0) ?? "\($0)" }
      }
    }
  }

  func execute(_ sql: String) throws {
    try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
  }
}

/// 2026-01-01T00:00:00.000Z
let moment = Timestamp(millisecondsSince1970: 1_767_225_600_000)

/// A study of two factors with two situations each.
struct SmallStudy: StudyFiles {
  var quota = 1
  var readingWordsPerMinute = 300

  func text(of path: String) -> String? {
    switch path {
    case "study.yaml":
      """
      title: A small study
      consent: consent.md
      debrief: consent.md
      design: panas -> imagine situation -> panas
      situations: situations.csv
      quota: \(quota)
      reservation_minutes: 30
      reading_words_per_minute: \(readingWordsPerMinute)
      """
    case "consent.md": "# Words"
    case "situations.csv":
      """
      emotion,factor,situation,kind,text,source
      Fear,Dark,1,negative,A dark wood.,test
      Fear,Dark,2,negative,A dark cellar.,test
      Joy,Light,1,positive,A bright day.,test
      Joy,Light,2,positive,A bright room.,test
      """
    default: nil
    }
  }

  func displayName(of path: String) -> String { path }

  func load() throws -> StudyDefinition { try StudyDefinition.load(from: self).study }
}

extension ResponseStore {
  /// Consents as a new person of the study.
  func consent(
    _ session: SessionToken = SessionToken(), to study: RegisteredStudy,
    kind: RespondentKind = .human, identity: RecruitedIdentity? = nil, consents: Bool = true,
    now: Timestamp = moment
  ) async throws -> RespondentState {
    try await enrol(
      Enrolment(
        session: session, consents: consents, kind: kind, channel: .web, language: .english,
        identity: identity, seed: 42), in: study, now: now)
  }

  /// Sends a scale with the same answer to every item.
  func send(
    _ value: Double?, _ occasion: Occasion, from session: SessionToken, in study: RegisteredStudy,
    now: Timestamp = moment
  ) async throws -> RespondentState {
    try await record(
      .scale(value, occasion, of: study.study), from: session, in: study, now: now)
  }

  func record(
    _ page: PageRecording, from session: SessionToken, in study: RegisteredStudy, now: Timestamp
  ) async throws -> RespondentState {
    try await receive(from: session, now: now) { sender in
      try sender.record(page, in: study)
      return sender.state
    }!
  }

  func sendSituation(
    from session: SessionToken, in study: RegisteredStudy, now: Timestamp = moment
  ) async throws -> RespondentState {
    try await record(
      PageRecording(page: "situation", step: 2, nextStep: 3, nextStatus: .active),
      from: session, in: study, now: now)
  }
}

extension PageRecording {
  /// A scale with the same answer to every item.
  static func scale(
    _ value: Double?, _ occasion: Occasion, of study: StudyDefinition
  ) -> PageRecording {
    let panas = study.instruments[0]
    var answers: [ItemID: ItemAnswer] = [:]
    for item in panas.items {
      answers[item.id] = item.options.first { $0.value == value }.map { .chosen($0) } ?? .skipped
    }
    let step = occasion == .default ? 1 : 3
    var page = PageRecording(
      page: occasion.rawValue, step: step, nextStep: step + 1,
      nextStatus: occasion == .default ? .active : .completed)
    page.administrations = [
      AdministrationRecord(
        ordinal: occasion == .default ? 1 : 2, instrument: panas.id, occasion: occasion,
        itemOrder: nil, orderSeed: nil, answers: answers)
    ]
    if occasion == .default {
      page.assignsCell = { design, counts, _ in
        counts.indices.min {
          (counts[$0], design.cells[$0].key.description)
            < (counts[$1], design.cells[$1].key.description)
        }!
      }
    }
    return page
  }
}
