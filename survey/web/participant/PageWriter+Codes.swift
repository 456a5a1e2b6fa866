import Responses
import Study
import Survey
import TextFormats

// The pages around codes, with places for a code and an address.
extension PageWriter {
  /// A sentence of the interface, with the debrief below it if there is one to be read.
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
      text: phrases.codes.receiptText, path: Address.withdraw.path,
      address: PreparedPage.Place.address.marker, warning: nil)
  }

  /// The page that shows how to go on elsewhere.
  func later(code: String, address: String, at step: Interview.Step) -> String {
    let words = phrases.codes
    var page = TextPage(html: "", showsHeading: true)
    page.keep = KeptCode(
      label: words.resumeCode, code: code, text: words.laterText, path: Address.resume.path,
      address: address, warning: words.codeWarning)
    page.link = Link(address: base + Address.page(step.name).path, text: phrases.goBack)
    return templates.render("text", page, in: frame("later", heading: words.later))
  }

  /// Links for participants whom no panel leads back: on every page of the study, and on its first.
  var laterLink: String {
    " <a href=\"\((base + Address.later.path).htmlEscaped)\">\(phrases.codes.later.htmlEscaped)</a>"
  }

  var resumeLink: String {
    "<footer class=\"bottom\"><a href=\"\((base + Address.resume.path).htmlEscaped)\">"
      + "\(phrases.codes.resume.htmlEscaped)</a></footer>"
  }

  /// The page for a participant who comes back with a browser that takes no cookie.
  func needsCookie(_ address: Address) -> String {
    let words = phrases.codes
    return prose(
      "needs_cookie", heading: words.needsCookieTitle,
      html: notice(words.needsCookieText, debriefs: false),
      link: Link(address: base + address.path, text: phrases.startAgain))
  }

  // MARK: Typing a code

  func codeForm(_ use: AccessCode.Purpose, typed: String = "", isUnknown: Bool = false) -> String {
    let words = phrases.codes
    let page = CodePage(
      action: use.address.path, instruction: use == .resume ? words.resumeText : words.withdrawText,
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
      action: Address.withdraw.path, instruction: words.confirmText,
      confirmed: HiddenField(name: "code", value: code), proceed: words.confirm,
      cancel: Link(address: Address.start().path, text: words.cancel))
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

  func tooManyCodes(_ use: AccessCode.Purpose) -> String {
    let words = phrases.codes
    return prose(
      "too_many_codes", heading: words.tooManyCodesTitle,
      html: notice(words.tooManyCodesText, debriefs: false),
      link: Link(
        address: base + use.address.path, text: use == .resume ? words.resume : words.withdraw))
  }
}

extension AccessCode.Purpose {
  /// Where a code is typed in.
  fileprivate var address: Address {
    switch self {
    case .resume: .resume
    case .withdraw: .withdraw
    }
  }
}
