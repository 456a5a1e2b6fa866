import Study
import Survey
import TextFormats

extension PageWriter {
  /// The frame of a scale's page, with places for its items and for what is missing.
  ///
  /// - Parameter item: the place of the one item on the page, from 1, its field, and how many there
  ///   are; nil where the items stand together.
  func scale(
    _ scale: Interview.ScaleStep, at step: Int, hasProblems: Bool, offersSkipping: Bool,
    item: (place: Int, field: String, count: Int)? = nil
  ) -> PreparedPage {
    let study = interview.study
    let heading = scale.occasion == .default ? phrases.defaultTitle : phrases.evokedTitle
    let address = "survey/\(interview.steps[step].name)"
    let recall = scale.occasion == .evoked ? study.imagining.recall : nil
    let page = ScalePageModel(
      action: address, session: PreparedPage.Place.session.marker,
      instruction: scale.instrument.instruction[scale.occasion] ?? "",
      summary: PreparedPage.Place.summary.marker,
      recall: recall.map { .init(label: phrases.answering.recall, open: $0 == .open) },
      situation: PreparedPage.Place.situation.marker, keys: phrases.answering.keys,
      asked: item?.field, items: PreparedPage.Place.items.marker, proceed: phrases.proceed,
      skip: offersSkipping ? phrases.answering.skip : nil,
      earlier: item.flatMap {
        $0.place > 1
          ? Link(address: "\(address)?item=\($0.place - 1)", text: phrases.answering.back) : nil
      })
    let frame = frame(
      scale.occasion.rawValue, heading: heading, step: step, hasProblems: hasProblems,
      item: item.map { ($0.place, $0.count) })
    return PreparedPage(html: templates.render("scale", page, in: frame))
  }

  func item(
    _ entry: Interview.ScaleEntry, chosen: String?, problem: PageProblem.Reason?
  ) -> String {
    templates.render(
      "item",
      ItemModel(
        field: entry.id.name, text: entry.text, problem: problem.map(text(of:)),
        choices: entry.options.map {
          ItemModel.Choice(
            code: $0.code, value: formatted($0.value), label: $0.label, chosen: $0.code == chosen)
        }))
  }

  /// The page of the situation, with a place for its text.
  ///
  func situation(
    at step: Int, year: Int, _ filling: StudyPages.Filling = .init()
  ) -> PreparedPage {
    let page = SituationPage(
      action: "survey/\(interview.steps[step].name)",
      session: PreparedPage.Place.session.marker, instruction: phrases.situationInstruction,
      situation: PreparedPage.Place.situation.marker, summary: summary(of: filling),
      hint: filling.isHinted
        ? .init(title: phrases.answering.hintTitle, text: phrases.answering.hintText) : nil,
      hinted: filling.isHinted || filling.sent?["_hinted"] != nil,
      questions: models(interview.questionsOnImagining, year: year, filling),
      proceed: phrases.proceed)
    let frame = frame(
      "situation", heading: phrases.situationTitle, step: step, hasProblems: filling.hasProblems)
    return PreparedPage(html: templates.render("situation", page, in: frame))
  }

  // MARK: What is missing

  /// What stands above a page that came back; nil for one that is shown for the first time.
  ///
  /// - Parameter offersSkipping: whether the page can be left with items unanswered.
  func summary(of filling: StudyPages.Filling, offersSkipping: Bool = false) -> ProblemSummary? {
    if filling.isUnsaved {
      return ProblemSummary(
        title: phrases.codes.notSavedTitle, missing: nil, advice: phrases.codes.notSavedText)
    }
    if filling.needsCookie {
      return ProblemSummary(
        title: phrases.codes.needsCookieTitle, missing: nil, advice: phrases.codes.needsCookieText)
    }
    if filling.hasChangedText {
      return ProblemSummary(title: phrases.codes.consentChanged, missing: nil, advice: nil)
    }
    let problems = filling.problems
    guard !problems.isEmpty else { return nil }
    return ProblemSummary(
      title: phrases.problems(problems.count),
      missing: .init(problems: problems.map { .init(field: $0.field, text: $0.text) }),
      advice: offersSkipping ? phrases.answering.skipOffered : nil)
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
