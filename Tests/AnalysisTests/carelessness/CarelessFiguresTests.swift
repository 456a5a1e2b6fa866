import TestSupport
import Testing

@testable import Statistics

/// Expected figures: `script/references`, by R's `rle`, `sd`, `mahalanobis` and `cor` on 25 items of
/// `psych::bfi`.
@Suite("Signs of careless answers") struct CarelessFiguresTests {
  private let file: Figures
  private let people: [[Double]]

  init() throws {
    file = try Repository.references("psychometrics")
    people = file["big"].list?.compactMap(\.numbers) ?? []
  }

  @Test("are R's: the longest row of same answers, their SD, Mahalanobis' distance and its p")
  func references() throws {
    let expected = file["careless"]
    let columns = (0..<25).map { item in people.map { $0[item] } }
    let distances = try #require(MahalanobisDistances(columns))
    #expect(distances.df == 25)
    for (index, person) in people.enumerated() {
      #expect(
        Double(AnswerPattern.longString(person.map(Optional.init)))
          == expected["longstring"].numbers?[index])
      #expect(agree(SampleSummary(person).sd, expected["irv"].numbers?[index]))
      #expect(agree(distances.squared[index], expected["d2"].numbers?[index]))
      #expect(agree(distances.p(distances.squared[index]), expected["p"].numbers?[index]))
    }
  }

  @Test("stay R's where columns hardly tell from each other")
  func nearlySingular() throws {
    let rows = file["matrices"]["judges"].list?.compactMap(\.numbers) ?? []
    let distances = try #require(
      MahalanobisDistances((0..<12).map { item in rows.map { $0[item] } }))
    for (found, expected) in zip(distances.squared, file["judges_d2"].numbers ?? []) {
      #expect(agree(found, expected))
    }
  }

  @Test("hold the consistency of odd and even items over scales")
  func evenOdd() throws {
    func half(_ person: [Double], _ scale: Int, _ places: [Int]) -> Double {
      places.reduce(0) { $0 + person[scale * 5 + $1] } / Double(places.count)
    }
    for (person, expected) in zip(people, file["even_odd"].list ?? []) {
      let found = AnswerPattern.evenOddConsistency(
        odd: (0..<5).map { half(person, $0, [0, 2, 4]) },
        even: (0..<5).map { half(person, $0, [1, 3]) })
      #expect(agree(found, expected.number, scale: 1))
    }
  }

  @Test("have no consistency with two scales, and -1 for opposite halves")
  func fewScales() {
    #expect(AnswerPattern.evenOddConsistency(odd: [1, 2], even: [2, 5]) == nil)
    #expect(AnswerPattern.evenOddConsistency(odd: [1, 1, 1], even: [2, 5, 3]) == nil)
    #expect(AnswerPattern.evenOddConsistency(odd: [1, 2, 3], even: [3, 2, 1]) == -1)
    #expect(AnswerPattern.evenOddConsistency(odd: [1, 2, 3], even: [2, 4, 6]) == 1)
  }

  @Test("count the longest row, which a missing answer ends")
  func rows() {
    #expect(AnswerPattern.longString([]) == 0)
    #expect(AnswerPattern.longString([nil, nil]) == 0)
    #expect(AnswerPattern.longString([3]) == 1)
    #expect(AnswerPattern.longString([1, 2, 2, 2, 1, 1]) == 3)
    #expect(AnswerPattern.longString([2, 2, nil, 2, 2, 2, nil]) == 3)
  }

  @Test("have no distance with too few people or a column that follows from others")
  func noDistance() {
    #expect(MahalanobisDistances([[1, 2], [2, 1]]) == nil)
    #expect(MahalanobisDistances([[1, 2, 4, 3], [2, 4, 8, 6]]) == nil)
    #expect(MahalanobisDistances([]) == nil)
    // A column that does not vary separates nobody.
    let plain = MahalanobisDistances([[1, 2, 4, 3], [2, 5, 1, 3]])
    #expect(MahalanobisDistances([[1, 2, 4, 3], [7, 7, 7, 7], [2, 5, 1, 3]]) == plain)
    #expect(plain?.df == 2)
  }
}
