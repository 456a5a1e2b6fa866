import TestSupport
import Testing

@testable import Statistics

@Suite("Equivalence, adjustment and the published method") struct JudgementTests {
  let r: Figures

  init() throws { r = try Repository.references("r") }

  @Test("two one-sided tests agree with R's t.test")
  func equivalence() throws {
    let after = SampleSummary(try #require(r["columns"]["after"].numbers))
    let other = SampleSummary(try #require(r["columns"]["other"].numbers))
    let test = try #require(EquivalenceTest(after, other, bound: 4))
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
    let after = SampleSummary(try #require(r["columns"]["after"].numbers))
    let other = SampleSummary(try #require(r["columns"]["other"].numbers))
    let test = try #require(EquivalenceTest(after, other, bound: bound))
    let interval = try #require(test.interval())
    #expect(test.isEquivalent() == (interval.low > -bound && interval.high < bound))
    let swapped = try #require(EquivalenceTest(other, after, bound: bound))
    #expect(agree(swapped.p, test.p, within: 1e-12))
  }

  @Test("equivalence without bounds or spread is nil")
  func noEquivalence() {
    let sample = SampleSummary(n: 5, mean: 1, sd: 2)
    for bound in [0, -1, .nan, .infinity] {
      #expect(EquivalenceTest(sample, sample, bound: bound) == nil)
    }
    let constant = SampleSummary(n: 5, mean: 1, sd: 0)
    #expect(EquivalenceTest(constant, constant, bound: 1) == nil)
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
    let baseline = SampleSummary(n: 50, mean: 25, sd: 4)
    let alike = SampleSummary(n: 50, mean: 30, sd: 4.5)
    let wider = SampleSummary(n: 50, mean: 30, sd: 9)
    let first = PublishedTest(evoked: alike, default: baseline)
    #expect(first.equalVariance == true)
    #expect(first.tTest == TTest.student(alike, baseline))
    #expect(first.arrow == .up)
    let second = PublishedTest(evoked: wider, default: baseline)
    #expect(second.equalVariance == false)
    #expect(second.tTest == TTest.welch(wider, baseline))
    #expect(second.pOfF == second.fTest?.p)
  }

  @Test("EmotionBench's own p of F passes 1; the described one does not")
  func uncapped() throws {
    let small = SampleSummary(n: 4, mean: 25, sd: 4)
    let large = SampleSummary(n: 400, mean: 25, sd: 4)
    let theirs = PublishedTest(evoked: large, default: small, variant: .emotionbench)
    #expect(try #require(theirs.pOfF) > 1)
    #expect(PublishedTest(evoked: large, default: small).pOfF == 1)
  }

  @Test("scores that never vary are handled as documented")
  func constantScores() throws {
    let constant = SampleSummary(n: 10, mean: 50, sd: 0)
    let varying = SampleSummary(n: 10, mean: 30, sd: 5)
    let one = PublishedTest(evoked: varying, default: constant)
    #expect(one.fTest == nil && one.pOfF == 0 && one.equalVariance == false)
    #expect(one.tTest == TTest.welch(varying, constant))
    #expect(one.arrow == .down)
    let none = PublishedTest(evoked: constant, default: constant)
    #expect(none.equalVariance == nil && none.tTest == nil && none.arrow == nil)
    // Their 1e-8 makes a test of it.
    let theirs = PublishedTest(
      evoked: SampleSummary(n: 10, mean: 20, sd: 0), default: constant, variant: .emotionbench)
    #expect(theirs.equalVariance == true && theirs.arrow == .down)
    let empty = PublishedTest(evoked: SampleSummary([]), default: constant)
    #expect(empty.tTest == nil && empty.equalVariance == nil && empty.arrow == nil)
  }
}
