import Responses
import Study
import Survey
import TextFormats

/// Writes the pages of a study from values, each time anew.
final class PageWriter: Sendable {
  let interview: Interview
  /// All the languages of the study, this one included.
  private let languages: [Language]
  let phrases: Phrases
  let templates: Templates
  /// What every address starts with: empty, or a path such as `/study`.
  let base: String
  let styleVersion: String
  private let countries: [Question.Choice]

  init(
    _ interview: Interview, languages: [Language], templates: Templates, base: String,
    styleVersion: String
  ) {
    self.interview = interview
    self.languages = languages
    self.templates = templates
    self.base = base
    self.styleVersion = styleVersion
    phrases = Phrases.of(interview.study.language)
    let asksCountry = (interview.study.screening + interview.study.demographics)
      .contains { if case .country = $0.form { true } else { false } }
    countries =
      asksCountry
      ? Country.named(in: interview.study.language).map { .init(value: $0.code, label: $0.name) }
      : []
  }

  // MARK: The frame

  /// - Parameter step: the step whose progress is shown; nil shows none, and no way to stop.
  /// - Parameter item: the place of the item that is asked, and how many there are.
  func frame(
    _ page: String, heading: String, step: Int? = nil, hasProblems: Bool = false,
    item: (place: Int, count: Int)? = nil
  ) -> Frame {
    let progress = step.map { step in
      let share =
        item.map { interview.progress(at: step, answered: $0.place - 1, of: $0.count) }
        ?? interview.progress(at: step)
      let percent = Int((share * 100).rounded(.down))
      return Frame.Progress(percent: percent, label: phrases.progress(percent))
    }
    return Frame(
      page: page, heading: heading, study: interview.study.title,
      language: interview.study.language.tag, direction: interview.study.language.direction,
      base: base, styleVersion: styleVersion, skipToContent: phrases.skipToContent,
      errorPrefix: phrases.error, hasProblems: hasProblems, progress: progress,
      position: item.map { phrases.answering.itemOf($0.place, $0.count) },
      saved: phrases.answering.saved, waiting: phrases.answering.waiting,
      paradata: measures.isEmpty ? nil : measures.joined(separator: " "),
      stop: step == nil ? nil : phrases.stop,
      resume: page == "consent" ? PreparedPage.Place.resume.marker : nil)
  }

  private var measures: [String] {
    interview.study.paradata.map(\.rawValue).sorted()
  }

  // MARK: Consent, and pages of prose

  func consent(_ state: ConsentState = .plain) -> PreparedPage {
    func choice(_ value: String, _ label: String) -> ChoiceModel {
      ChoiceModel(value: value, label: label, chosen: state.answer == value)
    }
    var page = TextPage(
      html: interview.study.consent.html, showsHeading: false, languages: languageChoice(),
      form: TextPage.Form(
        action: Address.consent.path, session: PreparedPage.Place.session.marker,
        question: TextPage.Question(
          field: "consent", legend: phrases.consentQuestion,
          problem: state == .unanswered ? text(of: .unanswered) : nil,
          choices: [choice("yes", phrases.agree), choice("no", phrases.disagree)]),
        proceed: phrases.proceed, back: nil))
    page.summary = summary(of: state)
    let frame = frame("consent", heading: phrases.consentTitle, hasProblems: state != .plain)
    // The recruiting fields follow the session directly.
    let html = templates.render("text", page, in: frame)
    let session = "value=\"\(PreparedPage.Place.session.marker)\">"
    return PreparedPage(
      html: html.replacing(session, with: session + PreparedPage.Place.hidden.marker))
  }

  /// Links to the first page in each language; nil if there is no choice.
  private func languageChoice() -> LanguageChoice? {
    guard languages.count > 1 else { return nil }
    return LanguageChoice(
      label: phrases.chooseLanguage,
      choices: languages.map { language in
        LanguageChoice.Choice(
          address: base
            + Address.start(query: "\(LinkParameter.chosenLanguage.rawValue)=\(language)").path
            + PreparedPage.Place.recruiting.marker,
          tag: language.tag, direction: language.direction, name: language.ownName,
          current: language == interview.study.language)
      })
  }

  func prose(
    _ page: String, heading: String, html: String, showsHeading: Bool = true, code: String? = nil,
    link: Link? = nil, keep: KeptCode? = nil
  ) -> String {
    templates.render(
      "text",
      TextPage(
        html: html, showsHeading: showsHeading,
        codeLabel: code == nil ? nil : phrases.completionCode, code: code, keep: keep, link: link),
      in: frame(page, heading: heading))
  }

  /// The page that asks participants who stop what should happen to their answers, or says it if the
  /// study leaves no choice.
  func stop(
    session: SessionToken, at step: Interview.Step, problem: PageProblem.Reason? = nil
  ) -> String {
    let problem = interview.study.leaving == .ask ? problem : nil
    let outlook: String? =
      switch interview.study.leaving {
      case .ask: nil
      case .keep: phrases.stopKeeps
      case .delete: phrases.stopDeletes
      }
    let problems = problem.map {
      [PageProblem(field: "answers", text: phrases.stopQuestion, reason: $0)]
    }
    let question = TextPage.Question(
      field: "answers", legend: phrases.stopQuestion, problem: problem.map(text(of:)),
      choices: [
        ChoiceModel(value: "keep", label: phrases.keepAnswers, chosen: false),
        ChoiceModel(value: "delete", label: phrases.deleteAnswers, chosen: false),
      ])
    var page = TextPage(
      html: [phrases.stopText, outlook].compactMap(\.self)
        .map { "<p>\($0.htmlEscaped)</p>" }.joined(),
      showsHeading: true,
      form: TextPage.Form(
        action: Address.leave.path, session: session.text,
        question: outlook == nil ? question : nil,
        proceed: phrases.stop,
        back: Link(address: Address.page(step.name).path, text: phrases.goBack)))
    page.summary = problems.flatMap { summary(of: $0) }
    return templates.render(
      "text", page, in: frame("leave", heading: phrases.stopTitle, hasProblems: problem != nil))
  }

  // MARK: Questions

  /// A page of questions, each time anew.
  func questions(_ state: PageState) -> PreparedPage {
    let page = state.page
    let model = QuestionsPage(
      action: Address.page(page.name).path, session: PreparedPage.Place.session.marker,
      proceed: phrases.proceed, summary: summary(of: state), questions: questionModels(state))
    let frame = frame(
      page.name, heading: page.heading, step: page.step, hasProblems: state.hasProblems)
    return PreparedPage(html: templates.render("questions", model, in: frame))
  }

  func questionModels(_ state: PageState) -> [QuestionsPage.QuestionModel] {
    state.page.questions.map { question in
      let reason = state.problems.first { $0.field == question.id.name }?.reason
      return model(question, state, problem: reason.map { text(of: $0, for: question) })
    }
  }

  private func model(
    _ question: Question, _ state: PageState, problem: String?
  ) -> QuestionsPage.QuestionModel {
    let field = question.id.name
    let answer = state.answer(in: field)
    var model = QuestionsPage.QuestionModel(
      field: field, text: question.text, problem: problem,
      optional: question.isOptional ? phrases.answering.optional : nil)
    let decline =
      question.canDecline
      ? [Question.Choice(value: Question.declined, label: phrases.preferNotToSay)] : []
    func models(_ choices: [Question.Choice]) -> [ChoiceModel] {
      choices.map { ChoiceModel(value: $0.value, label: $0.label, chosen: $0.value == answer) }
    }
    func select(_ choices: [Question.Choice]) -> QuestionsPage.QuestionModel.Select {
      .init(prompt: phrases.choose, choices: models(choices))
    }
    switch question.form {
    case .choices(let choices) where choices.count <= 8:
      model.radios = .init(choices: models(choices + decline))
    case .choices(let choices):
      model.select = select(choices + decline)
    case .country:
      model.select = select(decline + countries)
    case .yearOfBirth(let ages):
      let years = question.years(ages: ages, in: state.page.participant.year)
      model.select = select(decline + years.map { .init(value: "\($0)", label: "\($0)") })
    case .number(let range):
      model.number = .init(
        low: range.lowerBound, high: range.upperBound, value: answer ?? "",
        declineField: question.declineField,
        decline: question.canDecline
          ? ChoiceModel(
            value: "yes", label: phrases.preferNotToSay,
            chosen: state.answer(in: question.declineField) != nil) : nil)
    case .text(let limit):
      model.words = .init(value: answer ?? "", limit: limit)
    }
    return model
  }
}
