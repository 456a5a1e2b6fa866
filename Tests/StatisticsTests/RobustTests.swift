import TestSupport
import Testing

@testable import Statistics

@Suite("Robust tests and normality") struct RobustTests {
  /// Pairs of columns and what R makes of them.
  static func cases() throws -> [(first: [Double], second: [Double], expected: Figures)] {
    let models = try Repository.references("models")
    let r = try Repository.references("r")
    let column = { (name: String) in try #require(r["columns"][name].numbers) }
    return [
      (try column("before"), try column("after"), models["robust"]["paired"]),
      (try column("untied"), try column("untied2"), models["robust"]["untied"]),
      (try column("scores1"), try column("scores2"), models["robust"]["scores"]),
      (
        try #require(models["sleep"]["first"].numbers),
        try #require(models["sleep"]["second"].numbers), models["sleep"]
      ),
    ]
  }

  @Test("Yuen's paired test agrees with its formula in R")
  func yuen() throws {
    for (first, second, figures) in try Self.cases() {
      let expected = figures["yuen"]
      let yuen = try #require(TrimmedTTest(from: first, to: second))
      #expect(agree(yuen.first, expected["first"].number))
      #expect(agree(yuen.second, expected["second"].number))
      #expect(agree(yuen.test.estimate, expected["difference"].number, scale: 1e-2))
      #expect(agree(yuen.test.standardError, expected["standard_error"].number))
      #expect(agree(yuen.test.t, expected["t"].number, within: 1e-9))
      #expect(yuen.test.df == expected["df"].number)
      #expect(agree(yuen.test.p, expected["p"].number, within: 1e-9))
      #expect(agree(yuen.test.interval()?.low, expected["interval"].numbers?[0], scale: 1))
      #expect(agree(yuen.test.interval()?.high, expected["interval"].numbers?[1], scale: 1))
    }
  }

  @Test("without trimming Yuen's test is the paired t test")
  func untrimmed() throws {
    let (first, second, _) = try Self.cases()[0]
    let yuen = try #require(TrimmedTTest(from: first, to: second, trimming: 0)?.test)
    let t = try #require(TTest.paired(from: first, to: second))
    #expect(agree(yuen.t, t.t, within: 1e-12))
    #expect(yuen.df == t.df)
  }

  @Test("Yuen's test does not see how far the extremes lie")
  func outlier() throws {
    let (first, second, _) = try Self.cases()[0]
    var wild = second
    wild[try #require(wild.indices.max { wild[$0] < wild[$1] })] = 1e6
    #expect(
      TrimmedTTest(from: first, to: wild)?.test == TrimmedTTest(from: first, to: second)?.test)
  }

  @Test("the sign test agrees with R's binom.test")
  func signs() throws {
    for (first, second, figures) in try Self.cases() {
      let expected = figures["sign"]
      let test = try #require(SignTest(differences(from: first, to: second)))
      #expect(Double(test.positive) == expected["positive"].number)
      #expect(Double(test.negative) == expected["negative"].number)
      #expect(Double(test.zeros) == expected["zeros"].number)
      #expect(agree(test.significance?.p, expected["p"].number))
    }
  }

  @Test("the sign test counts heads of a fair coin")
  func coin() throws {
    // 1 of 5 against 4: 2·(1 + 5)/32.
    let test = try #require(SignTest([1, 2, 3, -1, 0.5, 0, 0]))
    #expect(agree(test.significance?.p, 0.375, within: 1e-14))
    #expect(agree(test.superiority, 5.0 / 7, within: 1e-15))
    #expect(SignTest([1, -1, 0])?.significance?.p == 1)
    // 2·0.5^2000, of which p is no double.
    let far = SignTest(Array(repeating: 1, count: 2_000))?.significance
    #expect(agree(far?.log10P, -1_999 * 0.301_029_995_663_981_2, within: 1e-12))
  }

  @Test("superiority turns round with the sign")
  func superiority() throws {
    for column in sampleColumns {
      let there = try #require(SignTest(column))
      let back = try #require(SignTest(column.map { -$0 }))
      #expect(agree(there.superiority + back.superiority, 1, within: 1e-14))
      #expect(there.significance == back.significance)
    }
  }

  @Test("the test of normality agrees with SciPy")
  func normality() throws {
    let references = try Repository.references("models-scipy")["normality"]
    for name in ["change", "skewed", "long", "eight"] {
      let expected = references[name]
      let values = try #require(expected["values"].numbers)
      let test = try #require(NormalityTest(values))
      #expect(agree(test.k2, expected["k2"].number))
      #expect(agree(test.p, expected["p"].number))
      #expect(agree(test.skewness, expected["skewness"].number))
      #expect(agree(test.excessKurtosis, expected["excess_kurtosis"].number))
    }
  }

  @Test("normality does not depend on shift, scale or sign")
  func normalityInvariants() throws {
    for column in sampleColumns where column.count >= 8 {
      guard let plain = NormalityTest(column) else { continue }
      let moved = try #require(NormalityTest(column.map { 12 - 4 * $0 }))
      #expect(agree(moved.k2, plain.k2, within: 1e-9))
      #expect(agree(moved.skewness, -plain.skewness, within: 1e-9, scale: 1))
    }
  }

  @Test("degenerate columns have no answer, and no trap", arguments: degenerateColumns)
  func degenerate(column: [Double]) {
    #expect(TrimmedTTest(from: column, to: column) == nil)
    #expect(NormalityTest(column) == nil)
  }

  @Test("constant changes have signs, and neither a trimmed t nor a test of normality")
  func constant() throws {
    let before = (1...20).map(Double.init)
    let after = before.map { $0 + 3 }
    #expect(TrimmedTTest(from: before, to: after) == nil)
    #expect(NormalityTest(differences(from: before, to: after)) == nil)
    let test = try #require(SignTest(differences(from: before, to: after)))
    #expect(agree(test.significance?.p, 2 / 1_048_576, within: 1e-13))
    #expect(SignTest([0, 0])?.significance == nil)
    #expect(SignTest([0, 0])?.superiority == 0.5)
    #expect(SignTest([]) == nil)
    // Two people: nothing to trim.
    #expect(TrimmedTTest(from: [1, 2], to: [4, 3])?.test.df == 1)
    #expect(TrimmedTTest(from: [1], to: [4]) == nil)
  }
}
