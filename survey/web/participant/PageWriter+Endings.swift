import Responses
import Study
import Survey
import SurveySession

/// A code to be kept, and where it is typed in.
struct KeptCode {
  let code: AccessCode
  /// The whole address, as a participant would copy it.
  let address: String
}

// How an interview ends, and what is said when something is wrong.
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
