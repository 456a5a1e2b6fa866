import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

@Suite("Careless answers") struct CarelessnessTests {
  static let before: [[Double?]] = [
    [3, 3, 3, 3], [1, 2, 1, 5], [2, 2, nil, 2], [4, 5, 3, 1], [5, 4, 1, 2], [1, 3, 5, 2],
    [2, 5, 4, 4],
  ]
  static let after: [[Double?]] = [
    [3, 3, 3, 3], [1, 2, 1, 4], [2, 2, nil, 2], [3, 5, 5, 1], [2, 4, 4, 2], [1, 1, 5, 2],
    [nil, nil, nil, nil],
  ]

  private func answers() throws -> Respondents {
    let four = try fourItems()
    return .made(
      count: 7,
      answers: [
        table(four, .default, Self.before, orders: [nil, [0, 2, 1, 3]]),
        table(four, .evoked, Self.after),
      ])
  }

  @Test("are described as given and as shown, person by person")
  func rows() throws {
    let rows = Carelessness(try answers()).rows
    #expect(rows.map(\.default?.longString) == [4, 2, 2, 1, 1, 1, 2])
    #expect(rows.map(\.evoked?.longString) == [4, 1, 2, 2, 2, 2, 0])
    #expect(rows.map(\.identical) == [true, false, true, false, false, false, false])
    #expect(rows[0].default?.variability == 0)
    #expect(agree(rows[1].default?.variability, SampleSummary([1, 2, 1, 5]).sd))
    #expect(rows[6].evoked?.variability == nil)
    #expect(rows[2].default?.answered == 3)
  }

  @Test("have a distance where every item is answered, among those alone")
  func distances() throws {
    let rows = Carelessness(try answers()).rows
    #expect(rows[2].default?.distance == nil)
    let complete = [0, 1, 3, 4, 5, 6]
    let expected = try #require(
      MahalanobisDistances(
        (0..<4).map { item in complete.map { Self.before[$0][item]! } }))
    #expect(
      complete.map { rows[$0].default?.distance?.squared } == expected.squared.map(Optional.init))
    #expect(rows[0].default?.distance?.df == 4)
    #expect(rows[0].default?.distance?.p == expected.p(expected.squared[0]))
  }

  @Test("have no consistency of odd and even items over one subscale on two occasions")
  func evenOdd() throws {
    #expect(Carelessness(try answers()).rows.allSatisfy { $0.evenOdd == nil })
  }

  @Test("are consistent over halves with an answer missing, as careless::evenodd has it, negated")
  func evenOddOfHoles() throws {
    let file = try Repository.references("psychometrics")
    let answers = try #require(file["holes"].list).map { $0.list?.map(\.number) ?? [] }
    let scales = try scales(5, of: 5)
    let rows = Carelessness(
      .made(count: answers.count, answers: [table(scales, .default, answers)])
    ).rows
    let expected = try #require(file["even_odd_of_holes"].list)
    #expect(rows.count == expected.count && rows.contains { $0.evenOdd == nil })
    for (row, expected) in zip(rows, expected) {
      #expect(agree(row.evenOdd, expected.number, scale: 1))
    }
  }

  @Test("are counted by respondent, whatever the number of instruments")
  func respondents() throws {
    let (four, more) = (try fourItems(), try scales(1, of: 3))
    let same: [[Double?]] = [[3, 3, 3], [1, 2, 3], [4, 4, 1]]
    let other: [[Double?]] = [[3, 3, 3], [1, 2, 3], [4, 4, 2]]
    let carelessness = Carelessness(
      .made(
        count: 7,
        answers: [
          table(four, .default, Self.before), table(four, .evoked, Self.after),
          table(more, .default, same), table(more, .evoked, other),
        ]))
    // The first and third gave the same answers to the four items, and only the first to all.
    #expect(carelessness.identical == (1, 7))
    let reading = CarelessnessReport(
      carelessness, source: Provenance(path: "x", sha256: nil, participants: 7)
    ).reading.plain
    #expect(reading.contains("1 of 7 respondents gave the same answer to every item"))
  }

  @Test("are marked by stated rules alone; a rule that cannot decide says so")
  func rules() throws {
    let answers = try answers()
    let exclusion = Exclusion(
      [.longStringAbove(3), .variabilityBelow(0.1), .distanceBelow(1e-9), .evenOddBelow(0)],
      of: answers)
    #expect(exclusion.counts.map(\.leftOut) == [1, 2, 0, 0])
    #expect(exclusion.counts.map(\.unknown) == [0, 0, 1, 7])
    #expect(exclusion.rulesOf[0] == ["longstring_above: 3", "irv_below: 0.1"])
    #expect(exclusion.rulesOf[2] == ["irv_below: 0.1"])
    #expect(Carelessness(answers).exclusion == nil)
    let marked = Carelessness(answers, exclusion: exclusion)
    #expect(marked.rows.count == 7)
    #expect(marked.exclusion?.rulesOf.keys.sorted() == [0, 2])
  }

  @Test("have distributions of what somebody has")
  func distributions() throws {
    let found = Carelessness(try answers()).distributions
    #expect(
      found.map(\.measure) == [
        "longstring", "irv", "mahalanobis_d2", "longstring", "irv", "mahalanobis_d2",
      ])
    #expect(found[0].quantiles.first == 1)
    #expect(found[0].quantiles[3] == 2)
    #expect(found[0].summary.n == 7)
    #expect(found[4].summary.n == 6)
  }

  @Test("are written without a NaN, also for nobody and for one person", arguments: [0, 1])
  func degenerate(_ count: Int) throws {
    let four = try fourItems()
    let answers = Respondents.made(
      count: count,
      answers: [table(four, .default, Array(repeating: [2, nil, 2, 2], count: count))])
    let report = CarelessnessReport(
      Carelessness(answers), source: Provenance(path: "x", sha256: nil, participants: count))
    let texts = [
      report.json(version: "1").description, report.csv, report.document.text(),
    ]
    for text in texts { #expect(!text.lowercased().contains("nan")) }
  }
}
