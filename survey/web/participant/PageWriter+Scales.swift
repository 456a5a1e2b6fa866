import Study
import Survey
import TextFormats

extension PageWriter {
  /// The frame of a scale's page, with places for its items and for what is missing.
  ///
  /// - Parameter item: the number of the one item on the page, from 1; nil if the items stand together.
  func scale(
    _ page: InterviewPage, hasProblems: Bool, offersSkipping: Bool, item: Int?
  ) -> PreparedPage {
    guard case .scale(let scale) = page.content else {
      preconditionFailure("\(page.name) is not the page of a scale")
    }
    let model = ScalePageModel(
      action: Address.page(page.name).path, session: PreparedPage.Place.session.marker,
      instruction: page.instruction ?? "", summary: PreparedPage.Place.summary.marker,
      recall: page.recall.map { .init(label: phrases.answering.recall, open: $0 == .open) },
      situation: PreparedPage.Place.situation.marker, keys: phrases.answering.keys,
      asked: item.map { _ in PreparedPage.Place.field.marker },
      items: PreparedPage.Place.items.marker, proceed: phrases.proceed,
      skip: offersSkipping ? phrases.answering.skip : nil,
      earlier: item.flatMap {
        $0 > 1
          ? Link(
            address: Address.page(page.name, item: $0 - 1).path, text: phrases.answering.back)
          : nil
      })
    let frame = frame(
      scale.occasion.rawValue, heading: page.heading, step: page.step, hasProblems: hasProblems,
      item: item.map { ($0, page.entries.count) })
    return PreparedPage(html: templates.render("scale", model, in: frame))
  }

  func item(
    _ entry: InterviewPage.Entry, chosen: String?, problem: PageProblem.Reason?
  ) -> String {
    templates.render(
      "item",
      ItemModel(
        field: entry.field, text: entry.text, problem: problem.map(text(of:)),
        choices: entry.options.map {
          ItemModel.Choice(
            code: $0.code, value: formatted($0.value), label: $0.label, chosen: $0.code == chosen)
        }))
  }

  /// The page of the situation, with a place for its text.
  func situation(_ state: PageState) -> PreparedPage {
    let page = state.page
    let isHinted = state.notice == .readAgain
    let model = SituationPage(
      action: Address.page(page.name).path, session: PreparedPage.Place.session.marker,
      instruction: page.instruction ?? "", situation: PreparedPage.Place.situation.marker,
      summary: summary(of: state),
      hint: isHinted
        ? .init(title: phrases.answering.hintTitle, text: phrases.answering.hintText) : nil,
      hinted: isHinted || state.wasHinted, questions: questionModels(state),
      proceed: phrases.proceed)
    let frame = frame(
      "situation", heading: page.heading, step: page.step, hasProblems: state.hasProblems)
    return PreparedPage(html: templates.render("situation", model, in: frame))
  }

  // MARK: What is missing

  /// What stands above a page that came back; nil if nothing is wrong with it.
  func summary(of state: PageState) -> ProblemSummary? {
    if state.notice == .unsaved { return unsavedSummary }
    let advice = state.page.isScale && state.offersSkipping ? phrases.answering.skipOffered : nil
    return summary(of: state.problems, advice: advice)
  }

  func summary(of problems: [PageProblem], advice: String? = nil) -> ProblemSummary? {
    guard !problems.isEmpty else { return nil }
    return ProblemSummary(
      title: phrases.problems(problems.count),
      missing: .init(problems: problems.map { .init(field: $0.field, text: $0.text) }),
      advice: advice)
  }

  func summary(of state: ConsentState) -> ProblemSummary? {
    switch state {
    case .plain: nil
    case .unanswered:
      summary(of: [
        PageProblem(field: "consent", text: phrases.consentQuestion, reason: .unanswered)
      ])
    case .textChanged:
      ProblemSummary(title: phrases.codes.consentChanged, missing: nil, advice: nil)
    case .needsCookie:
      ProblemSummary(
        title: phrases.codes.needsCookieTitle, missing: nil, advice: phrases.codes.needsCookieText)
    case .unsaved: unsavedSummary
    }
  }

  private var unsavedSummary: ProblemSummary {
    ProblemSummary(
      title: phrases.codes.notSavedTitle, missing: nil, advice: phrases.codes.notSavedText)
  }

  /// What is wrong with the answer to a question, said in the way in which it is answered.
  func text(of reason: PageProblem.Reason, for question: Question) -> String {
    switch (question.form, reason) {
    case (.number(let range), _):
      phrases.answering.wholeNumber(range.lowerBound, range.upperBound)
    case (.text, .unanswered): phrases.answering.fewWords
    default: text(of: reason)
    }
  }

  func text(of reason: PageProblem.Reason) -> String {
    switch reason {
    case .unanswered: phrases.unanswered
    case .notAnOption: phrases.notAnOption
    case .tooLong: phrases.answering.tooLong
    }
  }
}
