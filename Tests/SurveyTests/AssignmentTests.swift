import Statistics
import Study
import Survey
import Testing

@Suite struct AssignmentTests {
  /// Factors of one emotion with their numbers of situations.
  private func design(_ factors: [(String, Int)]) -> Design {
    Design(
      factors.enumerated().flatMap { number, factor in
        (1...factor.1).map { index in
          Design.Cell(
            key: SituationKey(emotion: "Fear", factor: factor.0, index: index),
            factorIndex: number + 1)
        }
      })
  }

  @Test func `people fill every cell to the quota and no further`() {
    var generator = SeededGenerator(seed: 1)
    let design = design([("a", 5), ("b", 5), ("c", 2), ("d", 3)])
    var counts = Array(repeating: 0, count: 15)
    for _ in 0..<15 * 4 {
      let cell = Assignment.leastFilled(of: design, counts, quota: 4, using: &generator)
      counts[cell] += 1
    }
    #expect(counts.allSatisfy { $0 == 4 })
  }

  @Test func `at no time is a factor ahead of another by more than a person in a cell`() {
    var generator = SeededGenerator(seed: 2)
    let design = design([("a", 5), ("b", 5), ("c", 2)])
    var counts = Array(repeating: 0, count: 12)
    for _ in 0..<12 * 7 {
      counts[Assignment.leastFilled(of: design, counts, quota: 7, using: &generator)] += 1
      #expect(counts.max()! - counts.min()! <= 1)
    }
  }

  @Test func `the least filled factor comes before the least filled situation`() {
    var generator = SeededGenerator(seed: 3)
    let design = design([("a", 2), ("b", 2)])
    let cell = Assignment.leastFilled(of: design, [3, 0, 1, 1], quota: 8, using: &generator)
    #expect(design.cells[cell].key.factor == "b")
  }

  @Test func `a full cell is passed over while another is free`() {
    var generator = SeededGenerator(seed: 4)
    let design = design([("a", 2), ("b", 1)])
    let cell = Assignment.leastFilled(of: design, [2, 0, 2], quota: 2, using: &generator)
    #expect(design.cells[cell].key == SituationKey(emotion: "Fear", factor: "a", index: 2))
  }

  @Test func `a latecomer to a full study is given the least filled cell`() {
    var generator = SeededGenerator(seed: 5)
    let design = design([("a", 2)])
    let cell = Assignment.leastFilled(of: design, [3, 2], quota: 2, using: &generator)
    #expect(design.cells[cell].key.index == 2)
  }

  @Test func `neutral situations with the names of negative ones fill beside them to the quota`() {
    var generator = SeededGenerator(seed: 6)
    let negative = design([("a", 3), ("b", 2)])
    let neutral = negative.cells.filter { $0.key.index == 1 }.map {
      Design.Cell(
        key: SituationKey(
          emotion: $0.key.emotion, factor: $0.key.factor, index: 1, kind: .neutral),
        factorIndex: $0.factorIndex)
    }
    let design = Design(neutral + negative.cells)
    var counts = Array(repeating: 0, count: 7)
    for _ in 0..<7 * 6 {
      counts[Assignment.leastFilled(of: design, counts, quota: 6, using: &generator)] += 1
      #expect(counts.max()! - counts.min()! <= 1)
    }
    #expect(counts.allSatisfy { $0 == 6 })
  }

  @Test func `ties are drawn evenly, and the same seed draws the same`() {
    let design = design([("a", 2), ("b", 2)])
    let counts = Array(repeating: 0, count: 4)
    var drawn: [Int: Int] = [:]
    for seed in 0..<4000 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var again = SeededGenerator(seed: UInt64(seed))
      let cell = Assignment.leastFilled(of: design, counts, quota: 9, using: &generator)
      #expect(
        cell == Assignment.leastFilled(of: design, counts, quota: 9, using: &again))
      drawn[cell, default: 0] += 1
    }
    // Four standard errors of a share of a quarter.
    #expect(drawn.count == 4)
    #expect(drawn.values.allSatisfy { abs(Double($0) / 4000 - 0.25) < 0.0274 })
  }
}
