import Responses
import Study
import Survey

/// The pages on which an interview ends.
enum Ending: CaseIterable {
  case debrief, declined, full, screenedOut, failedAttention, left, withdrawn

  /// The end that a person has come to, or nil for somebody who is still answering.
  init?(of state: RespondentState, in interview: Interview) {
    switch state.status {
    case .active, .expired: return nil
    case .completed: self = .debrief
    case .declined: self = .declined
    case .full: self = .full
    case .left: self = .left
    case .withdrawn: self = .withdrawn
    case .screenedOut:
      let atScreening =
        if case .screening = interview.steps[state.step].content { true } else { false }
      self = atScreening ? .screenedOut : .failedAttention
    }
  }

  /// The page's name in its address.
  var path: String {
    switch self {
    case .debrief: "debrief"
    case .declined: "declined"
    case .full: "full"
    case .screenedOut, .failedAttention: "screened-out"
    case .left, .withdrawn: "left"
    }
  }

  var outcome: StudyDefinition.Outcome {
    switch self {
    case .debrief: .complete
    case .declined: .noConsent
    case .full: .overQuota
    case .screenedOut: .screenedOut
    case .failedAttention: .failedAttention
    case .left, .withdrawn: .left
    }
  }

  /// Whoever has seen a scale or a situation is debriefed, however the interview ends.
  private var debriefs: Bool {
    switch self {
    case .debrief, .failedAttention, .left, .withdrawn: true
    case .declined, .full, .screenedOut: false
    }
  }

  private func words(_ phrases: Phrases) -> (heading: String, text: String?) {
    switch self {
    case .debrief: (phrases.debriefTitle, nil)
    case .declined: (phrases.declinedTitle, phrases.declinedText)
    case .full: (phrases.fullTitle, phrases.fullText)
    case .screenedOut, .failedAttention: (phrases.screenedOutTitle, phrases.screenedOutText)
    case .left: (phrases.leftTitle, phrases.leftKept)
    case .withdrawn: (phrases.leftTitle, phrases.leftDeleted)
    }
  }

  func page(_ writer: PageWriter) -> String {
    let study = writer.interview.study
    let (heading, text) = words(writer.phrases)
    var html = debriefs ? study.debrief.html : ""
    if let text {
      // Below a heading of the interface the debrief's own comes second.
      html = html.replacing("<h1>", with: "<h2>").replacing("</h1>", with: "</h2>")
      html = "<p>\(escaped(text))</p>\n" + html
    }
    return writer.prose(
      path.replacing("-", with: "_"), heading: heading,
      html: html, showsHeading: text != nil,
      code: study.recruiting?.completionCodes[outcome],
      link: study.recruiting?.redirects[outcome].map {
        Link(address: $0, text: writer.phrases.returnToPanel)
      })
  }
}
