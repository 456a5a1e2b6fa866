import Study
import Survey
import SurveyRecording

extension Ending {
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
