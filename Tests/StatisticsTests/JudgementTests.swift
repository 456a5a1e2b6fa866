import TestSupport
import Testing

@testable import Statistics

@Suite("Equivalence, adjustment and the published method") struct JudgementTests {
  let r: Figures

  init() throws { r = try Repository.references("r") }

  @Test("two one-sided tests agree with R's t.test")
  func equivalence() throws {
    let after = Moments(try #require(r["columns"]["after"].numbers))
    let other = Moments(try #require(r["columns"]["other"].numbers))
    let test = try #require(equivalenceTest(after, other, bound: 4))
    let expected = r["tost"]
    #expect(agree(test.tLower, expected["t_lower"].number))
    #expect(agree(test.lower.p, expected["p_lower"].number))
    #expect(agree(test.tUpper, expected["t_upper"].number))
    #expect(agree(test.upper.p, expected["p_upper"].number))
    #expect(agree(test.df, expected["df"].number))
    #expect(agree(test.interval()?.low, expected["interval90"].numbers?[0]))
    #expect(agree(test.interval()?.high, expected["interval90"].numbers?[1]))
    #expect(test.p == test.lower.p)
    #expect(!test.isEquivalent())
  }

  @Test("equivalence is the 90% interval within the bounds", arguments: [2, 4, 7.7, 7.8, 20])
  func duality(bound: Double) throws {
    let after = Moments(try #require(r["columns"]["after"].numbers))
    let other = Moments(try #require(r["columns"]["other"].numbers))
    let test = try #require(equivalenceTest(after, other, bound: bound))
    let interval = try #require(test.interval())
    #expect(test.isEquivalent() == (interval.low > -bound && interval.high < bound))
    let swapped = try #require(equivalenceTest(other, after, bound: bound))
    #expect(agree(swapped.p, test.p, within: 1e-12))
  }

  @Test("equivalence without bounds or spread is nil")
  func noEquivalence() {
    let sample = Moments(n: 5, mean: 1, sd: 2)
    for bound in [0, -1, .nan, .infinity] {
      #expect(equivalenceTest(sample, sample, bound: bound) == nil)
    }
    let constant = Moments(n: 5, mean: 1, sd: 0)
    #expect(equivalenceTest(constant, constant, bound: 1) == nil)
  }

  @Test(
    "adjustments agree with R's p.adjust",
    arguments: [
      (Adjustment.holm, "holm"), (.hochberg, "hochberg"),
      (.benjaminiHochberg, "benjamini_hochberg"), (.benjaminiYekutieli, "benjamini_yekutieli"),
    ])
  func adjusted(method: Adjustment, name: String) throws {
    let p = try #require(r["columns"]["p"].numbers)
    let expected = try #require(r["adjusted"][name].numbers)
    let adjusted = method.adjust(p)
    for (value, figure) in zip(adjusted, expected) { #expect(agree(value, figure, within: 1e-14)) }
    // Order follows the input's; missing values stay missing and do not count.
    #expect(method.adjust(p.reversed()) == adjusted.reversed())
    #expect(
      method.adjust([nil] + p.map(Optional.some) + [nil, .nan, 2]) == [nil] + adjusted + [
        nil, nil, nil,
      ])
    for (value, plain) in zip(adjusted, p) { #expect(try #require(value) >= plain) }
    #expect(method.adjust([]) == [])
    #expect(method.adjust([nil]) == [nil])
    #expect(method.adjust([0.3]) == [0.3])
  }

  @Test("the published method takes Student's test of like variances, else Welch's")
  func choice() throws {
    let baseline = Moments(n: 50, mean: 25, sd: 4)
    let alike = Moments(n: 50, mean: 30, sd: 4.5)
    let wider = Moments(n: 50, mean: 30, sd: 9)
    let first = publishedTest(evoked: alike, default: baseline)
    #expect(first.equalVariance == true)
    #expect(first.tTest == studentTTest(alike, baseline))
    #expect(first.arrow == .up)
    let second = publishedTest(evoked: wider, default: baseline)
    #expect(second.equalVariance == false)
    #expect(second.tTest == welchTTest(wider, baseline))
    #expect(second.pOfF == second.fTest?.p)
  }

  @Test("EmotionBench's own p of F passes 1; the described one does not")
  func uncapped() throws {
    let small = Moments(n: 4, mean: 25, sd: 4)
    let large = Moments(n: 400, mean: 25, sd: 4)
    let theirs = publishedTest(evoked: large, default: small, variant: .emotionbench)
    #expect(try #require(theirs.pOfF) > 1)
    #expect(publishedTest(evoked: large, default: small).pOfF == 1)
  }

  @Test("scores that never vary are handled as documented")
  func constantScores() throws {
    let constant = Moments(n: 10, mean: 50, sd: 0)
    let varying = Moments(n: 10, mean: 30, sd: 5)
    let one = publishedTest(evoked: varying, default: constant)
    #expect(one.fTest == nil && one.pOfF == 0 && one.equalVariance == false)
    #expect(one.tTest == welchTTest(varying, constant))
    #expect(one.arrow == .down)
    let none = publishedTest(evoked: constant, default: constant)
    #expect(none.equalVariance == nil && none.tTest == nil && none.arrow == .none)
    // Their 1e-8 makes a test of it.
    let theirs = publishedTest(
      evoked: Moments(n: 10, mean: 20, sd: 0), default: constant, variant: .emotionbench)
    #expect(theirs.equalVariance == true && theirs.arrow == .down)
    let empty = publishedTest(evoked: Moments([]), default: constant)
    #expect(empty.tTest == nil && empty.equalVariance == nil && empty.arrow == .none)
  }
}
