import AsyncHTTPClient
import Responses
import Statistics
import Study
import Survey
import SurveySession

/// Simulated participants sent through a study, and what is stored of them.
package struct RehearsalRun: Sendable {
  /// What was sent and is stored so.
  package struct Outcome: Sendable {
    /// Those who took part, and their responses.
    package let participants: Int
    package let responses: Int
    /// Those who found the study full, or closed.
    package let full: Int
    package let closed: Int
    /// How long the sending took, in whole seconds.
    package let seconds: Int
  }

  private let participants: Int
  private let seed: UInt64
  private let concurrency: Int

  /// - Parameters:
  ///   - seed: all answers follow from it, and from how many simulated participants are stored.
  ///   - concurrency: the most participants at a time.
  package init(participants: Int, seed: UInt64, concurrency: Int) {
    self.participants = participants
    self.seed = seed
    self.concurrency = concurrency
  }

  /// Sends the participants through the study of a folder, and reads back what is stored.
  ///
  /// - Parameters:
  ///   - url: where the study is served; nil to go through its session directly.
  ///   - onProgress: called with how many are through, now and then.
  /// - Throws: `RehearsalError` if the study cannot be reached, or does not hold what was sent.
  package func run(
    in folder: String, url: String?, onProgress: (Int) -> Void
  ) async throws -> Outcome {
    let files = StudyFolder(path: folder)
    let (study, _) = try StudyDefinition.load(from: files)
    let started = ContinuousClock.now
    guard let url else {
      let store = try ResponseStore(path: files.responsesPath, now: .now())
      let visit = SessionVisit(interviews: try await StudyInterviews(of: study, in: store))
      let sent = try await visits(after: store, onProgress) { try await visit.take(seed: $0) }
      return try await compare(sent, with: store, since: started)
    }
    guard let token = RehearsalToken(keptIn: files) else {
      throw RehearsalError.neverServed(folder: folder, url: url)
    }
    let store = try ResponseStore(reading: files.responsesPath)
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.connectionPool.retryConnectionEstablishment = false
    let sent = try await HTTPClient.withHTTPClient(configuration: configuration) { client in
      let visit = WebVisit(
        client: client, url: url.hasSuffix("/") ? String(url.dropLast()) : url,
        rehearsalToken: token.text, interview: Interview(study))
      return try await visits(after: store, onProgress) { try await visit.take(seed: $0) }
    }
    return try await compare(sent, with: store, since: started)
  }

  /// Runs the visits, at most `concurrency` at a time, with the seeds that follow those of the
  /// simulated participants who are stored: no person takes part twice.
  private func visits(
    after store: ResponseStore, _ onProgress: (Int) -> Void,
    _ visit: @escaping @Sendable (UInt64) async throws -> SentAnswers
  ) async throws -> [SentAnswers] {
    var seeds = SeededGenerator(seed: seed)
    for _ in 0..<(try await store.respondentCount(of: .simulated)) { _ = seeds.next() }
    var sent: [SentAnswers] = []
    try await withThrowingTaskGroup(of: SentAnswers.self) { group in
      for number in 0..<participants {
        if number >= concurrency, let done = try await group.next() { sent.append(done) }
        let next = seeds.next()
        group.addTask { try await visit(next) }
        if number % 20 == 0 { onProgress(sent.count) }
      }
      for try await done in group { sent.append(done) }
    }
    onProgress(sent.count)
    return sent
  }

  /// Fails unless the store holds exactly what was sent.
  private func compare(
    _ sent: [SentAnswers], with store: ResponseStore, since started: ContinuousClock.Instant
  ) async throws -> Outcome {
    let seconds = Int((ContinuousClock.now - started).components.seconds)
    let admitted = sent.filter { $0.turnedAway == nil }
    var differing = 0
    for answers in admitted {
      if try await store.answers(of: answers.session).map(answers.isStored) != true {
        differing += 1
      }
    }
    guard differing == 0 else {
      throw RehearsalError.storedOtherwise(participants: differing, of: admitted.count)
    }
    let full = sent.count { $0.turnedAway == .full }
    return Outcome(
      participants: admitted.count, responses: admitted.reduce(0) { $0 + $1.responses.count },
      full: full, closed: sent.count - admitted.count - full, seconds: seconds)
  }
}
