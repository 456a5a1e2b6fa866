package import Responses
package import Study
import Survey
package import SurveySession

/// What a simulated participant sent, to be compared with what is stored.
package struct SentAnswers: Sendable {
  package let session: SessionToken
  package private(set) var responses: Set<StoredResponse> = []
  package private(set) var questions: [QuestionID: String?] = [:]
  /// Why the study let the participant not begin; nil for those who took part.
  package var turnedAway: Ending?

  init(session: SessionToken, turnedAway: Ending? = nil) {
    self.session = session
    self.turnedAway = turnedAway
  }

  mutating func add(_ recording: PageRecording) {
    for administration in recording.administrations {
      for case (let item, .chosen(let option)) in administration.answers {
        responses.insert(
          StoredResponse(
            instrument: administration.instrument, occasion: administration.occasion, item: item,
            option: option.code))
      }
    }
    for answer in recording.questions { questions[answer.question] = .some(answer.value) }
  }
}
