package import Responses
package import Study
package import Survey
import Synchronization
import TextFormats

/// All the interviews of a study: its versions, its places, and the store that keeps the answers.
package final class StudyInterviews: Sendable {
  package let store: ResponseStore
  package let clock: @Sendable () -> Timestamp
  /// The version of the study that newcomers are asked.
  package let current: StudyVersion
  let versions: Mutex<[String: StudyVersion]>
  /// By what is known again of those who found the study full: none of it is kept for longer than the
  /// program runs, nor can it be read back.
  private let turnedAway = Mutex<Set<Int>>([])

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

  /// The session that a consent form leads to, by the token that the form holds.
  package func session(
    ofConsentForm form: SessionToken, channel: Channel, kind: RespondentKind
  ) -> InterviewSession {
    session(store.session(ofConsentForm: form), channel: channel, kind: kind)
  }

  // MARK: Newcomers

  /// How the study turns newcomers away, whether or not a place is free; nil while it admits them.
  /// Participants who have consented continue.
  func closing() throws -> Ending? {
    try current.study.isClosed(at: clock()) || store.isClosed() ? .closed : nil
  }

  /// How a newcomer is turned away; nil if the newcomer can begin.
  func turningAway(_ kind: RespondentKind) throws -> Ending? {
    if let ending = try closing() { return ending }
    return try store.isFull(current.study, kind: kind, now: clock()) ? .full : nil
  }

  /// How somebody is turned away whom the study does not admit; nil for everyone else.
  ///
  /// Only people on the web come by a link: a rehearsal, a preview and a terminal have none.
  func refusal(
    of identity: RecruitedIdentity?, _ kind: RespondentKind, _ channel: Channel
  ) throws -> Ending? {
    guard current.study.recruiting?.admitsIssuedOnly == true, kind == .human, channel == .web
    else { return nil }
    return try identity.map { try store.isIssued($0.person) } == true ? nil : .uninvited
  }

  /// Counts a newcomer who found the study full; who comes back in the same browser, or with the same id
  /// of a panel, is counted once.
  func countTurnedAway(
    _ kind: RespondentKind, as identity: RecruitedIdentity?, with token: SessionToken
  ) {
    let person = (identity?.person.lowercased() ?? token.text).hashValue
    let isNew = turnedAway.withLock { known in
      if known.count == Self.mostKnownAgain { known.removeAll() }
      return known.insert(person).inserted
    }
    if isNew { store.noteTurnedAway(kind) }
  }

  private static let mostKnownAgain = 100_000

  /// Whether a participant who found the study full can be given a place that has come free.
  package func mayTryAgain(_ state: RespondentState) throws -> Bool {
    try state.status == .full && turningAway(state.kind) == nil
  }

  // MARK: Codes

  /// Where the owner of a code stands; nil if the code was never given out for this use.
  ///
  /// A code to continue is a code to withdraw as well: whoever holds it has the answers in hand.
  func owner(of code: AccessCode, for use: AccessCode.Purpose) throws -> RespondentState? {
    try store.state(of: code, for: use == .resume ? .resume : nil)
  }
}

/// Where a participant stands, in the version of the study that this participant began with.
package struct Standing: Sendable {
  package let state: RespondentState
  package let version: StudyVersion

  package let interview: Interview

  init(_ state: RespondentState, in version: StudyVersion) {
    self.state = state
    self.version = version
    interview = version.interview(in: state.language)
  }

  /// Whether there are pages still to be answered.
  package var isActive: Bool { state.status == .active }
  /// The step that comes next, while the participant is active.
  package var step: Interview.Step { interview.steps[min(state.step, interview.steps.count - 1)] }
  /// The end that the participant has come to; nil while there are pages to be answered.
  package var ending: Ending? { Ending(of: state, in: interview) }

  /// - Parameter now: for questions of age.
  func participant(now: Timestamp) -> InterviewPage.Participant {
    InterviewPage.Participant(
      seed: state.seed, situation: state.situation, layout: state.layout, year: now.year)
  }
}

extension InterviewSession {
  /// Where the session's owner stands; nil if nobody has begun with it.
  package func standing() async throws -> Standing? {
    guard let state = try store.state(of: token) else { return nil }
    return try await interviews.standing(of: state)
  }
}

extension StudyInterviews {
  /// Where a participant stands, in the version of the study that this participant began with.
  func standing(of state: RespondentState) async throws -> Standing {
    let sha256 = state.studySHA256
    if let version = version(sha256) { return try standing(of: state, in: version) }
    return try standing(
      of: state,
      in: keep(try await store.storedStudy(sha256: sha256, now: clock()), as: sha256))
  }

  /// Where a participant stands who sends something.
  func standing(of sender: Sender) throws -> Standing {
    let sha256 = sender.state.studySHA256
    if let version = version(sha256) { return try standing(of: sender.state, in: version) }
    return try standing(of: sender.state, in: keep(try sender.storedStudy(), as: sha256))
  }

  /// - Throws: `StoreError.damaged` for a participant who is at a step that the study lacks, and could
  ///   be led nowhere.
  private func standing(of state: RespondentState, in version: StudyVersion) throws -> Standing {
    let standing = Standing(state, in: version)
    guard !standing.isActive || (1..<standing.interview.steps.count - 1).contains(state.step) else {
      throw StoreError.damaged(path: store.path, state.damagedStep)
    }
    return standing
  }

  private func version(_ sha256: String) -> StudyVersion? { versions.withLock { $0[sha256] } }

  private func keep(_ stored: RegisteredStudy?, as sha256: String) -> StudyVersion {
    guard let stored else { return current }
    let version = StudyVersion(stored)
    versions.withLock { $0[sha256] = version }
    return version
  }
}

/// A version of the study, as the participants who began with it are interviewed.
package final class StudyVersion: Sendable {
  package let registered: RegisteredStudy
  private let interviews: [Language: Interview]
  private let consentHashes: [Language: String]

  init(_ registered: RegisteredStudy) {
    self.registered = registered
    let study = registered.study
    let translations = study.languages.map { ($0, study.inLanguage($0)) }
    interviews = Dictionary(
      uniqueKeysWithValues: translations.map { ($0, Interview($1)) })
    consentHashes = Dictionary(
      uniqueKeysWithValues: translations.map { ($0, sha256Hex($1.consent.source.utf8)) })
  }

  package var study: StudyDefinition { registered.study }

  /// The way through the study in a language; in the study's own if it is not translated to it.
  package func interview(in language: Language) -> Interview {
    interviews[language] ?? interviews[study.language]!
  }

  /// The hash of the text that participants consent to, as it is recorded.
  package func consentSHA256(in language: Language) -> String {
    consentHashes[language] ?? consentHashes[study.language]!
  }
}
