import Responses
import Study
import Testing

@Suite struct ExaminationTests {
  @Test func `a database that only Evoke wrote to is sound`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    _ = try await temporary.store.consent(session, to: study)
    _ = try await temporary.store.send(2, .default, from: session, in: study)
    _ = try await temporary.store.sendSituation(from: session, in: study)
    _ = try await temporary.store.send(nil, .evoked, from: session, in: study)
    let examination = try await ResponseStore.examination(of: temporary.path)
    #expect(examination.findings.filter(\.isDamage) == [])
    #expect(examination.respondents == 1)
    #expect(examination.administrations == 2)
    #expect(examination.migration == "1")
    #expect(examination.versions.map(\.respondents) == [1])
  }

  @Test(
    arguments: [
      ("subscale_score", "score", "33", "ordinal = 1", .scores, "respondent_id 1"),
      ("response", "value", "1", "administration_id = 1", .scores, "administration_id 1"),
      ("action_log", "detail", "'x'", "rowid = 2", .log, "row with id 2"),
      ("respondent", "status", "'asleep'", "rowid = 2", .rows, "row with id 2: `status`"),
      ("administration", "item_order", "'1 1 2'", "rowid = 1", .rows, "row with id 1"),
      ("withdrawal", "respondent_id", "1", "1", .orphans, "with id 1"),
      ("session", "respondent_id", "99", "1", .references, "table session: 3 rows"),
      ("study_file", "content", "content || ' '", "path = 'consent.md'", .versions, "study_file"),
      ("instrument_version", "content", "content || ' '", "1", .versions, "row with id 1"),
      ("situation", "text", "'other'", "rowid = 1", .versions, "row with id 1"),
    ] as [(String, String, String, String, StoreExamination.Part, String)])
  func `damage is found, with table and row`(
    table: String, column: String, value: String, rows: String, part: StoreExamination.Part,
    row: String
  ) async throws {
    let database = try await LooseDatabase()
    let before = try await ResponseStore.examination(of: database.temporary.path)
    // The tables were loosened on purpose.
    #expect(before.findings.filter { $0.isDamage && $0.part != .schema } == [])
    let path = try #require(database.damaged(table, column, value, where: rows))
    let examination = try await ResponseStore.examination(of: path)
    #expect(!examination.isSound)
    #expect(
      examination.findings.contains { $0.part == part && $0.text.contains(row) },
      "\(examination.findings)")
  }
}
