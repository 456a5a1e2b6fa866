import Study
import TestSupport
import Testing

@Suite("People with the same answers") struct SameAnswersTests {
  /// Respondents with answers to PANAS before and after.
  private func people(_ answers: [[Double?]], genders: [String]? = nil) throws -> Respondents {
    let panas = try Instrument(yaml: panasText(), file: "panas.yaml")
    var tables = Occasion.allCases.map { AnswerTable([panas], $0) }
    var attributes = Respondents.Attributes(count: answers.count)
    for (respondent, given) in answers.enumerated() {
      attributes["gender", respondent] = genders?[respondent]
      for table in tables.indices {
        tables[table].addRow(respondent: Int32(respondent))
        for column in 0..<20 {
          tables[table].setAnswer(
            given[20 * table + column], row: respondent, column: column)
        }
      }
    }
    return Respondents(
      .human, design: Design([]), cells: answers.map { _ in Respondents.noCell }, answers: tables,
      attributes: attributes)
  }

  private func answers(_ seed: Int) -> [Double?] { (0..<40).map { Double(1 + ($0 * seed) % 5) } }

  @Test func `are found in groups`() throws {
    var last = answers(3)
    last[39] = last[39] == 1 ? 2 : 1
    let people = try people([answers(3), answers(2), answers(3), last, answers(2), answers(3)])
    #expect(people.sameAnswers() == [[0, 2, 5], [1, 4]])
  }

  @Test func `are not people who gave one answer throughout, or few`() throws {
    let flat = Array(repeating: Double?(1), count: 40)
    var few = Array(repeating: Double?.none, count: 40)
    for index in 0..<19 { few[index] = Double(1 + index % 5) }
    #expect(try people([flat, flat, few, few]).sameAnswers().isEmpty)
    few[19] = 5
    #expect(try people([few, few]).sameAnswers() == [[0, 1]])
  }

  @Test func `have the same details if situation and questions agree`() throws {
    let details = try people([answers(1), answers(1), answers(1)], genders: ["a", "b", "a"])
      .details(of: [0, 1, 2])
    #expect(details[0] == details[2])
    #expect(details[0] != details[1])
  }
}
