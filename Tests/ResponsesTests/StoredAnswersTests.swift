import Responses
import Study
import Testing

@Suite struct StoredAnswersTests {
  private func at(_ seconds: Int64) -> Timestamp {
    Timestamp(millisecondsSince1970: moment.millisecondsSince1970 + 1_000 * seconds)
  }

  private func person(
    _ value: Double?, _ later: Double?, in study: RegisteredStudy, _ store: ResponseStore,
    kind: RespondentKind = .human, seconds: Int64 = 20
  ) async throws {
    let session = SessionToken()
    let state = try await store.consent(session, to: study, kind: kind)
    store.noteServed("default", to: state, now: moment)
    store.noteServed("default", to: state, now: at(5))
    _ = try await store.send(value, .default, from: session, in: study, now: at(seconds))
    _ = try await store.sendSituation(from: session, in: study, now: at(30))
    guard let later else { return }
    _ = try await store.send(later, .evoked, from: session, in: study, now: at(60))
  }

  @Test func `answers of completed people of a kind are read in the order of the scores`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 9).load(), now: moment)
    try await person(2, 4, in: study, store)
    try await person(5, 5, in: study, store, kind: .simulated)
    try await person(1, nil, in: study, store)
    try await person(3, 1, in: study, store)

    let answers = try await store.answers(of: .human)
    let scores = try await store.scores(of: .human)
    #expect(answers.respondents.count == scores.respondents)
    #expect(answers.tables.map(\.occasion) == [.default, .evoked])
    #expect(answers.tables.map(\.respondents) == [[0, 1], [0, 1]])
    for (table, expected) in zip(answers.tables, [[2.0, 3], [4, 1]]) {
      for (row, value) in expected.enumerated() {
        #expect((0..<20).allSatisfy { table.given(row: row, column: $0) == value })
      }
    }
    #expect(answers.respondents[0].situation != nil)
    let uuids = try temporary.rows("SELECT uuid FROM respondent ORDER BY id").map { $0[0] }
    #expect(answers.respondents.map(\.key) == [uuids[0], uuids[3]])
    #expect(answers.tables[0].seconds == [nil, nil])
    #expect(try await store.answers(of: .model).tables.isEmpty)
  }

  @Test func `a skipped answer is missing, and the others stay`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    try await person(2, 4, in: study, temporary.store)
    try temporary.execute(
      """
      UPDATE response SET value = NULL, option = NULL, missing = 'skipped'
      WHERE administration_id = 1
        AND item_id = (SELECT id FROM item WHERE item = 'upset')
      """)
    let table = try await temporary.store.answers(of: .human).tables[0]
    let upset = try #require(table.column(of: "upset"))
    #expect((0..<20).map { table.given(row: 0, column: $0) == nil } == (0..<20).map { $0 == upset })
  }

  @Test func `who lacks a score is named, and so is who has one on fewer answers`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 9).load(), now: moment)
    try await person(2, 4, in: study, store)
    try await person(3, nil, in: study, store)
    try await person(nil, 3, in: study, store)
    try await person(1, 5, in: study, store)
    // As the missing rule of an instrument that prorates would have it.
    try temporary.execute(
      """
      UPDATE subscale_score SET answered = 9
      WHERE respondent_id = 4 AND occasion = 'evoked'
        AND subscale_id = (SELECT id FROM subscale WHERE subscale = 'negative_affect')
      """)
    let scores = try await store.scores(of: .human)
    #expect(scores.respondents == 3)
    #expect(scores.columns.map(\.respondent) == [[0, 2], [0, 2]])
    #expect(scores.missing.map(\.subscale) == ["positive_affect", "negative_affect"])
    #expect(scores.missing.map(\.unscored) == [[1], [1]])
    #expect(scores.missing.map(\.prorated) == [[], [2]])
  }

  @Test func `a page took as long as from its first showing to its being taken`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy(quota: 3).load(), now: moment)
    try await person(2, 4, in: study, temporary.store, seconds: 12)
    try await person(2, 4, in: study, temporary.store, seconds: 25)
    let tables = try await temporary.store.answers(of: .human, withTimes: true).tables
    #expect(tables[0].seconds == [12, 25])
    // It was never noted that the second page was shown.
    #expect(tables[1].seconds == [nil, nil])
  }
}
