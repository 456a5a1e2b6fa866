import Foundation
import GRDB
import Responses
import Study
import Testing

/// What `evoke doctor` finds of changes behind Evoke's back.
@Suite struct SealTests {
  /// Two people with every kind of recorded row, and one who has consented.
  private func answered() async throws -> TemporaryStore {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 2).load(), now: moment)
    for value in [2.0, 4.0] {
      let session = SessionToken()
      _ = try await store.consent(session, to: study)
      _ = try await store.record(
        .everything(value, of: study.study), from: session, in: study, now: moment)
      _ = try await store.sendSituation(from: session, in: study)
      _ = try await store.send(value, .evoked, from: session, in: study)
    }
    _ = try await store.consent(SessionToken(), to: study)
    return temporary
  }

  private func findings(_ path: String) async throws -> [StoreExamination.Finding] {
    try await ResponseStore.examination(of: path).findings.filter { $0.part != .space }
  }

  private func change(_ temporary: TemporaryStore, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: temporary.path, configuration: configuration)
      .writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA ignore_check_constraints = ON; " + sql)
      }
  }

  @Test func `nothing is found where only Evoke wrote`() async throws {
    let temporary = try await answered()
    #expect(try await findings(temporary.path) == [])
  }

  /// Columns whose change is found by the marks, with another value that the table allows.
  static let changes: [(table: String, column: String, value: String, row: String)] = [
    ("question_answer", "value", "'51'", "respondent_id 1, question age"),
    ("question_answer", "question", "'aged'", "respondent_id 1, question age"),
    ("question_answer", "purpose", "'situation'", "respondent_id 1, question age"),
    ("question_answer", "respondent_id", "3", "respondent_id 3, question age"),
    ("attention_answer", "option", "'9'", "respondent_id 1, check_id check"),
    ("attention_answer", "passed", "0", "respondent_id 1, check_id check"),
    ("attention_answer", "at", "'2026'", "respondent_id 1, check_id check"),
    ("attention_answer", "check_id", "'c'", "respondent_id 1, check_id check"),
    ("administration", "respondent_id", "3", "respondent_id 3, ordinal 1"),
    ("administration", "ordinal", "7", "respondent_id 1, ordinal 7"),
    ("administration", "occasion", "'evoked'", "respondent_id 1, ordinal 1"),
    ("administration", "language", "'de'", "respondent_id 1, ordinal 1"),
    ("administration", "order_seed", "9", "respondent_id 1, ordinal 1"),
    ("administration", "layout", "'rows'", "respondent_id 1, ordinal 1"),
    ("administration", "recorded_at", "'2025-01-01T00:00:00.000Z'", "respondent_id 1, ordinal 1"),
    ("administration", "instrument_version_id", "9", "respondent_id 1, ordinal 1"),
    ("response", "item_id", "99", "respondent_id 1, ordinal 1"),
    ("response", "option", "'3'", "respondent_id 1, ordinal 1"),
    ("response", "value", "3", "respondent_id 1, ordinal 1"),
    ("response", "value", "2.0000000000000004", "respondent_id 1, ordinal 1"),
    ("subscale_score", "score", "33", "respondent_id 1, ordinal 1"),
    ("subscale_score", "answered", "9", "respondent_id 1, ordinal 1"),
    ("subscale_score", "scoring", "2", "respondent_id 1, ordinal 1"),
    ("paradata", "page", "'x'", "respondent_id 1"),
    ("paradata", "item", "'x'", "respondent_id 1"),
    ("paradata", "measure", "'x'", "respondent_id 1"),
    ("paradata", "value", "1", "respondent_id 1"),
    ("paradata", "at", "'2026'", "respondent_id 1"),
    ("consent", "given", "0", "respondent_id 1, id 1"),
    ("consent", "text_sha256", "lower(hex(zeroblob(32)))", "respondent_id 1, id 1"),
    ("consent", "language", "'de'", "respondent_id 1, id 1"),
    ("consent", "at", "'2026'", "respondent_id 1, id 1"),
    ("respondent", "uuid", "lower(hex(zeroblob(18)))", "id 1"),
    ("respondent", "kind", "'simulated'", "id 1"),
    ("respondent", "channel", "'terminal'", "id 1"),
    ("respondent", "status", "'left'", "id 1"),
    ("respondent", "status", "'withdrawn'", "id 1"),
    ("respondent", "study_version_id", "NULL", "id 1"),
    ("respondent", "language", "'de'", "id 1"),
    ("respondent", "step", "9", "id 1"),
    ("respondent", "situation_id", "situation_id % 4 + 1", "id 1"),
    ("respondent", "ended_by", "'x'", "id 1"),
    ("respondent", "layout", "'rows'", "id 1"),
    ("respondent", "seed", "seed + 1", "id 1"),
    ("respondent", "started_at", "'2026'", "id 1"),
    ("respondent", "excluded", "1", "id 1"),
    ("respondent", "finished_at", "'2026'", "id 1"),
  ]

  @Test(arguments: changes)
  func `a changed value is found, with table and row`(
    table: String, column: String, value: String, row: String
  ) async throws {
    let temporary = try await answered()
    try change(
      temporary,
      """
      DROP TRIGGER consent_is_not_changed;
      UPDATE OR REPLACE \(table) SET "\(column)" = \(value) WHERE ("\(column)" IS NOT \(value))
        AND \(table == "respondent" ? "id = 1" : table == "response"
          ? "administration_id = 1 AND item_id = 2" : "respondent_id = 1 AND 1")
        \(["administration", "subscale_score"].contains(table) ? "AND ordinal = 1" : "");
      """)
    let found = try await findings(temporary.path)
    #expect(
      found.contains { $0.part == .seals && $0.text.contains("row") && $0.text.contains(row) },
      "\(found)")
  }

  @Test(arguments: [
    ("DELETE FROM question_answer WHERE respondent_id = 1", "no longer there"),
    ("DELETE FROM attention_answer WHERE respondent_id = 1", "no longer there"),
    ("DELETE FROM paradata WHERE respondent_id = 1", "no longer there"),
    (
      "DELETE FROM response WHERE administration_id = 1; DELETE FROM subscale_score WHERE "
        + "administration_id = 1; DELETE FROM administration WHERE id = 1", "no longer there"
    ),
    (
      "DELETE FROM question_answer WHERE respondent_id = 1; DELETE FROM seal WHERE "
        + "respondent_id = 1 AND part LIKE 'question%'", "which pages the respondent has"
    ),
    ("DELETE FROM seal WHERE respondent_id = 1", "without the study's key"),
    ("DELETE FROM response WHERE administration_id = 1 AND item_id = 3", "its answers"),
    (
      "INSERT INTO question_answer VALUES (1, 'gender', 'demographics', 'x', NULL)",
      "without the study's key"
    ),
    (
      "INSERT INTO subscale_score SELECT respondent_id, subscale_id, 9, administration_id, "
        + "occasion, 50, 10, 1 FROM subscale_score WHERE respondent_id = 1 AND ordinal = 1",
      "its scores"
    ),
    (
      "UPDATE question_answer SET value = CASE respondent_id WHEN 1 THEN '41' ELSE '21' END",
      "question age: not what was recorded"
    ),
    (
      "UPDATE administration SET respondent_id = 3 - respondent_id, ordinal = ordinal + 10; "
        + "UPDATE administration SET ordinal = ordinal - 10; UPDATE seal SET respondent_id = "
        + "respondent_id + 10 WHERE part LIKE 'administration%'; UPDATE seal SET respondent_id = "
        + "13 - respondent_id WHERE part LIKE 'administration%'; UPDATE subscale_score SET "
        + "respondent_id = respondent_id + 10; UPDATE subscale_score SET respondent_id = "
        + "13 - respondent_id", "its answers"
    ),
    (
      "INSERT INTO respondent SELECT 4, lower(hex(zeroblob(18))), site_id, kind, channel, status, "
        + "study_version_id, run_id, imported_file_id, imported_key, language, step, situation_id, "
        + "ended_by, layout, place_until, excluded, seed, started_at, finished_at FROM respondent WHERE id = 1",
      "row with id 4: written without the study's key"
    ),
    (
      "INSERT INTO withdrawal VALUES (1, 'kept', 0, 'completed', 0, 'now')",
      "table respondent, row with id 1"
    ),
    ("UPDATE item SET item = 'x' || item WHERE id < 3", "its answers"),
    (
      "UPDATE item SET position = position + 100 WHERE id < 3; UPDATE item SET position = "
        + "103 - (position - 100) - 100 WHERE id < 3", "its answers"
    ),
    ("UPDATE subscale SET subscale = subscale || 'x'", "its scores"),
    ("UPDATE situation SET emotion = 'Rage'", "row with id 1"),
    (
      "UPDATE study_key SET first_respondent = 100; DELETE FROM seal WHERE respondent_id = 1",
      "table study_key"
    ),
    ("DELETE FROM respondent WHERE id = 2", "1 row removed"),
  ])
  func `rows that were put in, taken out or exchanged are found`(
    sql: String, text: String
  ) async throws {
    let temporary = try await answered()
    try change(temporary, sql)
    let found = try await findings(temporary.path)
    #expect(found.contains { $0.part == .seals && $0.text.contains(text) }, "\(found)")
  }

  @Test func `without the key nothing is called changed`() async throws {
    let temporary = try await answered()
    let key = temporary.folder.appendingPathComponent("responses.key")
    try FileManager.default.removeItem(at: key)
    #expect(try await findings(temporary.path).map(\.part) == [.key])
    try Data(repeating: 7, count: 32).write(to: key)
    let other = try await findings(temporary.path)
    #expect(other.map(\.part) == [.key])
    #expect(try await ResponseStore.examination(of: temporary.path).isSound)
  }

  @Test func `whoever comes after a new key is marked with it`() async throws {
    let temporary = try await answered()
    try await temporary.store.finish()
    try FileManager.default.removeItem(
      at: temporary.folder.appendingPathComponent("responses.key"))
    temporary.store = try ResponseStore(path: temporary.path, now: moment)
    let study = try await temporary.store.register(SmallStudy(quota: 2).load(), now: moment)
    _ = try await temporary.store.consent(to: study)
    let found = try await findings(temporary.path)
    #expect(found.map(\.part) == [.key])
    #expect(found[0].text.contains("3 respondents took part before the key"))
    try change(temporary, "UPDATE respondent SET seed = 1 WHERE id = 4")
    #expect(try await findings(temporary.path).map(\.part) == [.seals, .key])
  }

  @Test func `marks of answers go with the answers`() async throws {
    let temporary = try await answered()
    let uuid = try temporary.rows("SELECT uuid FROM respondent WHERE id = 1")[0][0]
    let marks = try temporary.rows("SELECT hex(mark) FROM seal WHERE respondent_id = 1")
    #expect(marks.count == 7)
    _ = try await temporary.store.withdraw(.participant(uuid), by: .researcher, now: moment)
    #expect(
      try temporary.rows("SELECT part FROM seal WHERE respondent_id = 1")
        == [["consent 1"], ["respondent"]])
    #expect(try await findings(temporary.path) == [])
    try await temporary.store.finish()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: temporary.path))
    let kept = try temporary.rows("SELECT hex(mark) FROM seal")
    for mark in marks where !kept.contains(mark) {
      let code = stride(from: 0, to: 64, by: 2).map { start in
        let digits = Array(mark[0].utf8)[start..<(start + 2)]
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)!
      }
      #expect(bytes.firstRange(of: Data(code)) == nil)
    }
  }
}

extension PageRecording {
  /// A first page with everything that a page can record.
  fileprivate static func everything(
    _ value: Double, of study: StudyDefinition
  ) -> PageRecording {
    var page = scale(value, .default, of: study)
    page.questions = [
      QuestionRecord(question: QuestionID("age"), purpose: .demographics, value: "\(Int(value))1")
    ]
    page.attention = [AttentionRecord(check: ItemID("check"), option: "2", passed: true)]
    page.paradata = [
      ParadataRecord(measure: .itemTime, item: "upset", value: .milliseconds(5)),
      ParadataRecord(measure: .deviceClass, value: .text("phone")),
    ]
    return page
  }
}
