import ArgumentParser
import AsyncHTTPClient
import Documents
import Foundation
import Rehearsal
import Responses
import Statistics
import Study
import Survey
import SurveySession
import TextFormats

struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sends simulated participants through a study, and checks that all is stored.",
    usage: "evoke simulate <folder> --participants N [--url …] [--seed …] [--format …] […]",
    discussion: """
      With --url they fill in the running web form page by page. Without it their pages are written \
      directly to the study's database. They have the kind `simulated`, take no place from a human, \
      and enter a crowd baseline only with --kind simulated.
      """)

  @Argument(help: "The study's folder.")
  var folder = "."

  @Option(help: "The number of participants.")
  var participants: Int

  @Option(help: "The address that `evoke serve` prints, such as http://127.0.0.1:8080.")
  var url: String?

  @Option(help: "The seed for all answers.")
  var seed: UInt64 = 1

  @Option(help: "The number of participants at the same time.")
  var concurrency = 16

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard participants > 0 else { throw ValidationError("--participants must be at least 1.") }
    guard (1...1024).contains(concurrency) else {
      throw ValidationError("--concurrency must be a number from 1 to 1024.")
    }
    if let url, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
      throw ValidationError("--url must start with http:// or https://.")
    }
  }

  func run() async throws {
    let files = StudyFolder(path: folder)
    let (study, _) = try StudyDefinition.load(from: files)
    let started = ContinuousClock.now
    let sent: [SentAnswers]
    let store: ResponseStore
    if let url {
      guard let token = RehearsalToken(keptIn: files) else {
        throw UserMistake(
          "\(folder): has never been served, so it cannot be the study at \(url); nothing was sent")
      }
      store = try ResponseStore(reading: files.responsesPath)
      var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
      configuration.connectionPool.retryConnectionEstablishment = false
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      let visit = WebVisit(
        client: client, url: url.hasSuffix("/") ? String(url.dropLast()) : url,
        rehearsalToken: token.text, interview: Interview(study))
      do {
        sent = try await visits { try await visit.take(seed: $0) }
      } catch {
        try await client.shutdown()
        throw error
      }
      try await client.shutdown()
    } else {
      store = try ResponseStore(path: files.responsesPath, now: .now())
      let visit = SessionVisit(try await StudyInterviews(of: study, in: store))
      sent = try await visits { try await visit.take(seed: $0) }
    }
    let seconds = Double((ContinuousClock.now - started).components.seconds)
    try await compare(sent, with: store, seconds: seconds)
  }

  /// Runs the visits, at most `concurrency` at a time.
  private func visits(
    _ visit: @escaping @Sendable (UInt64) async throws -> SentAnswers
  ) async throws -> [SentAnswers] {
    var seeds = SeededGenerator(seed: seed)
    var sent: [SentAnswers] = []
    let showsProgress = !output.quiet && standardError.isTerminal
    try await withThrowingTaskGroup(of: SentAnswers.self) { group in
      for number in 0..<participants {
        if number >= concurrency, let done = try await group.next() { sent.append(done) }
        let next = seeds.next()
        group.addTask { try await visit(next) }
        if showsProgress, number % 20 == 0 {
          standardError.write("\rsimulated \(sent.count) of \(participants) participants")
        }
      }
      for try await done in group { sent.append(done) }
    }
    if showsProgress {
      standardError.write("\rsimulated \(sent.count) of \(participants) participants\n")
    }
    return sent
  }

  /// Fails unless the store holds exactly what was sent.
  private func compare(
    _ sent: [SentAnswers], with store: ResponseStore, seconds: Double
  ) async throws {
    let admitted = sent.filter { $0.turnedAway == nil }
    var differing = 0
    for answers in admitted {
      let stored = try await store.answers(of: answers.session)
      let agrees =
        stored.map {
          $0.status == .completed && $0.kind == .simulated && $0.responses == answers.responses
            && $0.questions == answers.questions
        } ?? false
      if !agrees { differing += 1 }
    }
    let responses = admitted.reduce(0) { $0 + $1.responses.count }
    guard differing == 0 else {
      throw StoreError.storedOtherwise(participants: differing, of: admitted.count)
    }
    try output.write(
      ActionReport.rehearsal(
        participants: admitted.count, responses: responses,
        full: sent.count { $0.turnedAway == .full },
        closed: sent.count { $0.turnedAway == .closed },
        seconds: seconds))
  }
}
