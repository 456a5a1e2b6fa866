import Responses
import Study
import Survey
import SurveySession

/// What a simulated participant sent, to be compared with what is stored.
struct SentAnswers: Sendable {
  var session: SessionToken
  private(set) var responses: Set<StoredResponse> = []
  private(set) var questions: [QuestionID: String?] = [:]
  /// Why the study let the participant not begin; nil for those who took part.
  var turnedAway: Ending?

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

extension SentAnswers {
  /// Whether a participant is stored as one who completed the study with exactly these answers.
  func isStored(as stored: StoredAnswers) -> Bool {
    stored.status == .completed && stored.kind == .simulated && stored.responses == responses
      && stored.questions == questions
  }
}
