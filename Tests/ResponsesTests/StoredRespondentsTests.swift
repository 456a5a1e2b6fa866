import Responses
import Study
import Testing

@Suite struct StoredRespondentsTests {
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

  @Test func `answers of completed people of a kind are read in the order of the store`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy(quota: 9).load(), now: moment)
    try await person(2, 4, in: study, store)
    try await person(5, 5, in: study, store, kind: .simulated)
    try await person(1, nil, in: study, store)
    try await person(3, 1, in: study, store)

    let read = try await store.respondents(of: .human, including: [.answers, .keys])
    #expect(read.count == 2)
    #expect(read.answers.map(\.occasion) == [.default, .evoked])
    #expect(read.answers.map(\.respondents) == [[0, 1], [0, 1]])
    for (table, expected) in zip(read.answers, [[2.0, 3], [4, 1]]) {
      for (row, value) in expected.enumerated() {
        #expect((0..<20).allSatisfy { table.given(row: row, column: $0) == value })
      }
    }
    #expect(read.cell(of: 0) != nil)
    let uuids = try temporary.rows("SELECT uuid FROM respondent ORDER BY id").map { $0[0] }
    #expect(read.keys == [uuids[0], uuids[3]])
    #expect((0...1).map { read.answers[0].seconds(row: $0) } == [nil, nil])
    #expect(try await store.respondents(of: .model, including: .answers).answers.isEmpty)
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
    let table = try await temporary.store.respondents(of: .human, including: .answers).answers[0]
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
    let read = try await store.respondents(of: .human, including: .scores)
    #expect(read.count == 3)
    #expect(read.scores.map(\.subscale) == ["positive_affect", "negative_affect"])
    for table in read.scores {
      #expect((0..<3).filter { table.pair(of: $0) != nil } == [0, 2])
      #expect(Occasion.allCases.allSatisfy { table[$0, 1] == nil })
    }
    #expect(read.scores.map(\.unscored) == [[1], [1]])
    #expect(read.scores.map(\.prorated) == [[], [2]])
  }

  @Test func `a page took as long as from its first showing to its being taken`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy(quota: 3).load(), now: moment)
    try await person(2, 4, in: study, temporary.store, seconds: 12)
    try await person(2, 4, in: study, temporary.store, seconds: 25)
    let tables = try await temporary.store.respondents(
      of: .human, including: [.answers, .times]
    ).answers
    #expect((0...1).map { tables[0].seconds(row: $0) } == [12, 25])
    // It was never noted that the second page was shown.
    #expect((0...1).map { tables[1].seconds(row: $0) } == [nil, nil])
  }
}
