import Foundation
import GRDB
import Responses
import Study
import Survey
import SurveySession
import Synchronization

/// A short study: two words for calm, a situation, and the two words again.
struct CalmStudy: StudyFiles {
  /// Lines of `study.yaml` beside its design.
  var lines = ""
  var consent = "# Take part"

  func text(of path: String) -> String? {
    switch path {
    case "study.yaml":
      """
      title: A short study
      consent: consent.md
      debrief: debrief.md
      design: calm -> imagine situation -> calm
      situations: situations.csv
      quota: 2
      reservation_minutes: 30
      \(lines)
      """
    case "consent.md": consent
    case "debrief.md": "# Thank you"
    case "instruments/calm.yaml":
      """
      id: calm
      version: "1"
      title: A short scale of calm
      citation: Made for a test.
      licence: { terms: Free to use., evidence: Written for a test. }
      instruction: { default: Right now., evoked: In the situation. }
      scales:
        - id: agreement
          points: [{ value: 1, label: "No" }, { value: 2, label: Partly }, { value: 3, label: "Yes" }]
      items:
        - { id: at_ease, text: At ease, scale: agreement }
        - { id: quiet, text: Quiet, scale: agreement }
      subscales:
        - { id: calm, title: Calm, score: sum, items: [at_ease, quiet], range: [2, 6] }
      """
    case "situations.csv":
      """
      emotion,factor,situation,kind,text,source
      Fear,Dark,1,negative,A dark wood without end and without any light.,test
      """
    default: nil
    }
  }

  func displayName(of path: String) -> String { path }
}

/// The interviews of a study over a database of its own, with a clock that is moved by hand.
final class SessionFixture: Sendable {
  private let clock: Clock
  let store: ResponseStore
  let interviews: StudyInterviews

  init(_ lines: String = "", consent: String = "# Take part") async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evoke-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try ResponseStore(path: folder.appendingPathComponent("r.sqlite").path, now: .now())
    let study = try StudyDefinition.load(from: CalmStudy(lines: lines, consent: consent)).study
    let clock = Clock(folder)
    self.clock = clock
    interviews = try await StudyInterviews(of: study, in: store) { clock.now }
  }

  /// It lasts as long as the interviews, which may outlive the fixture, and the folder as long as it.
  private final class Clock: Sendable {
    private let folder: URL
    private let moment = Mutex(Timestamp(millisecondsSince1970: 1_767_225_600_000))

    init(_ folder: URL) { self.folder = folder }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var now: Timestamp { moment.withLock { $0 } }
    func wait(minutes: Int) { moment.withLock { $0 = $0.adding(minutes: minutes) } }
  }

  func wait(minutes: Int) { clock.wait(minutes: minutes) }

  /// The same database, as a program finds it that is started with another version of the study.
  func restarted(_ lines: String = "", consent: String = "# Take part") async throws
    -> StudyInterviews
  {
    let study = try StudyDefinition.load(from: CalmStudy(lines: lines, consent: consent)).study
    let clock = clock
    return try await StudyInterviews(of: study, in: store) { clock.now }
  }

  /// Makes every statement of this form fail from now on.
  func refuse(_ statement: String) throws {
    try DatabaseQueue(path: store.path).writeWithoutTransaction {
      try $0.execute(
        sql: "CREATE TRIGGER refused BEFORE \(statement) BEGIN SELECT RAISE(ABORT, 'no'); END")
    }
  }

  func session(_ token: SessionToken = SessionToken()) -> InterviewSession {
    interviews.session(token, channel: .web, kind: .human)
  }

  /// A participant who has consented.
  func participant() async throws -> InterviewSession {
    let session = session()
    _ = try await session.consent(.init(isGiven: true, language: .english))
    return session
  }
}

extension InterviewSession {
  /// The page with every item answered alike.
  static func page(_ code: String) -> PageSubmission {
    PageSubmission(["at_ease": code, "quiet": code])
  }

  /// Sends the pages of these names, with every item answered alike.
  func send(_ code: String = "2", pages: String...) async throws {
    for page in pages { _ = try await send(Self.page(code), of: page) }
  }

  /// The page that comes next, or the end, in short.
  var place: String {
    get async throws {
      guard let standing = try await standing() else { return "nobody" }
      return standing.ending.map { "\($0)" } ?? standing.step.name
    }
  }
}

extension SessionFixture {
  /// The measures that are stored: page, measure and value.
  func paradata() throws -> [String] {
    try DatabaseQueue(path: store.path).read { database in
      try String.fetchAll(
        database, sql: "SELECT page || ' ' || measure || ' ' || value FROM paradata ORDER BY id")
    }
  }
}
