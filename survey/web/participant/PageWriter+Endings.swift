import Study
import Survey
import SurveySession
import TextFormats

extension PageWriter {
  /// The page of an end, with a place for the receipt if there are answers to take back.
  func page(of ending: Ending) -> PreparedPage {
    let completion = ending.completion(in: interview.study)
    let (heading, text) = ending.words(phrases)
    let html = text.map { notice($0, debriefs: ending.debriefs) } ?? interview.study.debrief.html
    return PreparedPage(
      html: prose(
        ending.pageName.replacing("-", with: "_"), heading: heading, html: html,
        showsHeading: text != nil, code: completion.code,
        link: completion.redirect.map { Link(address: $0, text: phrases.returnToPanel) },
        keep: ending.keepsAnswers ? receipt() : nil))
  }
}

extension Ending {
  /// The name of the page in its address.
  var pageName: String {
    switch self {
    case .debrief: "debrief"
    case .declined: "declined"
    case .full: "full"
    case .closed: "closed"
    case .screenedOut, .failedAttention: "screened-out"
    case .left, .withdrawn: "left"
    }
  }
}
