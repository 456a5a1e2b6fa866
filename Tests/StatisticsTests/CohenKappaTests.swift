import TestSupport
import Testing

@testable import Statistics

/// psych's `cohen.kappa`; see script/reference-figures/agreement.R.
@Suite("Cohen's kappa") struct CohenKappaTests {
  @Test(
    "and its interval are psych's",
    arguments: [
      "six", "always_up", "against_always_up", "opposite", "shifted", "near", "all_agree",
      "two_single_categories",
    ])
  func psych(name: String) throws {
    let expected = try Repository.references("agreement")[name]
    let (first, second) = (texts(expected["first"]), texts(expected["second"]))
    let found = try #require(CohenKappa(first, second))
    let interval = expected["interval"].numbers ?? []
    #expect(agree(found.kappa, expected["kappa"].number))
    #expect(agree(found.interval.low, interval[0]) && agree(found.interval.high, interval[1]))
    let turned = try #require(CohenKappa(second, first))
    #expect(turned.kappa == found.kappa)
  }

  @Test("is undefined without pairs and where both sides have the same single category")
  func undefined() throws {
    let expected = try Repository.references("agreement")["one_category"]
    #expect(expected["kappa"].number == nil)
    #expect(CohenKappa(texts(expected["first"]), texts(expected["second"])) == nil)
    #expect(CohenKappa([String](), []) == nil)
  }

  @Test("of one side that never varies is exactly 0, whatever the other does")
  func constant() {
    for n in 2...60 {
      let other = (0..<n).map { $0 % 7 }
      let found = CohenKappa(other, Array(repeating: 3, count: n))
      #expect(found?.kappa == 0 && found?.interval == Interval(low: 0, high: 0))
    }
  }
}

private func texts(_ figures: Figures) -> [String] {
  (figures.list ?? []).compactMap(\.text)
}

@Suite("Samples together") struct SamplesTogetherTests {
  @Test("have the mean and SD of all their values")
  func together() {
    let samples: [[Double]] = [[20, 24, 21], [], [30], [27, 29, 15, 16]]
    let whole = SampleSummary(samples.flatMap(\.self))
    let found = SampleSummary(together: samples.map { SampleSummary($0) })
    #expect(found.n == 8)
    #expect(agree(found.mean, whole.mean, within: 1e-15))
    #expect(agree(found.sd, whole.sd, within: 1e-15))
  }

  @Test("that are equal and do not vary have an SD of exactly 0, and none have no figures")
  func constant() {
    let tenth = SampleSummary(n: 3, mean: 0.1, sd: 0)
    #expect(
      SampleSummary(together: [tenth, tenth, tenth]) == SampleSummary(n: 9, mean: 0.1, sd: 0))
    #expect(SampleSummary(together: []) == SampleSummary(n: 0, mean: nil, sd: nil))
    #expect(SampleSummary(together: [tenth]) == tenth)
    #expect(SampleSummary(together: [tenth, .init(n: 2, mean: 1, sd: nil)]).sd == nil)
  }
}
