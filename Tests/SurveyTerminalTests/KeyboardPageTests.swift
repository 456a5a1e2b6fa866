import Study
import Survey
import Testing

@testable import SurveyTerminal

@Suite struct KeyboardPageTests {
  private struct Files: StudyFiles {
    let lines: String

    func text(of path: String) -> String? {
      let text = TemplateStudy().text(of: path)
      return path == "study.yaml"
        ? text?.replacing("leaving: ask", with: "leaving: ask\n\(lines)") : text
    }

    func displayName(of path: String) -> String { path }
  }

  /// The template's page with this name, as nothing or this much of it has been kept.
  private func state(
    _ name: String, lines: String = "", kept: [String: String?] = [:]
  ) throws -> KeyboardPage.State {
    let interview = Interview(try StudyDefinition.load(from: Files(lines: lines)).study)
    let page = interview.page(
      at: try #require(interview.steps.firstIndex { $0.name == name }),
      for: .init(seed: 1, situation: interview.study.situations[0].key, year: 2026))
    return KeyboardPage.State(
      PageState(page, kept: kept), of: KeyboardPage(page, .of(.english)), isTyped: true)
  }

  @Test func `the first question without an answer is asked first`() throws {
    #expect(try state("demographics").position == .question(0))
    #expect(
      try state("demographics", kept: ["gender": "other", "year_of_birth": "1980"]).position
        == .question(2))
    #expect(try state("situation").position == .reading)
  }

  @Test func `an answer is saved and sent, and so is a question that is left open`() throws {
    var state = try state("default", lines: "presentation: { skipping: true }")
    let questions = state.page.questions
    #expect(
      state.accept([questions[0].field: "4"], for: questions[0]).answers
        == [SavedAnswer(field: questions[0].field, option: "4")])
    #expect(
      state.accept(nil, for: questions[1]).answers
        == [SavedAnswer(field: questions[1].field, option: nil)])
    #expect(state.submission.answers == [questions[0].field: "4"])
    #expect(state.submission.skipsOpenItems)
    #expect(state.submission.layout == .stacked)
  }

  @Test func `an answer in a field of its own takes the other one back`() throws {
    var state = try state(
      "demographics", lines: "",
      kept: ["gender": "other", "year_of_birth": "1980"])
    let year = state.page.questions[1]
    let draft = state.accept([year.field: Question.declined], for: year)
    #expect(draft.answers == [SavedAnswer(field: year.field, option: Question.declined)])
    #expect(draft.page == "demographics")
    #expect(state.answer(to: year) == Question.declined)
  }

  @Test func `only entries that the study lets go can be left open`() throws {
    for (rule, canSkip) in [("true", true), ("false", false)] {
      let question = try state("default", lines: "presentation: { skipping: \(rule) }")
        .page.questions[0]
      let isOffered = if case .afterPrompt = question.omission { true } else { false }
      #expect(isOffered == canSkip)
    }
  }
}
