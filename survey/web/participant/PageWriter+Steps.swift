import Responses
import Study
import Survey
import TextFormats

// The pages that a participant fills in, between consent and debrief.
extension PageWriter {
  /// - Parameter isRecruited: whether a panel's link leads the participant back here, so that no code
  ///   has to.
  func page(_ state: PageState, session: SessionToken, isRecruited: Bool) -> HTML {
    let page = state.page
    let heading = page.heading
    let position = state.item.map { phrases.answering.itemOf($0, page.entries.count) }
    let name =
      if case .scale(let scale) = page.content { scale.occasion.rawValue } else { page.name }
    let later: HTML = isRecruited ? "" : " \(link(.later, phrases.codes.later))"
    return self.page(
      name, heading: heading, position: position, hasProblems: state.hasProblems,
      progress: progress(at: page.step, item: state.item),
      footer: "<footer class=\"bottom\">\(link(.leave(), phrases.stop))\(later)</footer>",
      """
      \(summary(of: state))<h1>\(heading)</h1>
      \(introduction(of: page))\(formTag(of: page, session: session))
      \(fields(of: state, position: position))\(buttons(of: state))
      <p class="saving" role="status"></p>
      </form>
      """)
  }

  /// What is to be read before the answers.
  private func introduction(of page: InterviewPage) -> HTML {
    let situation: HTML = """
      <blockquote class="situation"><p>\(page.situation?.text ?? "")</p></blockquote>

      """
    let instruction: HTML = "<p class=\"instruction\">\(page.instruction ?? "")</p>\n"
    guard page.isScale else {
      return if case .situation = page.content { "\(instruction)\(situation)" } else { "" }
    }
    let recall: HTML? = page.recall.map { recall in
      """
      <details class="recall"\(recall == .open ? " open" : "")>\
      <summary>\(phrases.answering.recall)</summary>
      \(situation)</details>

      """
    }
    return "\(recall)\(instruction)"
  }

  /// The form's tag, with what the script has to know, and whose answers it holds.
  private func formTag(of page: InterviewPage, session: SessionToken) -> HTML {
    let layout = page.isScale ? page.fixedLayout.map { " \($0)" } ?? "" : ""
    let measures = interview.study.paradata.map(\.rawValue).sorted().joined(separator: " ")
    let asked: HTML = measures.isEmpty ? "" : " data-paradata=\"\(measures)\""
    let measured: HTML = measures.isEmpty ? "" : hidden(.paradata)
    return """
      <form class="answers\(layout)" method="post" action="\(base + Address.page(page.name).path)" \
      novalidate data-saved="\(phrases.answering.saved)" \
      data-waiting="\(phrases.answering.waiting)" data-saving="\(phrases.answering.saving)" \
      data-slow="\(phrases.answering.slow)"\(asked)>
      \(hidden(.session, session.text))
      \(measured)
      """
  }

  private func fields(of state: PageState, position: String?) -> HTML {
    let questions = questions(of: state)
    guard state.page.isScale else {
      let isHinted = state.notice == .readAgain || state.wasHinted
      return "\(isHinted ? hidden(.hinted, "yes") : "")\(questions)"
    }
    let asked: HTML? = position.map {
      """
      \(hidden(.item, state.entries[0].field))
      <p class="position">\($0)</p>

      """
    }
    return """
      \(hidden(.layout))
      <p class="keys" hidden>\(phrases.answering.keys)</p>
      \(asked)\(items(state))
      """
  }

  private func buttons(of state: PageState) -> HTML {
    let offersSkipping = state.page.isScale && state.offersSkipping
    let skip: HTML =
      offersSkipping
      ? """
       <button type="submit" class="quiet" name="\(FormField.skip.rawValue)" value="yes">\
      \(phrases.answering.skip)</button>
      """ : ""
    let earlier: HTML? = state.item.flatMap {
      $0 > 1
        ? " \(link(.page(state.page.name, item: $0 - 1), phrases.answering.back))" : nil
    }
    return """
      <p class="actions"><button type="submit">\(phrases.proceed)</button>\(skip)\(earlier)</p>
      """
  }

  /// What is said above a page that came back.
  private func summary(of state: PageState) -> HTML {
    switch state.notice {
    case .unsaved: return unsavedSummary
    case .readAgain:
      return summary(
        phrases.answering.hintTitle, advice: phrases.answering.hintText, isHint: true)
    case nil:
      guard !state.problems.isEmpty else { return "" }
      let offersSkipping = state.page.isScale && state.offersSkipping
      return summary(
        phrases.problems(state.problems.count),
        missing: state.problems.map { ($0.field, $0.text) },
        advice: offersSkipping ? phrases.answering.skipOffered : nil)
    }
  }

  // MARK: The items of a scale

  private func items(_ state: PageState) -> [HTML] {
    state.entries.map { entry in
      let chosen = state.answer(in: entry.field).flatMap { code in
        entry.options.contains { $0.code == code } ? code : nil
      }
      let problem = state.problems.first { $0.field == entry.field }?.reason
      let known = written[Look(step: state.page.step, field: entry.field, chosen: chosen)]
      return problem == nil ? known! : item(entry, chosen: chosen, problem: problem)
    }
  }

  func item(
    _ entry: InterviewPage.Entry, chosen: String?, problem: PageProblem.Reason?
  ) -> HTML {
    choices(
      entry.field, "\(entry.text)",
      entry.options.map { ($0.code, formatted($0.value), $0.label) }, chosen: chosen,
      problem: problem.map(text(of:)))
  }
}
