import Foundation
import GRDB
import Responses
import Statistics
import Study
import Testing
import TextFormats

@Suite struct PlacesTests {
  /// Rows of the counts that are kept and of those made anew that are not in both.
  private static let disagreement = """
    WITH kept AS (SELECT * FROM cell_completion WHERE participants > 0),
      counted AS (
        SELECT kind, coalesce(situation_id, 0), count(*) FROM respondent
        WHERE status = 'completed' AND channel <> 'import' AND NOT excluded GROUP BY 1, 2)
    SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted)
    UNION ALL SELECT * FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept)
    """

  @Test func `the counts of completed interviews are those that counting gives`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    func complete(_ kind: RespondentKind) async throws -> SessionToken {
      let session = SessionToken()
      _ = try await store.consent(session, to: study, kind: kind)
      _ = try await store.send(3, .default, from: session, in: study)
      _ = try await store.sendSituation(from: session, in: study)
      _ = try await store.send(4, .evoked, from: session, in: study)
      return session
    }
    let sessions = [
      try await complete(.human), try await complete(.simulated), try await complete(.human),
    ]
    #expect(try store.placesTaken(kind: .human, now: moment) == 2)
    #expect(try temporary.rows(Self.disagreement) == [])
    _ = try await store.leave(sessions[0], deletingAnswers: true, now: moment)
    #expect(try store.placesTaken(kind: .human, now: moment) == 1)
    #expect(try temporary.rows(Self.disagreement) == [])
    for statement in [
      "UPDATE respondent SET kind = 'simulated' WHERE id = 3",
      "UPDATE respondent SET situation_id = NULL WHERE id = 2",
      "UPDATE respondent SET status = 'left' WHERE id = 3",
      "UPDATE respondent SET status = 'completed'",
      "UPDATE respondent SET excluded = 1 WHERE id IN (2, 3)",
      "UPDATE respondent SET status = 'left' WHERE id = 3",
      "UPDATE respondent SET status = 'completed' WHERE id = 3",
      "UPDATE respondent SET excluded = 0",
      """
      INSERT INTO respondent (uuid, site_id, kind, channel, status, study_version_id, language,
        situation_id, seed, started_at, finished_at)
      SELECT printf('%036d', 1), site_id, kind, channel, status, study_version_id, language,
        situation_id, seed, started_at, finished_at FROM respondent WHERE id = 3
      """,
      "DELETE FROM respondent WHERE id = 4",
    ] {
      try temporary.execute(statement)
      #expect(try temporary.rows(Self.disagreement) == [], "\(statement)")
    }
    #expect(try store.placesTaken(kind: .simulated, now: moment) == 2)
  }

  @Test(arguments: [CountingOfPlaces.inEachCell, CountingOfPlaces.inAll])
  func `counting places visits cells and held places, however many have completed`(
    query: String
  ) async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    _ = try await temporary.store.consent(to: study)
    // The plan is chosen for tables that are known to be large.
    try temporary.execute(
      """
      INSERT INTO respondent (uuid, site_id, kind, channel, status, study_version_id, language,
        situation_id, seed, started_at, finished_at)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      SELECT printf('%036d', i), 1, 'human', 'web', 'completed', 1, 'en', 1 + i % 4, i, '', '' FROM n;
      ANALYZE
      """)
    #expect(try temporary.store.placesTaken(kind: .human, now: moment) == 20_001)
    let arguments: StatementArguments = ["kind": "human", "now": moment.description]
    let (plan, rows) = try await DatabaseQueue(path: temporary.path).read { database in
      (
        try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(query)", arguments: arguments)
          .map { $0["detail"] as String },
        try Row.fetchAll(database, sql: query, arguments: arguments).count
      )
    }
    #expect(rows <= 5)
    let visits = plan.filter { $0.hasPrefix("SCAN") || $0.hasPrefix("SEARCH") }
      .filter { $0 != "SCAN CONSTANT ROW" }
    #expect(
      visits.sorted() == [
        "SEARCH cell_completion USING PRIMARY KEY (kind=?)",
        "SEARCH respondent USING COVERING INDEX respondent_place (kind=? AND place_until>?)",
      ])
  }

  @Test func `a participant whom a page says to exclude fills no place`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let session = SessionToken()
    _ = try await store.consent(session, to: study)
    _ = try await store.send(3, .default, from: session, in: study)
    _ = try await store.sendSituation(from: session, in: study)
    var page = PageRecording.scale(3, .evoked, of: study.study)
    page.fillsCell = { respondents in
      #expect(respondents.count == 1)
      #expect(respondents.answers.map(\.rows) == [1, 1])
      return false
    }
    let later = moment.adding(minutes: 2)
    #expect(try await store.record(page, from: session, in: study, now: later).status == .completed)
    #expect(try temporary.rows("SELECT excluded FROM respondent") == [["1"]])
    #expect(try temporary.rows(Self.disagreement) == [])
    #expect(try store.placesTaken(kind: .human, now: moment) == 0)
    #expect(try await store.progress(of: .human, now: moment).excluded == 1)
    // What was read off the answers goes with them.
    _ = try await store.leave(session, deletingAnswers: true, now: later)
    #expect(try temporary.rows("SELECT excluded FROM respondent") == [["0"]])
    #expect(try temporary.rows(Self.disagreement) == [])
  }

  @Test func `a place that a panel gives back is free at once, for one who holds it alone`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    func identity(_ person: String) -> RecruitedIdentity {
      RecruitedIdentity(panel: "PID", person: person, panelStudy: nil, panelSession: nil)
    }
    let sessions = (0..<4).map { _ in SessionToken() }
    for (number, session) in sessions.enumerated() {
      _ = try await store.consent(session, to: study, identity: identity("p\(number)"))
    }
    #expect(try await store.consent(to: study).status == .full)
    _ = try await store.leave(sessions[1], deletingAnswers: false, now: moment)
    let freed = try await store.freePlaces(ofPanelIDs: ["P0 ", "p1", "p9"], now: moment)
    #expect(freed.freed == 1)
    #expect(freed.held == 1)
    #expect(freed.unknown == 1)
    #expect(try store.placesTaken(kind: .human, now: moment) == 2)
    #expect(try await store.freePlaces(ofPanelIDs: ["p0"], now: moment).freed == 0)
    #expect(try await store.checkActionLog() == .unbroken(entries: 2))
    // Who comes back all the same is a latecomer.
    _ = try await store.send(3, .default, from: sessions[0], in: study)
    #expect(try temporary.rows("SELECT count(*) FROM latecomer") == [["1"]])
  }

  @Test func `whoever finds the study full is counted, and nothing else is kept`() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    for _ in 0..<4 { _ = try await store.consent(to: study) }
    let late = SessionToken()
    for _ in 0..<2 { #expect(try await store.consent(late, to: study).status == .full) }
    store.noteTurnedAway(.human)
    let progress = try await store.progress(of: .human, now: moment.adding(minutes: 1))
    #expect(progress.turnedAway == 2)
    #expect(progress.placesTaken == 4)
    #expect(try temporary.rows("SELECT * FROM turned_away") == [["human", "2"]])
  }

  @Test func `whoever consents holds a place, and the next one is told before answering`()
    async throws
  {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    for _ in 0..<4 { #expect(try await temporary.store.consent(to: study).status == .active) }
    #expect(try await temporary.store.consent(to: study).status == .full)
    // A rehearsal takes no place from a human.
    #expect(try await temporary.store.consent(to: study, kind: .simulated).status == .active)
  }

  @Test func `cells are counted inside the transaction that gives one`() async throws {
    let temporary = try TemporaryStore()
    let study = try await temporary.store.register(SmallStudy().load(), now: moment)
    let store = temporary.store
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let session = SessionToken()
          _ = try await store.consent(session, to: study)
          _ = try await store.send(3, .default, from: session, in: study)
        }
      }
      try await group.waitForAll()
    }
    #expect(
      try temporary.rows("SELECT count(DISTINCT situation_id), count(*) FROM assignment")
        == [["4", "4"]])
  }

  @Test func `a lapsed place is free again, and the latecomer keeps the cell and is logged`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let late = SessionToken()
    _ = try await store.consent(late, to: study)
    let given = try await store.send(3, .default, from: late, in: study)
    let afterwards = moment.adding(minutes: 31)
    for _ in 0..<4 {
      let session = SessionToken()
      #expect(try await store.consent(session, to: study, now: afterwards).status == .active)
      _ = try await store.send(3, .default, from: session, in: study, now: afterwards)
    }
    let back = try await store.sendSituation(from: late, in: study, now: afterwards)
    #expect(back.status == .active)
    #expect(back.situation == given.situation)
    #expect(try temporary.rows("SELECT count(*) FROM latecomer") == [["1"]])
    let progress = try await store.progress(of: .human, now: afterwards)
    #expect(progress.latecomers == 1)
    #expect(progress.cells.map(\.active).sorted() == [1, 1, 1, 2])
  }

  @Test func `somebody whose place lapsed before the situation is given one all the same`()
    async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(SmallStudy().load(), now: moment)
    let late = SessionToken()
    _ = try await store.consent(late, to: study)
    let afterwards = moment.adding(minutes: 31)
    for _ in 0..<4 {
      let session = SessionToken()
      _ = try await store.consent(session, to: study, now: afterwards)
      _ = try await store.send(3, .default, from: session, in: study, now: afterwards)
    }
    let state = try await store.send(3, .default, from: late, in: study, now: afterwards)
    #expect(state.status == .active)
    #expect(state.situation != nil)
    #expect(
      try temporary.rows("SELECT latecomer, count(*) FROM assignment GROUP BY 1 ORDER BY 1")
        == [["0", "4"], ["1", "1"]])
  }
}
