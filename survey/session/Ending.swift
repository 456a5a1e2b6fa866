package import Responses
package import Study
package import Survey

/// How an interview ends, and what the person reads then.
package enum Ending: CaseIterable, Hashable, Sendable {
  case debrief, declined, full, closed, screenedOut, failedAttention, left
  /// Taking answers back costs nobody the completion of what the person had come to before.
  case withdrawn(after: StudyDefinition.Outcome)

  package static let allCases: [Ending] =
    [.debrief, .declined, .full, .closed, .screenedOut, .failedAttention, .left]
    + StudyDefinition.Outcome.allCases.map { .withdrawn(after: $0) }

  /// The end that a person has come to, or nil for somebody who is still answering.
  package init?(of state: RespondentState, in interview: Interview) {
    switch state.status {
    case .active, .expired: return nil
    case .completed: self = .debrief
    case .declined: self = .declined
    case .full: self = .full
    case .left: self = .left
    case .withdrawn:
      let outcome: StudyDefinition.Outcome =
        switch state.statusBefore {
        case .completed: .complete
        case .screenedOut: state.hadFailedAttention ? .failedAttention : .screenedOut
        default: .left
        }
      self = .withdrawn(after: outcome)
    case .screenedOut:
      let isQuestion = interview.study.screening.contains { $0.id.name == state.endedBy }
      self = isQuestion ? .screenedOut : .failedAttention
    }
  }

  package var outcome: StudyDefinition.Outcome {
    switch self {
    case .debrief: .complete
    case .declined: .noConsent
    case .full, .closed: .overQuota
    case .screenedOut: .screenedOut
    case .failedAttention: .failedAttention
    case .left: .left
    case .withdrawn(let outcome): outcome
    }
  }

  /// Whoever has seen a scale or a situation is debriefed, however the interview ends.
  package var debriefs: Bool {
    switch self {
    case .debrief, .failedAttention, .left, .withdrawn: true
    case .declined, .full, .closed, .screenedOut: false
    }
  }

  /// Whether there are answers that the person could take back with a receipt.
  package var keepsAnswers: Bool {
    switch self {
    case .debrief, .failedAttention, .screenedOut, .left: true
    case .declined, .full, .closed, .withdrawn: false
    }
  }

  /// The heading and, but for a debrief that speaks for itself, what stands below it.
  package func words(_ phrases: Phrases) -> (heading: String, text: String?) {
    switch self {
    case .debrief: (phrases.debriefTitle, nil)
    case .declined: (phrases.declinedTitle, phrases.declinedText)
    case .full: (phrases.fullTitle, phrases.fullText)
    case .closed: (phrases.closedTitle, phrases.closedText)
    case .screenedOut, .failedAttention: (phrases.screenedOutTitle, phrases.screenedOutText)
    case .left: (phrases.leftTitle, phrases.leftKept)
    case .withdrawn: (phrases.leftTitle, phrases.leftDeleted)
    }
  }
}
