package import Responses
package import Study
import Synchronization

/// All the interviews of a study: its versions, its places, and the store that keeps the answers.
package final class StudyInterviews: Sendable {
  package let store: ResponseStore
  package let clock: @Sendable () -> Timestamp
  /// The version of the study that newcomers are asked.
  package let current: StudyVersion
  let versions: Mutex<[String: StudyVersion]>

  /// Registers the study with the store.
  package init(
    of study: StudyDefinition, in store: ResponseStore,
    clock: @escaping @Sendable () -> Timestamp = { .now() }
  ) async throws {
    self.store = store
    self.clock = clock
    current = StudyVersion(try await store.register(study, now: clock()))
    versions = Mutex([study.sha256: current])
  }

  /// The session of a browser or terminal, whether or not anyone is known by it yet.
  ///
  /// - Parameters:
  ///   - channel: by which way a participant who begins answers.
  ///   - kind: what such a participant is.
  package func session(
    _ token: SessionToken = SessionToken(), channel: Channel, kind: RespondentKind
  ) -> InterviewSession {
    InterviewSession(token: token, interviews: self, channel: channel, kind: kind)
  }

  // MARK: Newcomers

  /// Whether newcomers are turned away; participants who have consented continue.
  func isClosed() throws -> Bool {
    if let end = current.study.closes, clock() >= end { return true }
    return try store.isClosed()
  }

  func isFull(for kind: RespondentKind) throws -> Bool {
    try store.placesTaken(kind: kind, now: clock()) >= current.study.places
  }

  /// Whether a participant who found the study full can be given a place that has come free.
  package func mayTryAgain(_ state: RespondentState) throws -> Bool {
    guard state.status == .full, try !isClosed() else { return false }
    return try !isFull(for: state.kind)
  }

  // MARK: Codes

  /// Where the owner of a code stands; nil if the code was never given out for this use.
  ///
  /// A code to continue is a code to withdraw as well: whoever holds it has the answers in hand.
  func owner(of code: AccessCode, for use: AccessCode.Purpose) throws -> RespondentState? {
    try store.state(of: code, for: use == .resume ? .resume : nil)
  }
}
