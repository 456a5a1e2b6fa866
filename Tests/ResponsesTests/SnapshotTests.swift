import Foundation
import GRDB
import Study
import Synchronization
import Testing

@testable import Responses

/// A study with people whom every column tells apart.
private final class Crowd {
  struct Person: Sendable {
    let id: Int64
    let uuid: String
    let answers: [Occasion: Double]
    let name: String
  }

  let temporary: TemporaryStore
  let study: RegisteredStudy
  private(set) var people: [Person] = []

  init() async throws {
    temporary = try TemporaryStore()
    study = try await temporary.store.register(SmallStudy(quota: 99).load(), now: moment)
  }

  /// Adds somebody who completes the study.
  func complete(_ before: Double, _ after: Double) async throws {
    let store = temporary.store
    let session = SessionToken()
    let state = try await store.consent(session, to: study)
    store.noteServed("situation", to: state, now: moment)
    _ = try await store.send(before, .default, from: session, in: study)
    _ = try await store.sendSituation(from: session, in: study, now: moment.adding(minutes: 1))
    let name = "person \(people.count)"
    try await store.write { database in
      try database.execute(
        sql: """
          INSERT INTO question_answer (respondent_id, question, purpose, value)
          VALUES (?, 'name', 'demographics', ?)
          """, arguments: [state.id, name])
    }
    _ = try await store.send(
      after, .evoked, from: session, in: study, now: moment.adding(minutes: 2))
    people.append(
      Person(
        id: state.id, uuid: state.uuid, answers: [.default: before, .evoked: after], name: name))
  }

  /// Checks that every column says of each respondent what that person answered.
  static func expectWhole(
    _ read: Respondents, _ people: [Person], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let known = Dictionary(uniqueKeysWithValues: people.map { ($0.uuid, $0) })
    let count = read.count
    #expect(read.keys.count == count, sourceLocation: sourceLocation)
    #expect(read.scores.count == (count == 0 ? 0 : 2), sourceLocation: sourceLocation)
    #expect(read.answers.count == (count == 0 ? 0 : 2), sourceLocation: sourceLocation)
    for table in read.answers {
      #expect(table.respondents == (0..<count).map(Int32.init), sourceLocation: sourceLocation)
    }
    for (index, key) in read.keys.enumerated() {
      guard let person = known[key] else {
        Issue.record("a respondent whom nobody knows", sourceLocation: sourceLocation)
        continue
      }
      for table in read.answers {
        let given = Set(table.given(row: index))
        #expect(given == [person.answers[table.occasion]], sourceLocation: sourceLocation)
      }
      for (occasion, value) in person.answers {
        #expect(read.scores[0][occasion, index] == 10 * value, sourceLocation: sourceLocation)
      }
      #expect(read.attributes?["name", index] == person.name, sourceLocation: sourceLocation)
      #expect(read.checks?.entries[index].seconds != nil, sourceLocation: sourceLocation)
      #expect(read.checks?.entries[index].readingSeconds == 60, sourceLocation: sourceLocation)
      #expect(read.checks?.entries[index].study == 0, sourceLocation: sourceLocation)
    }
  }

  static let everything: Respondents.Parts = [
    .scores, .answers, .attributes, .checks, .keys, .times,
  ]
}

@Suite struct SnapshotTests {
  private let values: [(Double, Double)] = (1...4).flatMap { a in
    (1...4).map { (Double(a), Double(a == $0 ? 5 : $0)) }
  }

  /// After each statement of the reader another connection commits: someone earlier in the database
  /// has completed, or someone has withdrawn.
  @Test
  func `a snapshot is one state of the database, whatever is committed between its statements`()
    async throws
  {
    let crowd = try await Crowd()
    for (before, after) in values { try await crowd.complete(before, after) }
    let people = crowd.people
    try crowd.temporary.execute("UPDATE respondent SET status = 'left' WHERE id % 2 = 1")
    let start = Set(people.filter { $0.id % 2 == 0 }.map(\.uuid))
    let commits = people.filter { $0.id % 2 == 1 } + people.filter { $0.id % 2 == 0 }
    let other = try DatabaseQueue(path: crowd.temporary.path)
    let reader = try ResponseStore(reading: crowd.temporary.path)

    var states = [start]
    for person in commits {
      states.append(
        states[states.count - 1].symmetricDifference([person.uuid]))
    }
    let committed = Mutex(0)
    try await reader.database.read { database in
      database.trace { event in
        guard case .statement(let statement) = event, statement.sql.hasPrefix("SELECT") else {
          return
        }
        let person = committed.withLock { count -> Crowd.Person? in
          defer { count += 1 }
          return count < commits.count ? commits[count] : nil
        }
        guard let person else { return }
        let isNew = person.id % 2 == 1
        try? other.write { database in
          try database.execute(
            sql: "UPDATE respondent SET status = ? WHERE id = ?",
            arguments: [isNew ? "completed" : "withdrawn", person.id])
          guard !isNew else { return }
          try database.execute(
            sql: """
              DELETE FROM response WHERE administration_id IN
                (SELECT id FROM administration WHERE respondent_id = \(person.id));
              DELETE FROM subscale_score WHERE respondent_id = \(person.id);
              DELETE FROM question_answer WHERE respondent_id = \(person.id);
              DELETE FROM administration WHERE respondent_id = \(person.id);
              """)
        }
      }
    }
    for _ in 0..<3 {
      let before = committed.withLock { min($0, commits.count) }
      let read = try await reader.respondents(of: .human, including: Crowd.everything)
      let after = committed.withLock { min($0, commits.count) }
      Crowd.expectWhole(read, people)
      #expect(states[before...after].contains(Set(read.keys)))
    }
    #expect(committed.withLock { $0 } > 20)
    let last = try await reader.respondents(of: .human, including: Crowd.everything)
    #expect(Set(last.keys) == states[states.count - 1])
  }

  @Test func `snapshots taken while people complete hold each of them whole or not at all`()
    async throws
  {
    let crowd = try await Crowd()
    let reader = try ResponseStore(reading: crowd.temporary.path)
    try await crowd.complete(1, 2)
    let isDone = Mutex(false)
    let reading = Task {
      var read: [Respondents] = []
      while !isDone.withLock({ $0 }) {
        read.append(try await reader.respondents(of: .human, including: Crowd.everything))
      }
      return read
    }
    for index in 0..<60 {
      let (before, after) = values[index % values.count]
      try await crowd.complete(before, after)
    }
    isDone.withLock { $0 = true }
    let snapshots = try await reading.value
    #expect(snapshots.count > 3)
    for snapshot in snapshots { Crowd.expectWhole(snapshot, crowd.people) }
    #expect(snapshots.map(\.count) == snapshots.map(\.count).sorted())
    #expect(Set(snapshots.map(\.count)).count > 1)
  }

  @Test func `what a rule looks at is that of the version of the study that asked`() async throws {
    let crowd = try await Crowd()
    try await crowd.complete(1, 2)
    var later = SmallStudy(quota: 99)
    later.readingWordsPerMinute = 60
    let store = crowd.temporary.store
    let study = try await store.register(later.load(), now: moment)
    let session = SessionToken()
    _ = try await store.consent(session, to: study)
    _ = try await store.send(3, .default, from: session, in: study)
    _ = try await store.sendSituation(from: session, in: study)
    _ = try await store.send(3, .evoked, from: session, in: study)
    let checks = try await store.respondents(of: .human, including: .checks).checks
    #expect(checks?.versions.map(\.study.readingWordsPerMinute) == [300, 60])
    #expect(checks?.entries.map(\.study) == [0, 1])
    // Three words at 300 and at 60 a minute.
    #expect(checks?.entries.map(\.leastReadingSeconds) == [1, 3])
    #expect(checks?.entries.map(\.readTooFast) == [false, nil])
  }
}

/// A study in which a neutral situation has the names, the number and the text of a negative one.
private struct TwinStudy: StudyFiles {
  func text(of path: String) -> String? {
    path == "situations.csv"
      ? """
      emotion,factor,situation,kind,text,source
      Fear,Dark,1,negative,A dark wood.,test
      Fear,Dark,1,neutral,A dark wood.,test
      """ : SmallStudy(quota: 9).text(of: path)
  }

  func displayName(of path: String) -> String { path }
}

@Suite struct ControlCellTests {
  @Test func `a control keeps cells of its own in everything that is stored and read`() async throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let study = try await store.register(
      StudyDefinition.load(from: TwinStudy()).study, now: moment)
    var kinds: [Situation.Kind: Int] = [:]
    for person in 0..<6 {
      let session = SessionToken()
      _ = try await store.consent(session, to: study)
      let state = try await store.send(3, .default, from: session, in: study)
      kinds[try #require(state.situation).kind, default: 0] += 1
      _ = try await store.sendSituation(from: session, in: study)
      if person < 4 { _ = try await store.send(4, .evoked, from: session, in: study) }
    }
    #expect(kinds == [.negative: 3, .neutral: 3])
    #expect(
      try temporary.rows(
        "SELECT situation_kind, count(*) FROM participants GROUP BY 1 ORDER BY 1")
        == [["negative", "3"], ["neutral", "3"]])
    #expect(try temporary.rows("SELECT situation_kind FROM responses_wide").count == 6)
    let later = moment.adding(minutes: 1_000)
    let progress = try await store.progress(of: .human, now: later)
    #expect(progress.cells.map(\.completed).reduce(0, +) == 4 && progress.cells.count == 2)
    let read = try await store.respondents(
      of: .human, including: [.scores, .attributes, .unfinished])
    #expect(read.design.cells.count == 2 && read.design.controls == [.neutral])
    #expect((0..<4).map { read.attributes?.language(of: $0) } == Array(repeating: "en", count: 4))
    // Their places lapsed long ago by the clock of this machine.
    #expect(read.unfinished?.count == 2)
    let people = try await store.people(of: .human)
    #expect(Set(people.people.map(\.situation.key.kind)) == [.negative, .neutral])
    #expect(Set(people.situations.map(\.place.key)).count == 2)
  }
}
