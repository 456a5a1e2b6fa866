import Responses
import Study
import Survey

// The pages around codes.
extension PageWriter {
  /// The page that shows how to go on elsewhere.
  func later(_ code: KeptCode, at step: Interview.Step) -> HTML {
    let words = phrases.codes
    let kept = keep(
      code, label: words.resumeCode, words.laterText, at: .resume, warning: words.codeWarning)
    return text(
      "later", heading: words.later, "",
      after: "\(kept)\(button(base + Address.page(step.name).path, phrases.goBack))")
  }

  /// The page for a participant who comes back with a browser that takes no cookie.
  func needsCookie(_ address: Address) -> HTML {
    text(
      "needs_cookie", heading: phrases.codes.needsCookieTitle,
      notice(phrases.codes.needsCookieText, debriefs: false),
      after: button(base + address.path, phrases.startAgain))
  }

  // MARK: Typing a code

  func codeForm(_ use: CodeUse, typed: String = "", isUnknown: Bool = false) -> HTML {
    let words = phrases.codes
    let problem = isUnknown ? words.unknownCode : nil
    let invalid: HTML = isUnknown ? " aria-invalid=\"true\"" : ""
    return codePage(
      use.rawValue, heading: heading(of: use), action: use.address,
      instruction(of: use),
      problem: problem.map { summary($0, missing: [(field: "code", text: words.code)]) },
      """
      <div class="item">
      <label class="legend" for="code">\(words.code)</label>
      \(self.problem(problem, with: "code"))
      <input type="text" name="code" id="code" value="\(typed)" dir="ltr" maxlength="40" \
      autocomplete="off" autocapitalize="characters" spellcheck="false"\(invalid)\
      \(described(by: problem, with: "code"))>
      </div>
      """,
      proceed: phrases.proceed)
  }

  func confirmWithdrawal(_ code: AccessCode) -> HTML {
    let words = phrases.codes
    return codePage(
      "withdraw_confirm", heading: words.confirmTitle, action: .withdraw, words.confirmText,
      """
      <input type="hidden" name="code" value="\(code.text)">
      <input type="hidden" name="confirm" value="yes">
      """,
      proceed: words.confirm, cancel: link(.start(), words.cancel))
  }

  /// A page on which a code is typed, or what is done with it is confirmed.
  private func codePage(
    _ name: String, heading: String, action: Address, _ instruction: String,
    problem: HTML? = nil, _ fields: HTML, proceed: String, cancel: HTML = ""
  ) -> HTML {
    page(
      name, heading: heading, hasProblems: problem != nil,
      """
      \(problem)<h1>\(heading)</h1>
      <p class="instruction">\(instruction)</p>
      <form method="post" action="\(base + action.path)" novalidate>
      \(fields)
      <p class="actions"><button type="submit">\(proceed)</button> \(cancel)</p>
      </form>
      """)
  }

  /// - Parameter outcome: what the participant had come to before; nil if nobody is known.
  func withdrawn(after outcome: StudyDefinition.Outcome?) -> HTML {
    text(
      "withdrawn", heading: phrases.leftDeleted,
      notice(phrases.codes.withdrawnText, debriefs: true),
      after: completion(outcome.map { interview.study.completion(of: $0, endedBy: nil) }))
  }

  func tooManyCodes(_ use: CodeUse) -> HTML {
    text(
      "too_many_codes", heading: phrases.codes.tooManyCodesTitle,
      notice(phrases.codes.tooManyCodesText, debriefs: false),
      after: button(base + use.address.path, heading(of: use)))
  }

  private func heading(of use: CodeUse) -> String {
    switch use {
    case .resume: phrases.codes.resume
    case .withdraw: phrases.codes.withdraw
    case .copy: phrases.links.copy
    }
  }

  private func instruction(of use: CodeUse) -> String {
    switch use {
    case .resume: phrases.codes.resumeText
    case .withdraw: phrases.codes.withdrawText
    case .copy: phrases.links.copyText
    }
  }
}

/// What a code is typed in for.
enum CodeUse: String {
  case resume, withdraw, copy

  /// Where it is typed in.
  var address: Address {
    switch self {
    case .resume: .resume
    case .withdraw: .withdraw
    case .copy: .copy
    }
  }
}
