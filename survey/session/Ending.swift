package import Responses
package import Study
package import Survey

/// How an interview ends, and what the participant reads then.
package enum Ending: Hashable, Sendable {
  case debrief, declined, full, closed
  /// Nobody enters the study without a link that was issued, and this person came with none.
  case uninvited
  /// By the screening question, or the attention check, with this id.
  case screenedOut(by: String?)
  case failedAttention(by: String?)
  case left
  /// Participants who take their answers back keep the completion of what they had come to before.
  case withdrawn(after: StudyDefinition.Outcome)

  /// The end that a participant has come to; nil for participants who are still answering.
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
      self = isQuestion ? .screenedOut(by: state.endedBy) : .failedAttention(by: state.endedBy)
    }
  }

  /// The ends at which newcomers are turned away.
  package static let turningAway: [Ending] = [.full, .closed, .uninvited]

  /// The name of the page in its address.
  package var pageName: String {
    switch self {
    case .debrief: "debrief"
    case .declined: "declined"
    case .full: "full"
    case .closed: "closed"
    case .uninvited: "uninvited"
    case .screenedOut, .failedAttention: "screened-out"
    case .left, .withdrawn: "left"
    }
  }

  /// What the panel knows the end as; nil for people whom no panel has sent.
  private var outcome: StudyDefinition.Outcome? {
    switch self {
    case .debrief: .complete
    case .declined: .noConsent
    case .full, .closed: .overQuota
    case .uninvited: nil
    case .screenedOut: .screenedOut
    case .failedAttention: .failedAttention
    case .left: .left
    case .withdrawn(let outcome): outcome
    }
  }

  /// What the panel is told, by a code or an address.
  package func completion(in study: StudyDefinition) -> Completion? {
    let rule: String? =
      switch self {
      case .screenedOut(let rule), .failedAttention(let rule): rule
      case .debrief, .declined, .full, .closed, .uninvited, .left, .withdrawn: nil
      }
    return outcome.map { study.completion(of: $0, endedBy: rule) }
  }

  /// Whether the participant has seen a scale or a situation, and so is debriefed.
  package var debriefs: Bool {
    switch self {
    case .debrief, .failedAttention, .left, .withdrawn: true
    case .declined, .full, .closed, .uninvited, .screenedOut: false
    }
  }

  /// Whether there are answers that the participant could take back with a receipt.
  package var keepsAnswers: Bool {
    switch self {
    case .debrief, .failedAttention, .screenedOut, .left: true
    case .declined, .full, .closed, .uninvited, .withdrawn: false
    }
  }

  /// The heading, and the text below it; nil for a debrief that speaks for itself.
  package func words(_ phrases: Phrases) -> (heading: String, text: String?) {
    switch self {
    case .debrief: (phrases.debriefTitle, nil)
    case .declined: (phrases.declinedTitle, phrases.declinedText)
    case .full: (phrases.fullTitle, phrases.fullText)
    case .closed: (phrases.closedTitle, phrases.closedText)
    case .uninvited: (phrases.links.uninvitedTitle, phrases.links.uninvitedText)
    case .screenedOut, .failedAttention: (phrases.screenedOutTitle, phrases.screenedOutText)
    case .left: (phrases.leftTitle, phrases.leftKept)
    case .withdrawn: (phrases.leftTitle, phrases.leftDeleted)
    }
  }
}
