import Study
import Survey
import SurveySession
import TextFormats

extension Ending {
  /// The page's name in its address.
  var path: String {
    switch self {
    case .debrief: "debrief"
    case .declined: "declined"
    case .full: "full"
    case .closed: "closed"
    case .screenedOut, .failedAttention: "screened-out"
    case .left, .withdrawn: "left"
    }
  }

  /// The page, with a place for the receipt where there are answers to take back.
  ///
  /// - Parameter rule: the screening question or attention check that ended the interview.
  func page(_ writer: PageWriter, endedBy rule: String?) -> PreparedPage {
    let study = writer.interview.study
    let completion = study.completion(of: outcome, endedBy: rule)
    let (heading, text) = words(writer.phrases)
    let html = text.map { writer.notice($0, debriefs: debriefs) } ?? study.debrief.html
    return PreparedPage(
      html: writer.prose(
        path.replacing("-", with: "_"), heading: heading,
        html: html, showsHeading: text != nil,
        code: completion.code,
        link: completion.redirect.map {
          Link(address: $0, text: writer.phrases.returnToPanel)
        }, keep: keepsAnswers ? writer.receipt() : nil))
  }
}
