import Study
import Survey
import SurveyWeb

private let interviews = [
  Interview(try! StudyDefinition.load(from: RichStudy()).study),
  Interview(
    try! StudyDefinition.load(from: RichStudy(items: "one_at_a_time")).study),
]

/// Reads the form as it is sent for each page of a study with every kind of question.
func readForm(_ bytes: [UInt8]) {
  var submission = PageSubmission(FormFields(bytes))
  for interview in interviews {
    for step in interview.steps.indices {
      let page = interview.page(
        at: step,
        for: .init(
          seed: 1, situation: SituationKey(emotion: "Fear", factor: "Dark", index: 1), year: 2026))
      submission.extent = page.asksOneAtATime ? .items(asked: submission.answers["_item"]) : .page
      if case .complete = page.read(submission) {
        demand(
          !page.isScale || submission.skipsOpenItems
            || page.entries.allSatisfy { submission.answer(in: $0.field) != nil },
          "a scale is complete without an answer to each item")
      }
      _ = page.readItems(submission)
      let saved = page.savable(submission.answers)
      demand(
        Set(saved.map(\.field)).isSubset(of: page.fieldNames + page.questions.map(\.declineField)),
        "a field is saved that the page lacks")
      _ = page.item(
        after: submission.answers["_item"],
        kept: Dictionary(saved.map { ($0.field, $0.option) }) { $1 })
      _ = PageState(page, sent: submission)
      demand(
        submission.paradata(of: page).count < 100_000, "more is measured than can be measured")
    }
  }
}
