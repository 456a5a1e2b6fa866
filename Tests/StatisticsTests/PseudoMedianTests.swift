import TestSupport
import Testing

@testable import Statistics

/// R's `wilcox.test(x, conf.int = TRUE)`, its Walsh averages, and effectsize's `rank_biserial`; see
/// script/reference-figures/change.R.
@Suite("Effect sizes of the signed rank test") struct PseudoMedianTests {
  static let names = [
    "sleep", "untied", "six", "scores", "paired", "sevenths", "warpbreaks", "many_zeros",
  ]

  private func expectSame(_ found: PseudoMedian?, _ expected: Figures, within tolerance: Double) {
    #expect(agree(found?.estimate, expected["estimate"].number, within: tolerance, scale: 1))
    let ends = expected["interval"].numbers
    #expect(agree(found?.interval?.low, ends?[0], within: tolerance, scale: 1))
    #expect(agree(found?.interval?.high, ends?[1], within: tolerance, scale: 1))
  }

  @Test("the pseudomedian is that of R, with zeros and without", arguments: names)
  func references(name: String) throws {
    let expected = try Repository.references("change")["ranks"][name]
    let changes = try #require(expected["change"].numbers)
    expectSame(PseudoMedian(changes), expected["all"], within: 1e-13)
    let nonzero = PseudoMedian(changes, dropsZeros: true)
    expectSame(nonzero, expected["nonzero"], within: 1e-13)
    // Its ends are found by an iteration to 1e-13.
    expectSame(nonzero, expected["wilcox"], within: 1e-10)
    if let exact = try Repository.references("change")["exact"][name].value {
      expectSame(nonzero, Figures(exact), within: 1e-10)
    }
  }

  @Test("the rank-biserial correlation is effectsize's", arguments: names)
  func rankBiserial(name: String) throws {
    let figures = try Repository.references("change")["ranks"][name]
    let (expected, changes) = (figures["biserial"], try #require(figures["change"].numbers))
    // Sevenths as scores have them: equal fractions are equal numbers.
    let tied = changes.map { fraction(near: $0, within: 1e-13) }
    let test = try #require(SignedRankTest(tied))
    #expect(agree(test.rankBiserial, expected["r"].number))
    let interval = test.rankBiserialInterval()
    #expect(agree(interval?.low, expected["interval"].numbers?[0]))
    #expect(agree(interval?.high, expected["interval"].numbers?[1]))
    #expect(
      agree(
        SignedRankTest(tied, zeros: .split)?.rankBiserial, expected["with_zeros"].number))
  }

  @Test("zeros move the pseudomedian towards 0, and 20 of 28 make it 0")
  func zeros() throws {
    let changes = Array(repeating: 0.0, count: 20) + [1, 1, 2, 3, 3, 4, 2, -1]
    #expect(PseudoMedian(changes)?.estimate == 0)
    #expect(PseudoMedian(changes, dropsZeros: true)?.estimate == 2)
  }

  @Test("turning the signs turns the figures, and units do not matter", arguments: sampleColumns)
  func properties(column: [Double]) throws {
    let plain = try #require(PseudoMedian(column))
    let turned = try #require(PseudoMedian(column.map { -$0 }))
    #expect(turned.estimate == -plain.estimate)
    #expect(turned.interval == plain.interval.map { Interval(low: -$0.high, high: -$0.low) })
    let scaled = try #require(PseudoMedian(column.map { $0 * 8 }))
    #expect(scaled.estimate == plain.estimate * 8)
    #expect(scaled.interval == plain.interval?.scaled(by: 8))
    #expect(PseudoMedian(column.reversed()) == plain)
    #expect(plain.interval?.contains(plain.estimate) != false)
    // Sorting any numbers finds what counting whole numbers does.
    #expect(PseudoMedian(column.map { $0 / 1024 })?.estimate == plain.estimate / 1024)
    let test = try #require(SignedRankTest(column))
    let opposite = try #require(SignedRankTest(column.map { -$0 }))
    #expect(test.rankBiserial == opposite.rankBiserial.map { -$0 })
    let interval = test.rankBiserialInterval()
    #expect(
      opposite.rankBiserialInterval() == interval.map { Interval(low: -$0.high, high: -$0.low) })
  }

  @Test("of scores of means is that of sums, divided", arguments: [3.0, 7, 10, 23])
  func fractions(items: Double) throws {
    let sums = [-9.0, -4, -4, 0, 1, -7, 2, -3, -11, 5, -6, -6]
    let means = sums.map { $0 / items }
    let (one, other) = (try #require(PseudoMedian(sums)), try #require(PseudoMedian(means)))
    #expect(agree(other.estimate, one.estimate / items, within: 1e-15))
    #expect(agree(other.interval?.low, one.interval.map { $0.low / items }, within: 1e-15))
  }

  @Test("has no interval where there is none of 95%, and is nil for what is no number")
  func degenerate() {
    #expect(PseudoMedian([]) == nil)
    #expect(PseudoMedian([0, 0], dropsZeros: true) == nil)
    for column in [[4], [4, 4], [0, 0, 0]] as [[Double]] {
      #expect(PseudoMedian(column) == PseudoMedian(estimate: column[0], interval: nil))
    }
    #expect(PseudoMedian([1, 2]) == PseudoMedian(estimate: 1.5, interval: nil))
    // With five values each way 2 of 32 signs are as extreme as all alike: 93.75% at most.
    #expect(PseudoMedian([1, 2, 3, 4, 5.5])?.interval == nil)
    #expect(PseudoMedian([1, 2, 3, 4, 5.5, 7])?.interval == Interval(low: 1, high: 7))
    for column in [[1, .nan], [.infinity, 1]] as [[Double]] { #expect(PseudoMedian(column) == nil) }
    #expect(SignedRankTest([1, 2])?.rankBiserial == 1)
    #expect(SignedRankTest([1, 2])?.rankBiserialInterval() == nil)
    #expect(SignedRankTest([0, 0])?.rankBiserialInterval() == nil)
  }

  @Test("of a million scores needs no pairs")
  func million() throws {
    // 0 to 40 equally often but for the last: the averages are symmetric about 20 but for a trace.
    let scores = (0..<1_000_000).map { Double($0 % 41) }
    #expect(PseudoMedian(scores)?.estimate == 20)
    let untied = (0..<100_000).map { Double($0) * 1.0009765625 }
    let median = try #require(PseudoMedian(untied))
    #expect(median.estimate == 49999.5 * 1.0009765625)
    #expect(median.interval?.contains(median.estimate) == true)
  }
}
