import Statistics
import Study
import Survey
import Testing

@Suite struct AssignmentTests {
  private func cells(_ factors: [(String, Int)]) -> [SituationKey: Int] {
    var counts: [SituationKey: Int] = [:]
    for (factor, situations) in factors {
      for index in 1...situations {
        counts[SituationKey(emotion: "Fear", factor: factor, index: index)] = 0
      }
    }
    return counts
  }

  @Test func `people fill every cell to the quota and no further`() {
    var generator = SeededGenerator(seed: 1)
    var counts = cells([("a", 5), ("b", 5), ("c", 2), ("d", 3)])
    for _ in 0..<15 * 4 {
      let cell = Assignment.leastFilled(counts, quota: 4, using: &generator)
      counts[cell]! += 1
    }
    #expect(counts.values.allSatisfy { $0 == 4 })
  }

  @Test func `at no time is a factor ahead of another by more than a person in a cell`() {
    var generator = SeededGenerator(seed: 2)
    var counts = cells([("a", 5), ("b", 5), ("c", 2)])
    for _ in 0..<12 * 7 {
      counts[Assignment.leastFilled(counts, quota: 7, using: &generator)]! += 1
      #expect(counts.values.max()! - counts.values.min()! <= 1)
    }
  }

  @Test func `the least filled factor comes before the least filled situation`() {
    var counts = cells([("a", 2), ("b", 2)])
    counts[SituationKey(emotion: "Fear", factor: "a", index: 1)] = 3
    counts[SituationKey(emotion: "Fear", factor: "b", index: 1)] = 1
    counts[SituationKey(emotion: "Fear", factor: "b", index: 2)] = 1
    var generator = SeededGenerator(seed: 3)
    let cell = Assignment.leastFilled(counts, quota: 8, using: &generator)
    #expect(cell.factor == "b")
  }

  @Test func `a full cell is passed over while another is free`() {
    var counts = cells([("a", 2), ("b", 1)])
    counts[SituationKey(emotion: "Fear", factor: "a", index: 1)] = 2
    counts[SituationKey(emotion: "Fear", factor: "b", index: 1)] = 2
    var generator = SeededGenerator(seed: 4)
    let cell = Assignment.leastFilled(counts, quota: 2, using: &generator)
    #expect(cell == SituationKey(emotion: "Fear", factor: "a", index: 2))
  }

  @Test func `a latecomer to a full study is given the least filled cell`() {
    var counts = cells([("a", 2)]).mapValues { _ in 2 }
    counts[SituationKey(emotion: "Fear", factor: "a", index: 1)] = 3
    var generator = SeededGenerator(seed: 5)
    let cell = Assignment.leastFilled(counts, quota: 2, using: &generator)
    #expect(cell.index == 2)
  }

  @Test func `ties are drawn evenly, and the same seed draws the same`() {
    let counts = cells([("a", 2), ("b", 2)])
    var drawn: [SituationKey: Int] = [:]
    for seed in 0..<4000 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var again = SeededGenerator(seed: UInt64(seed))
      let cell = Assignment.leastFilled(counts, quota: 9, using: &generator)
      #expect(cell == Assignment.leastFilled(counts, quota: 9, using: &again))
      drawn[cell, default: 0] += 1
    }
    // Four standard errors of a share of a quarter.
    #expect(drawn.count == 4)
    #expect(drawn.values.allSatisfy { abs(Double($0) / 4000 - 0.25) < 0.0274 })
  }
}
