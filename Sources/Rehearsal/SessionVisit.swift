import Responses
import Study
import Survey
import SurveySession

/// A participant who answers without a face between: page by page, through the session alone.
struct SessionVisit: Sendable {
  let interviews: StudyInterviews

  func take(seed: UInt64) async throws -> SentAnswers {
    var person = SimulatedPerson(seed: seed)
    let session = interviews.session(channel: .web, kind: .simulated)
    var sent = SentAnswers(session: session.token)
    if case .turnedAway(let ending) = try await session.arrive() {
      sent.turnedAway = ending
      return sent
    }
    let language = interviews.current.study.language
    var form = InterviewSession.Consent(isGiven: true, language: language)
    form.textSHA256 = interviews.current.consentSHA256(in: language)
    form.seed = seed
    var standing: Standing
    switch try await session.consent(form) {
    case .recorded(let begun): standing = begun
    case .unsaved(let error): throw error
    case .turnedAway(let ending):
      sent.turnedAway = ending
      return sent
    case .textChanged, .needsRecognition:
      preconditionFailure("a simulated participant reads the text as it is, and is known again")
    }
    // Another participant may have taken the last place in between.
    sent.turnedAway = standing.ending
    while let page = try session.page(of: standing)?.page {
      var submission = PageSubmission(person.answers(to: page))
      // Simulated participants do not read.
      submission.wasHinted = true
      guard case .complete(let recording) = page.read(submission) else {
        preconditionFailure("a simulated page was incomplete")
      }
      switch try await session.send(submission, of: page.name) {
      case .moved(let next): standing = next
      case .unsaved(_, _, let error): throw error
      case .unknown, .nextItem, .shownAgain:
        preconditionFailure("a simulated page was not recorded")
      }
      sent.add(recording)
    }
    return sent
  }
}
