import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Resources
import Responses
import Study
import Testing
import TextFormats

@testable import SurveyWeb

@Suite struct SurveyServerTests {
  /// A browser without JavaScript: follows redirects, keeps the cookie.
  private struct Browser {
    let client: any TestClientProtocol
    var cookie: String?
    var page = ""
    var path = ""

    var name: String {
      page.firstMatch(of: /data-page="([^"]+)"/).map { String($0.1) } ?? "?"
    }

    mutating func open(_ path: String, headers: HTTPFields = [:]) async throws {
      try await send(path, .get, headers, nil)
    }

    /// - Returns: the status of the answer before any redirect.
    @discardableResult
    mutating func post(_ path: String, _ fields: [(String, String)]) async throws -> Int {
      let session = page.firstMatch(of: /name="_session" value="([0-9a-f]+)"/).map { String($0.1) }
      let pairs = fields + (session.map { [("_session", $0)] } ?? [])
      let body = pairs.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
      return try await send(path, .post, [:], ByteBuffer(string: body))
    }

    @discardableResult
    private mutating func send(
      _ path: String, _ method: HTTPRequest.Method, _ extra: HTTPFields, _ body: ByteBuffer?
    ) async throws -> Int {
      var headers = extra
      if let cookie { headers[.cookie] = "evoke_session=\(cookie)" }
      let response = try await client.execute(
        uri: path, method: method, headers: headers, body: body)
      if let set = response.headers[.setCookie] {
        cookie = set.firstMatch(of: /evoke_session=([0-9a-f]+)/).map { String($0.1) }
      }
      if let location = response.headers[.location] {
        try await send(location, .get, [:], nil)
      } else {
        page = String(buffer: response.body)
        self.path = path
      }
      return response.status.code
    }
  }

  private struct Files: StudyFiles {
    var change: (String, String) = ("", "")

    func text(of path: String) -> String? {
      let text = TemplateStudy().text(of: path)
      guard path == "study.yaml", !change.0.isEmpty else { return text }
      return text?.replacing(change.0, with: change.1)
    }

    func displayName(of path: String) -> String { path }
  }

  private static let moment = Timestamp(millisecondsSince1970: 1_767_225_600_000)

  private func serve(
    _ change: (String, String) = ("", ""),
    _ body: @Sendable (inout Browser, ResponseStore) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evoke-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try ResponseStore(
      path: folder.appendingPathComponent("r.sqlite").path, now: Self.moment)
    var configuration = SurveyServerConfiguration()
    configuration.rehearsalToken = "rehearsal"
    let server = try await SurveyServer(
      study: StudyDefinition.load(from: Files(change: change)).study, store: store,
      configuration: configuration, logger: Logger(label: "test"), clock: { Self.moment })
    try await server.application().test(.router) { client in
      var browser = Browser(client: client)
      try await body(&browser, store)
    }
  }

  private static let demographics = [
    ("gender", "other"), ("year_of_birth", "1980"), ("country", "KE"), ("employment", "student"),
    ("education", "prefer_not_to_say"),
  ]

  private static func items(_ value: Int) throws -> [(String, String)] {
    try Instrument(yaml: BundledFile.text("instruments/panas.yaml")!, file: "p").items
      .map { ($0.id.name, "\(value)") }
  }

  @Test func `a participant goes from consent to debrief, and all is stored`() async throws {
    try await serve { browser, store in
      try await browser.open("/")
      #expect(browser.name == "consent")
      #expect(try await browser.post("/survey/consent", [("consent", "yes")]) == 303)
      #expect(browser.name == "demographics")
      #expect(try await browser.post("/survey/demographics", Self.demographics) == 303)
      #expect(browser.name == "default")
      #expect(try await browser.post("/survey/default", Self.items(2)) == 303)
      #expect(browser.name == "situation")
      #expect(try await browser.post("/survey/situation", []) == 303)
      #expect(browser.name == "evoked")
      #expect(try await browser.post("/survey/evoked", Self.items(5)) == 303)
      #expect(browser.name == "debrief")
      let answers = try await store.answers(of: SessionToken(browser.cookie!)!)
      #expect(answers?.status == .completed)
      #expect(answers?.kind == .human)
      #expect(answers?.responses.count == 40)
      #expect(answers?.questions["country"] == "KE")
      #expect(answers?.questions["education"] == .some(nil))
    }
  }

  @Test(arguments: ["kind = 'robot'", "status = 'asleep'", "step = -1", "step = 99"])
  func `a participant whose row is damaged gets a calm page, and nobody else`(
    damage: String
  ) async throws {
    try await serve { browser, store in
      try await browser.open("/")
      try await browser.post("/survey/consent", [("consent", "yes")])
      #expect(browser.name == "demographics")
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      let queue = try DatabaseQueue(path: store.path, configuration: configuration)
      try await queue.writeWithoutTransaction { database in
        try database.execute(
          sql: "PRAGMA ignore_check_constraints = ON; UPDATE respondent SET \(damage)")
      }
      for path in ["/", "/survey/demographics", "/leave", "/later"] {
        try await browser.open(path)
        #expect(browser.name == "failure", "\(path)")
      }
      #expect(try await browser.post("/survey/default", []) == 500)
      var other = Browser(client: browser.client)
      try await other.open("/")
      #expect(other.name == "consent")
      try await other.post("/survey/consent", [("consent", "yes")])
      #expect(other.name == "demographics")
    }
  }

  @Test func `missing answers come back with everything kept`() async throws {
    try await serve { browser, _ in
      try await browser.open("/")
      #expect(try await browser.post("/survey/consent", []) == 303)
      #expect(browser.path == "/?lang=en&_again=missing")
      #expect(browser.page.contains("<title>Error:"))
      try await browser.post("/survey/consent", [("consent", "yes")])
      #expect(try await browser.post("/survey/demographics", [("country", "KE")]) == 303)
      #expect(browser.path == "/survey/demographics?_again=missing")
      #expect(browser.page.contains("<option value=\"KE\" selected>"))
      #expect(browser.page.contains("href=\"#gender\""))
      try await browser.post("/survey/demographics", Self.demographics)
      let allButOne = try Self.items(4).filter { $0.0 != "upset" }
      #expect(try await browser.post("/survey/default", allButOne + [("strong", "9")]) == 303)
      #expect(browser.name == "default")
      #expect(browser.page.contains("<title>Error:"))
      #expect(browser.page.contains("2 answers are still missing"))
      #expect(browser.page.contains("href=\"#upset\""))
      #expect(browser.page.components(separatedBy: " checked").count - 1 == 18)
    }
  }

  @Test func `pages out of turn change nothing and lead to the right page`() async throws {
    try await serve { browser, store in
      try await browser.open("/survey/evoked")
      #expect(browser.name == "consent")
      try await browser.post("/survey/consent", [("consent", "yes")])
      #expect(try await browser.post("/survey/evoked", Self.items(1)) == 303)
      #expect(browser.name == "demographics")
      try await browser.post("/survey/demographics", Self.demographics)
      try await browser.post("/survey/demographics", [("gender", "male")])
      #expect(browser.name == "default")
      try await browser.post("/survey/consent", [("consent", "no")])
      #expect(browser.name == "leave")
      let answers = try await store.answers(of: SessionToken(browser.cookie!)!)
      #expect(answers?.responses.isEmpty == true)
      #expect(answers?.questions["gender"] == "other")
    }
  }

  @Test func `the answers of a form are kept when the cookie is lost`() async throws {
    try await serve { browser, store in
      try await browser.open("/")
      try await browser.post("/survey/consent", [("consent", "yes")])
      let session = SessionToken(browser.cookie!)!
      browser.cookie = nil
      try await browser.post("/survey/demographics", Self.demographics)
      #expect(browser.name == "default")
      #expect(try await store.answers(of: session)?.questions.count == 5)
    }
  }

  @Test func `only the rehearsal's secret makes a participant simulated`() async throws {
    try await serve { browser, store in
      let header = HTTPField.Name("Evoke-Rehearsal")!
      try await browser.open("/", headers: [header: "rehearsal"])
      let response = try await browser.client.execute(
        uri: "/survey/consent", method: .post,
        headers: [header: "rehearsal", .cookie: "evoke_session=\(browser.cookie!)"],
        body: ByteBuffer(string: "consent=yes"))
      #expect(response.status == .seeOther)
      let cookie = try #require(response.headers[.setCookie]?.firstMatch(of: /evoke_session=(\w+)/))
      let session = try #require(SessionToken(cookie.1))
      #expect(try await store.answers(of: session)?.kind == .simulated)
    }
  }

  @Test func `the secret of another rehearsal is refused, and nobody is recorded`() async throws {
    try await serve { browser, store in
      for (uri, method) in [("/", HTTPRequest.Method.get), ("/survey/consent", .post)] {
        let response = try await browser.client.execute(
          uri: uri, method: method, headers: [HTTPField.Name("Evoke-Rehearsal")!: "guess"],
          body: ByteBuffer(string: "consent=yes"))
        #expect(response.status == .forbidden)
        #expect(response.headers[.setCookie] == nil)
      }
      let progress = try await store.progress(of: .human, now: .now())
      #expect(progress.statuses.isEmpty)
    }
  }

  @Test(arguments: [("keep", "left", 20), ("delete", "withdrawn", 0)])
  func `whoever stops chooses what becomes of the answers, and is debriefed`(
    choice: String, status: String, kept: Int
  ) async throws {
    try await serve { browser, store in
      try await browser.open("/")
      try await browser.post("/survey/consent", [("consent", "yes")])
      try await browser.post("/survey/demographics", Self.demographics)
      try await browser.post("/survey/default", Self.items(2))
      try await browser.open("/leave")
      #expect(browser.page.contains("value=\"delete\""))
      try await browser.post("/leave", [("answers", choice)])
      #expect(browser.name == "left")
      #expect(browser.page.contains("findahelpline.com"))
      let answers = try await store.answers(of: SessionToken(browser.cookie!)!)
      #expect(answers?.status.rawValue == status)
      #expect(answers?.responses.count == kept)
      try await browser.open("/")
      #expect(browser.name == "left")
    }
  }

  @Test func `a recruited person is asked once, on whatever device`() async throws {
    let change = (
      "leaving: ask",
      "leaving: ask\nrecruiting: { completion_codes: { complete: C0DE, no_consent: N0 } }"
    )
    try await serve(change) { browser, store in
      try await browser.open("/?PROLIFIC_PID=%3Canna%3E&STUDY_ID=s&SESSION_ID=x")
      #expect(browser.page.contains("value=\"&lt;anna&gt;\""))
      try await browser.post(
        "/survey/consent", [("consent", "yes"), ("PROLIFIC_PID", "%3Canna%3E"), ("STUDY_ID", "s")])
      #expect(browser.name == "demographics")
      var phone = Browser(client: browser.client)
      try await phone.open("/?PROLIFIC_PID=%3Canna%3E")
      #expect(phone.name == "demographics")
      #expect(try store.placesTaken(kind: .human, now: Self.moment) == 1)
      var other = Browser(client: browser.client)
      try await other.open("/?PROLIFIC_PID=ben")
      try await other.post("/survey/consent", [("consent", "no"), ("PROLIFIC_PID", "ben")])
      #expect(other.name == "declined")
      #expect(other.page.contains("N0"))
    }
  }

  @Test func `recruiting ids are not kept by a study that does not recruit`() async throws {
    try await serve { browser, _ in
      try await browser.open("/?PROLIFIC_PID=anna")
      #expect(!browser.page.contains("anna"))
    }
  }

  @Test func `an unknown address gives a calm page, and a huge form is refused`() async throws {
    try await serve { browser, _ in
      try await browser.open("/nothing/here")
      #expect(browser.name == "not_found")
      try await browser.open("/")
      let huge = String(repeating: "x", count: 1 << 21)
      #expect(try await browser.post("/survey/consent", [("consent", huge)]) == 413)
      #expect(browser.name == "failure")
    }
  }
}

@Suite struct FormBodyTests {
  @Test(arguments: [
    ("a=1&b=2", ["a=1", "b=2"]), ("a=1&a=2", ["a=1", "a=2"]), ("", []), ("&&", []),
    ("a", ["a="]), ("=1", ["=1"]), ("a=b=c", ["a=b=c"]), ("a=x+y%20z%2B", ["a=x y z+"]),
    ("a=%F0%9F%98%80", ["a=😀"]), ("a=%", ["a=%"]), ("a=%4", ["a=%4"]), ("a=%zz", ["a=%zz"]),
    ("a=%FF", ["a=\u{FFFD}"]), ("%61=1", ["a=1"]),
  ])
  func `a body is read as browsers write it`(body: String, pairs: [String]) {
    #expect(formFields(Array(body.utf8)).map { "\($0.name)=\($0.value)" } == pairs)
  }
}
