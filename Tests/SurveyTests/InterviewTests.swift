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
        // Tests of screening bring their own question.
        text = text.replacing(/(?m)^screening:\n(?: +.*\n)+\n/, with: "")
        for (old, new) in changes { text = text.replacing(old, with: new) }
      }
      return text
    }

    func displayName(of path: String) -> String { path }
  }

  private func interview(_ changes: (String, String)..., panas: String? = nil) throws -> Interview {
    Interview(try StudyDefinition.load(from: Files(changes: changes, panas: panas)).study)
  }

  private func fields(_ pairs: [String: String]) -> FormFields {
    FormFields(pairs.map { (name: $0.key, value: $0.value) })
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
      case .complete(let answers) = plain.read(fields(allItems("4")), at: 2, seed: 1, year: 2026)
    else {
      Issue.record("the page was taken for incomplete")
      return
    }
    #expect(answers.items.count == 20)
    #expect(answers.items.values.allSatisfy { $0.value == 4 })
    #expect(answers.outcome == nil)
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
      case .incomplete(let problems) = try interview().read(
        fields(pairs), at: 2, seed: 1, year: 2026)
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
    guard case .complete(let answers) = plain.read(fields(pairs), at: 1, seed: 1, year: 2026)
    else {
      Issue.record("the page was taken for incomplete")
      return
    }
    #expect(answers.questions.map(\.value) == [nil, nil, "GB", "student", "none"])
    pairs["year_of_birth"] = "2020"
    guard case .incomplete(let problems) = plain.read(fields(pairs), at: 1, seed: 1, year: 2026)
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
    let scales = shuffled.steps.compactMap { step -> Interview.ScaleStep? in
      if case .scale(let scale) = step.content { scale } else { nil }
    }
    let first = shuffled.page(of: scales[0], seed: 9)
    let again = shuffled.page(of: scales[0], seed: 9)
    let after = shuffled.page(of: scales[1], seed: 9)
    #expect(first.itemOrder == again.itemOrder)
    #expect(first.itemOrder != after.itemOrder)
    #expect(first.itemOrder?.sorted() == Array(1...20))
    #expect(first.itemOrder != Array(1...20))
    #expect(first.orderSeed != nil)
    #expect(
      first.entries.map(\.id) == first.itemOrder!.map { scales[0].instrument.items[$0 - 1].id })
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
    for (answer, outcome) in [
      ("yes_i_am", nil), ("no_i_am_not", StudyDefinition.Outcome.screenedOut),
    ] {
      guard
        case .complete(let answers) = screened.read(
          fields(["adult": answer]), at: 1, seed: 1, year: 2026)
      else {
        Issue.record("the page was taken for incomplete")
        return
      }
      #expect(answers.outcome == outcome)
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
    #expect(checked.questions(at: 4).map(\.id) == ["one"])
    #expect(checked.fieldNames(at: 2, seed: 1) == ["two"])
    for (answer, end) in [("b", nil), ("a", "two")] {
      guard
        case .complete(let answers) = checked.read(
          fields(["two": answer]), at: 2, seed: 1, year: 2026)
      else {
        Issue.record("the page was taken for incomplete")
        return
      }
      #expect(answers.questions.isEmpty)
      #expect(answers.checks.map(\.passed) == [end == nil])
      #expect(answers.end?.rule == end)
    }
    for (value, reason) in [("c", PageProblem.Reason.notAnOption), ("", .unanswered)] {
      guard
        case .incomplete(let problems) = checked.read(
          fields(["two": value]), at: 2, seed: 1, year: 2026)
      else {
        Issue.record("the page was taken for complete")
        return
      }
      #expect(problems == [PageProblem(field: "two", text: "Choose b", reason: reason)])
    }
  }

  @Test(arguments: [("flag", nil), ("end", StudyDefinition.Outcome.failedAttention)])
  func `an attention check stands behind its item and is judged by the study's rule`(
    rule: String, outcome: StudyDefinition.Outcome?
  ) throws {
    let checked = try interview(
      (
        "leaving: ask",
        "leaving: ask\nattention: [{ id: attention_1, text: Choose 2 here, instrument: panas, "
          + "after: alert, expect: \"2\", outcome: \(rule) }]"
      ))
    guard case .scale(let scale) = checked.steps[2].content else { return }
    let names = checked.page(of: scale, seed: 1).entries.map(\.id.name)
    #expect(names.firstIndex(of: "attention_1") == names.firstIndex(of: "alert")! + 1)
    var pairs = allItems("3")
    pairs["attention_1"] = "3"
    guard case .complete(let answers) = checked.read(fields(pairs), at: 2, seed: 1, year: 2026)
    else {
      Issue.record("the page was taken for incomplete")
      return
    }
    #expect(answers.items.count == 20)
    #expect(answers.checks.map(\.passed) == [false])
    #expect(answers.outcome == outcome)
  }
}
