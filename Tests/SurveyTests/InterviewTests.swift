import Resources
import Study
import Survey
import Testing

@Suite struct InterviewTests {
  private struct Files: StudyFiles {
    var changes: [(String, String)] = []
    var panas: String?

    func text(of path: String) -> String? {
      if path == "instruments/panas.yaml" { return panas }
      guard var text = TemplateStudy().text(of: path) else { return nil }
      if path == "study.yaml" {
        for (old, new) in changes { text = text.replacing(old, with: new) }
      }
      return text
    }

    func displayName(of path: String) -> String { path }
  }

  private func interview(_ changes: (String, String)..., panas: String? = nil) throws -> Interview {
    Interview(try StudyDefinition.load(from: Files(changes: changes, panas: panas)).study)
  }

  /// A page as the person with seed 1 sends it in 2026.
  private func read(_ answers: [String: String], at step: Int, of interview: Interview)
    -> FilledPage
  {
    interview.page(at: step, for: .init(seed: 1, year: 2026)).read(PageSubmission(answers))
  }

  private func allItems(_ value: String) -> [String: String] {
    let items = try! Instrument(
      yaml: BundledFile.text("instruments/panas.yaml")!, file: "panas.yaml"
    ).items
    return Dictionary(uniqueKeysWithValues: items.map { ($0.id.name, value) })
  }

  @Test func `the steps are those of the design`() throws {
    let plain = try interview()
    #expect(
      plain.steps.map(\.name)
        == ["consent", "demographics", "default", "situation", "evoked", "debrief"])
    #expect((0..<6).map(plain.assignsCell(after:)) == [false, false, true, false, false, false])
    #expect(plain.progress(at: 0) == 0)
    #expect(plain.progress(at: 5) == 1)
  }

  @Test func `a complete scale is read item by item`() throws {
    let plain = try interview()
    guard
      case .complete(let recording) = read(allItems("4"), at: 2, of: plain)
    else {
      Issue.record("the page was taken for incomplete")
      return
    }
    let values = recording.administrations[0].answers.values.map { answer in
      if case .chosen(let option) = answer { option.value } else { Double.nan }
    }
    #expect(values == Array(repeating: 4, count: 20))
    #expect(recording.endedBy == nil)
    #expect(recording.nextStatus == .active)
    #expect(recording.nextStep == 3)
  }

  @Test(arguments: [
    ("upset", nil, PageProblem.Reason.unanswered), ("upset", "", .unanswered),
    ("upset", "6", .notAnOption), ("upset", "0", .notAnOption), ("upset", "2.0", .notAnOption),
    ("upset", "😀", .notAnOption), ("upset", String(repeating: "1", count: 20_000), .notAnOption),
  ])
  func `an answer that is missing or none of the options is a problem of its item`(
    field: String, value: String?, reason: PageProblem.Reason
  ) throws {
    var pairs = allItems("3")
    pairs[field] = value
    guard
      case .incomplete(let problems) = read(pairs, at: 2, of: try interview())
    else {
      Issue.record("the page was taken for complete")
      return
    }
    #expect(problems == [PageProblem(field: "upset", text: "Upset", reason: reason)])
  }

  @Test func `whoever declines a question has answered it`() throws {
    let plain = try interview()
    var pairs = [
      "gender": Question.declined, "year_of_birth": Question.declined, "country": "GB",
      "employment": "student", "education": "none",
    ]
    guard case .complete(let answers) = read(pairs, at: 1, of: plain)
    else {
      Issue.record("the page was taken for incomplete")
      return
    }
    #expect(answers.questions.map(\.value) == [nil, nil, "GB", "student", "none"])
    pairs["year_of_birth"] = "2020"
    guard case .incomplete(let problems) = read(pairs, at: 1, of: plain)
    else {
      Issue.record("a child was let in")
      return
    }
    #expect(problems.map(\.field) == ["year_of_birth"])
  }

  @Test func `shuffled items follow from the seed and differ between occasions`() throws {
    let text = BundledFile.text("instruments/panas.yaml")!
    let shuffled = try interview(
      panas: text.replacing("order: fixed", with: "order: shuffled"))
    let nine = InterviewPage.Participant(seed: 9, year: 2026)
    let first = shuffled.page(at: 2, for: nine)
    let again = shuffled.page(at: 2, for: nine)
    let after = shuffled.page(at: 4, for: nine)
    #expect(first.itemOrder == again.itemOrder)
    #expect(first.itemOrder != after.itemOrder)
    #expect(first.itemOrder?.sorted() == Array(1...20))
    #expect(first.itemOrder != Array(1...20))
    #expect(first.orderSeed != nil)
    let items = shuffled.study.instruments[0].items
    #expect(first.entries.map(\.field) == first.itemOrder!.map { items[$0 - 1].id.name })
  }

  @Test func `a screening answer that is not accepted ends the interview`() throws {
    let screened = try interview(
      (
        "demographics:",
        "screening:\n  - id: adult\n    text: Are you 18?\n    options:\n"
          + "      - { value: yes_i_am, label: Yes }\n      - { value: no_i_am_not, label: No }\n"
          + "    accept: [yes_i_am]\ndemographics:"
      ))
    #expect(screened.steps[1].name == "screening")
    for (answer, end, status) in [
      ("yes_i_am", nil, RespondentStatus.active), ("no_i_am_not", "adult", .screenedOut),
    ] {
      guard case .complete(let recording) = read(["adult": answer], at: 1, of: screened) else {
        Issue.record("the page was taken for incomplete")
        return
      }
      #expect(recording.endedBy == end)
      #expect(recording.nextStatus == status)
      #expect(recording.questions.map(\.accepted) == [end == nil])
      #expect(recording.questions.map(\.purpose) == [.screening])
    }
  }

  @Test func `a check on a page of its own is a step where the study places it`() throws {
    func check(_ id: String, _ place: String) -> String {
      "{ id: \(id), text: Choose b, \(place), expect: b, outcome: end, "
        + "options: [{ value: a, label: A }, { value: b, label: B }] }"
    }
    let checked = try interview(
      (
        "leaving: ask",
        "leaving: ask\nattention: [\(check("one", "before_page: situation")), "
          + "\(check("two", "after_page: demographics")), \(check("three", "before_page: debrief"))]"
      ))
    #expect(
      checked.steps.map(\.name) == [
        "consent", "demographics", "question", "default", "question-2", "situation", "evoked",
        "question-3", "debrief",
      ])
    // The situation is given after the page before it, whichever that is.
    #expect((0..<9).filter(checked.assignsCell(after:)) == [4])
    #expect(
      checked.page(at: 4, for: .init(seed: 1, year: 2026)).questions.map(\.id) == ["one"])
    #expect(checked.page(at: 2, for: .init(seed: 1, year: 2026)).fieldNames == ["two"])
    for (answer, end) in [("b", nil), ("a", "two")] {
      guard
        case .complete(let recording) = read(["two": answer], at: 2, of: checked)
      else {
        Issue.record("the page was taken for incomplete")
        return
      }
      #expect(recording.questions.isEmpty)
      #expect(recording.attention.map(\.passed) == [end == nil])
      #expect(recording.endedBy == end)
    }
    for (value, reason) in [("c", PageProblem.Reason.notAnOption), ("", .unanswered)] {
      guard
        case .incomplete(let problems) = read(["two": value], at: 2, of: checked)
      else {
        Issue.record("the page was taken for complete")
        return
      }
      #expect(problems == [PageProblem(field: "two", text: "Choose b", reason: reason)])
    }
  }

  @Test(arguments: [("flag", nil, RespondentStatus.active), ("end", "attention_1", .screenedOut)])
  func `an attention check stands behind its item and is judged by the study's rule`(
    rule: String, end: String?, status: RespondentStatus
  ) throws {
    let checked = try interview(
      (
        "leaving: ask",
        "leaving: ask\nattention: [{ id: attention_1, text: Choose 2 here, instrument: panas, "
          + "after: alert, expect: \"2\", outcome: \(rule) }]"
      ))
    let names = checked.page(at: 2, for: .init(seed: 1, year: 2026)).entries.map(\.field)
    #expect(names.firstIndex(of: "attention_1") == names.firstIndex(of: "alert")! + 1)
    var pairs = allItems("3")
    pairs["attention_1"] = "3"
    guard case .complete(let recording) = read(pairs, at: 2, of: checked) else {
      Issue.record("the page was taken for incomplete")
      return
    }
    #expect(recording.administrations.map(\.answers.count) == [20])
    #expect(recording.attention.map(\.passed) == [false])
    #expect(recording.endedBy == end)
    #expect(recording.nextStatus == status)
  }
}
