import Responses
import Study
import Survey
import SurveySession

/// What stands on a consent form beside its text.
enum ConsentState: Hashable {
  case plain
  case unanswered
  /// The text is no longer the one that the participant read.
  case textChanged
  /// The browser sent no cookie back with this answer.
  case needsCookie(String)
  /// This answer could not be saved.
  case unsaved(String)

  /// Why a form that was sent is shown again, in an address.
  enum Return: String {
    case unanswered = "missing"
    case textChanged = "changed"

    var state: ConsentState {
      switch self {
      case .unanswered: .unanswered
      case .textChanged: .textChanged
      }
    }
  }
}

// Pages of prose, with at most one question.
extension PageWriter {
  /// - Parameters:
  ///   - prose: what is to be read.
  ///   - showsHeading: false if the prose has a heading of its own.
  ///   - before: what stands above the heading.
  ///   - after: what stands below the prose.
  func text(
    _ name: String, heading: String, _ prose: HTML, showsHeading: Bool = true,
    hasProblems: Bool = false, before: HTML = "", after: HTML = "", footer: HTML = ""
  ) -> HTML {
    let title: HTML = showsHeading ? "<h1>\(heading)</h1>" : ""
    return page(
      name, heading: heading, hasProblems: hasProblems, footer: footer,
      """
      \(before)\(title)
      <div class="prose">
      \(prose)
      </div>
      \(after)
      """)
  }

  // MARK: Consent

  /// - Parameters:
  ///   - token: of this form; it leads to a session once it is sent.
  ///   - recruiting: what a panel's link says of the participant, kept in the form.
  func consent(
    session token: SessionToken, recruiting: [FormPair] = [], _ state: ConsentState = .plain
  ) -> HTML {
    var answer: String?
    let problem: HTML
    switch state {
    case .plain: problem = ""
    case .unanswered:
      problem = summary(
        phrases.problems(1), missing: [(field: "consent", text: phrases.consentQuestion)])
    case .textChanged: problem = summary(phrases.codes.consentChanged)
    case .needsCookie(let given):
      answer = given
      problem = summary(
        phrases.codes.needsCookieTitle, advice: phrases.codes.needsCookieText)
    case .unsaved(let given):
      answer = given
      problem = unsavedSummary
    }
    let link: [HTML] = recruiting.map { name, value in
      "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }
    let read: HTML = """
      \(hidden(.language, interview.study.language.tag))\(hidden(.consentText, consentSHA256))
      """
    let question = choices(
      "consent", "\(phrases.consentQuestion)",
      [("yes", nil, phrases.agree), ("no", nil, phrases.disagree)], chosen: answer,
      problem: state == .unanswered ? text(of: .unanswered) : nil)
    let resume = self.link(.resume, phrases.codes.resume)
    return text(
      "consent", heading: phrases.consentTitle, consentText, showsHeading: false,
      hasProblems: state != .plain, before: "\(languageChoice(recruiting))\(problem)",
      after: form(
        .consent, session: token, "\(read)\(link)\(question)", proceed: phrases.proceed),
      footer: recruiting.isEmpty ? "<footer class=\"bottom\">\(resume)</footer>" : "")
  }

  /// Links to the first page in each language; empty if there is no choice.
  private func languageChoice(_ recruiting: [FormPair]) -> HTML {
    guard languages.count > 1 else { return "" }
    let choices: [HTML] = languages.map { language, name in
      let query = queryText([(LinkParameter.chosenLanguage.rawValue, language.tag)] + recruiting)
      let current: HTML = language == interview.study.language ? " aria-current=\"true\"" : ""
      return """
        <li><a href="\(base + Address.start(query: query).path)" lang="\(language.tag)" \
        hreflang="\(language.tag)" dir="\(language.direction)"\(current)>\
        \(name)</a></li>

        """
    }
    return """
      <nav class="languages" aria-label="\(phrases.chooseLanguage)"><ul>
      \(choices)</ul></nav>

      """
  }

  // MARK: Stopping

  /// The page that asks participants who stop what should happen to their answers, or says it if the
  /// study leaves no choice.
  func stop(
    session: SessionToken, at standing: Standing, problem: PageProblem.Reason? = nil
  ) -> HTML {
    let choices = standing.leavingChoices
    let asks = choices.count > 1
    var outlook: [HTML] = choices.compactMap { choice in
      if asks { return nil }
      return "<p>\(choice == .keep ? phrases.stopKeeps : phrases.stopDeletes)</p>"
    }
    if choices != standing.version.study.leaving.choices {
      outlook.append(
        "<p>\(phrases.links.cannotDelete) \(link(.resume, phrases.codes.resume))</p>")
    }
    let problem = asks ? problem : nil
    let question = self.choices(
      "answers", "\(phrases.stopQuestion)",
      [("keep", nil, phrases.keepAnswers), ("delete", nil, phrases.deleteAnswers)], chosen: nil,
      problem: problem.map(text(of:)))
    let missing: HTML? = problem.map { _ in
      summary(phrases.problems(1), missing: [(field: "answers", text: phrases.stopQuestion)])
    }
    let back = link(.page(standing.step.name), phrases.goBack)
    return text(
      "leave", heading: phrases.stopTitle, "<p>\(phrases.stopText)</p>\(outlook)",
      hasProblems: problem != nil, before: missing ?? "",
      after: choices.isEmpty
        ? "<p class=\"actions\">\(back)</p>"
        : form(
          .leave(), session: session, asks ? question : "", proceed: phrases.stop, back: back))
  }

  /// A form below a text.
  private func form(
    _ address: Address, session: SessionToken, _ fields: HTML, proceed: String, back: HTML = ""
  ) -> HTML {
    """
    <form method="post" action="\(base + address.path)" novalidate>
    \(hidden(.session, session.text))\(fields)
    <p class="actions"><button type="submit">\(proceed)</button> \(back)</p>
    </form>
    """
  }
}
