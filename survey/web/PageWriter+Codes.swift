import Study
import Survey
import TextFormats

// The pages around codes. Where a code and an address stand, places are left.
extension PageWriter {
  /// A sentence of the interface, with the debrief below it where there is one to be read.
  func notice(_ text: String, debriefs: Bool) -> String {
    // Below a heading of the interface the debrief's own comes second.
    let debrief = interview.study.debrief.html
      .replacing("<h1>", with: "<h2>").replacing("</h1>", with: "</h2>")
    return "<p>\(text.htmlEscaped)</p>\n" + (debriefs ? debrief : "")
  }

  /// The code by which answers can be taken back.
  func receipt() -> KeptCode {
    KeptCode(
      label: phrases.codes.receipt, code: PreparedPage.Place.code.marker,
      text: phrases.codes.receiptText, path: "withdraw",
      address: PreparedPage.Place.address.marker, warning: nil)
  }

  /// The page that shows how to go on elsewhere.
  func later(code: String, address: String, at step: Int) -> String {
    let words = phrases.codes
    var page = TextPage(html: "", showsHeading: true)
    page.keep = KeptCode(
      label: words.resumeCode, code: code, text: words.laterText, path: "resume",
      address: address, warning: words.codeWarning)
    page.link = Link(
      address: "\(base)/survey/\(interview.steps[step].name)", text: phrases.goBack)
    return templates.render("text", page, in: frame("later", heading: words.later))
  }

  /// The links of whom no panel leads back: on every page of the study, and on its first.
  var laterLink: String {
    " <a href=\"\(base.htmlEscaped)/later\">\(phrases.codes.later.htmlEscaped)</a>"
  }

  var resumeLink: String {
    "<footer class=\"bottom\"><a href=\"\(base.htmlEscaped)/resume\">"
      + "\(phrases.codes.resume.htmlEscaped)</a></footer>"
  }

  /// The page for somebody on the way back whose browser takes no cookie.
  func needsCookie(_ address: String) -> String {
    let words = phrases.codes
    return prose(
      "needs_cookie", heading: words.needsCookieTitle,
      html: notice(words.needsCookieText, debriefs: false),
      link: Link(address: base + address, text: phrases.startAgain))
  }

  // MARK: Typing a code

  func codeForm(_ use: CodeUse, typed: String = "", isUnknown: Bool = false) -> String {
    let words = phrases.codes
    let page = CodePage(
      action: use.rawValue, instruction: use == .resume ? words.resumeText : words.withdrawText,
      entry: CodePage.Entry(
        label: words.code, typed: typed, problem: isUnknown ? words.unknownCode : nil),
      summary: isUnknown
        ? CodePage.Summary(title: phrases.codes.unknownCode, label: words.code) : nil,
      proceed: phrases.proceed)
    return templates.render(
      "code", page,
      in: frame(
        use.rawValue, heading: use == .resume ? words.resume : words.withdraw,
        hasProblems: isUnknown))
  }

  func confirmWithdrawal(code: String) -> String {
    let words = phrases.codes
    let page = CodePage(
      action: CodeUse.withdraw.rawValue, instruction: words.confirmText,
      confirmed: HiddenField(name: "code", value: code), proceed: words.confirm,
      cancel: Link(address: "", text: words.cancel))
    return templates.render(
      "code", page, in: frame("withdraw_confirm", heading: words.confirmTitle))
  }

  func withdrawn(after outcome: StudyDefinition.Outcome?) -> String {
    let completion = outcome.map { interview.study.completion(of: $0, endedBy: nil) }
    return prose(
      "withdrawn", heading: phrases.leftDeleted,
      html: notice(phrases.codes.withdrawnText, debriefs: true), code: completion?.code,
      link: completion?.redirect.map { Link(address: $0, text: phrases.returnToPanel) })
  }

  func tooManyCodes(_ use: CodeUse) -> String {
    let words = phrases.codes
    return prose(
      "too_many_codes", heading: words.tooManyCodesTitle,
      html: notice(words.tooManyCodesText, debriefs: false),
      link: Link(
        address: "\(base)/\(use.rawValue)", text: use == .resume ? words.resume : words.withdraw))
  }
}
