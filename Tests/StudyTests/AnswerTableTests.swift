import Study
import Testing
import TextFormats

@Suite struct AnswerTableTests {
  private func versions() throws -> [Instrument] {
    let text = panasText()
    // An earlier version, in which the first item was reversed and the second had another name.
    let untested = String(text[..<text.firstRange(of: "\ntests:")!.lowerBound]) + "\n"
    let earlier = untested.replacing("id: interested,", with: "id: interested, reverse: true,")
      .replacing("distressed", with: "worried")
    precondition(earlier != untested)
    return [
      try Instrument(yaml: earlier, file: "earlier.yaml"),
      try Instrument(yaml: text, file: "panas.yaml"),
    ]
  }

  @Test func `an answer counts as the version that asked for it says`() throws {
    var table = AnswerTable(try versions(), .default)
    table.addRow(respondent: 0, version: 0)
    table.addRow(respondent: 3, version: 1)
    for row in 0...1 { table.setAnswer(2, row: row, column: 0) }
    #expect((table.given(row: 0, column: 0), table.keyed(row: 0, column: 0)) == (2, 4))
    #expect((table.given(row: 1, column: 0), table.keyed(row: 1, column: 0)) == (2, 2))
    #expect(table.given(row: 0, column: 1) == nil)
    #expect(table.column(of: "distressed") == 1)
    #expect(table.column(of: "worried") == nil)
  }

  @Test func `answers are shown in the order of the page`() throws {
    var table = AnswerTable([try versions()[1]], .evoked)
    table.addRow(respondent: 0, order: Array((0..<20).reversed()))
    table.addRow(respondent: 1)
    for row in 0...1 {
      for column in 0..<20 { table.setAnswer(Double(column), row: row, column: column) }
    }
    #expect(table.shown(row: 0).compactMap(\.self) == (0..<20).reversed().map(Double.init))
    #expect(table.shown(row: 1).compactMap(\.self) == (0..<20).map(Double.init))
  }

  @Test func `without some respondents the others keep their answers under new numbers`() throws {
    var table = AnswerTable([try versions()[1]], .default)
    for respondent in [Int32(0), 1, 3] {
      table.addRow(respondent: respondent, seconds: Double(respondent))
      table.setAnswer(Double(respondent), row: table.rows - 1, column: 5)
    }
    let answers = Respondents(
      .human, design: Design([Design.Cell]()),
      cells: Array(repeating: Respondents.noCell, count: 4),
      keys: ["a", "b", "c", "d"], answers: [table])
    let kept = answers.without([1])
    #expect(kept.keys == ["a", "c", "d"])
    #expect(kept.answers[0].respondents == [0, 2])
    #expect((0...1).map { kept.answers[0].seconds(row: $0) } == [0, 3])
    #expect((0...1).map { kept.answers[0].given(row: $0, column: 5) } == [0, 3])
  }
}

@Suite struct ExclusionRuleTests {
  @Test(arguments: [
    "seconds_below: 90", "longstring_above: 9", "irv_below: 0.35", "mahalanobis_p_below: 0.001",
    "even_odd_below: -0.03",
  ])
  func `a rule with a number is read and written alike`(rule: String) throws {
    let files = FilesInMemory.template(replacing: "- read_too_fast", with: "- \(rule)")
    let study = try StudyDefinition.load(from: files).study
    #expect(study.exclusions.map(\.name).contains(rule))
  }

  @Test(arguments: [
    ("seconds_below: 0", "`seconds_below` must be a whole number from 1 to 86400"),
    ("seconds_below: 1.5", "`seconds_below` must be a whole number from 1 to 86400"),
    ("longstring_above: 0", "`longstring_above` must be a whole number from 1 to 1000"),
    ("irv_below: 0", "`irv_below` must be a number above 0"),
    ("mahalanobis_p_below: 1", "`mahalanobis_p_below` must be a number above 0 and below 1"),
    ("even_odd_below: 2", "`even_odd_below` must be a number from -1 to 1"),
    ("longstrings_above: 3", "unknown key `longstrings_above`"),
  ])
  func `a number that a rule does not take is reported`(rule: String, expected: String) {
    let files = FilesInMemory.template(replacing: "- read_too_fast", with: "- \(rule)")
    let error = #expect(throws: DiagnosedError.self) { try StudyDefinition.load(from: files) }
    #expect(error.map { "\($0)" }?.contains(expected) == true)
  }
}
