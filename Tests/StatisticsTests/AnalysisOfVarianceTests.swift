import TestSupport
import Testing

@testable import Statistics

@Suite("Variances and several groups") struct AnalysisOfVarianceTests {
  let r: Figures
  let groups: [[Double]]

  init() throws {
    let r = try Repository.references("r")
    self.r = r
    groups = try ["before", "other", "third"].map { try #require(r["columns"][$0].numbers) }
  }

  func expect(_ test: FTest?, _ expected: Figures) throws {
    let test = try #require(test)
    #expect(agree(test.f, expected["f"].number))
    #expect(agree(test.df1, expected["df1"].number))
    #expect(agree(test.df2, expected["df2"].number))
    #expect(agree(test.p, expected["p"].number))
  }

  @Test("agree with R's oneway.test, kruskal.test and anova of distances")
  func references() throws {
    let expected = r["anova"]
    try expect(FTest.oneWayANOVA(groups), expected["pooled"])
    try expect(FTest.welchANOVA(groups), expected["welch"])
    try expect(FTest.levene(groups), expected["levene"])
    try expect(FTest.brownForsythe(groups), expected["brown_forsythe"])
    let kruskal = try #require(KruskalWallisTest(groups))
    #expect(agree(kruskal.h, expected["kruskal"]["h"].number))
    #expect(Double(kruskal.df) == expected["kruskal"]["df"].number)
    #expect(agree(kruskal.p, expected["kruskal"]["p"].number))
  }

  @Test("Levene's and Brown and Forsythe's tests agree with SciPy's levene")
  func levene() throws {
    let scipy = try Repository.references("scipy")["levene"]
    #expect(agree(FTest.levene(groups)?.f, scipy["mean"]["f"].number))
    #expect(agree(FTest.levene(groups)?.p, scipy["mean"]["p"].number))
    #expect(agree(FTest.brownForsythe(groups)?.f, scipy["median"]["f"].number))
    #expect(agree(FTest.brownForsythe(groups)?.p, scipy["median"]["p"].number))
  }

  @Test("the F test of variances agrees with R's var.test")
  func variances() throws {
    func summary(_ name: String) throws -> SampleSummary {
      SampleSummary(try #require(r["columns"][name].numbers))
    }
    let before = try summary("before")
    let after = try summary("after")
    try expect(FTest.variances(after, before), r["variance"]["after_before"])
    try expect(FTest.variances(before, after), r["variance"]["before_after"])
    try expect(FTest.variances(try summary("long1"), try summary("long2")), r["variance"]["long"])
    let larger = try #require(FTest.largerVariance(before, after))
    try expect(larger, r["variance"]["after_before"])
    #expect(larger == FTest.largerVariance(after, before))
  }

  @Test("the larger variance's p is capped at 1, where R takes the other tail")
  func capped() throws {
    let one = SampleSummary(n: 4, mean: 0, sd: 1)
    let many = SampleSummary(n: 400, mean: 0, sd: 1)
    let larger = try #require(FTest.largerVariance(many, one))
    #expect(larger.f == 1 && larger.p == 1 && larger.log10P == 0)
    let two = try #require(FTest.variances(many, one))
    #expect(two.p < 1)
  }

  @Test("two groups give t squared")
  func twoGroups() throws {
    let pair = Array(groups[..<2])
    let student = try #require(TTest.student(pair[0], pair[1]))
    let pooled = try #require(FTest.oneWayANOVA(pair))
    #expect(agree(pooled.f, student.t * student.t, within: 1e-12))
    #expect(agree(pooled.p, student.p, within: 1e-12))
    let welch = try #require(TTest.welch(pair[0], pair[1]))
    let separate = try #require(FTest.welchANOVA(pair))
    #expect(agree(separate.f, welch.t * welch.t, within: 1e-12))
    #expect(agree(separate.df2, welch.df, within: 1e-12))
    #expect(agree(separate.p, welch.p, within: 1e-12))
    // H of two groups is the uncorrected z of the rank sum, squared.
    let ranks = try #require(RankSumTest(pair[0], pair[1]))
    let kruskal = try #require(KruskalWallisTest(pair))
    #expect(agree(kruskal.p, ranks.uncorrected?.p, within: 1e-11))
  }

  @Test("ignore shift, scale, the groups' order and empty groups")
  func properties() throws {
    let tests: [([[Double]]) -> Double?] = [
      { FTest.oneWayANOVA($0)?.p }, { FTest.welchANOVA($0)?.p }, { FTest.levene($0)?.p },
      { FTest.brownForsythe($0)?.p }, { KruskalWallisTest($0)?.p },
    ]
    for test in tests {
      let plain = try #require(test(groups))
      #expect(agree(test(groups.map { $0.map { $0 * 4 + 9 } }), plain, within: 1e-12))
      #expect(agree(test(groups.reversed()), plain, within: 1e-12))
      #expect(agree(test(groups.map { $0.reversed() }), plain, within: 1e-12))
      #expect(test([[]] + groups + [[]]) == plain)
      #expect(try #require(test(groups.map { $0 + $0 })) < plain)
    }
  }

  @Test("of degenerate columns are nil", arguments: degenerateColumns)
  func degenerate(column: [Double]) {
    let summary = SampleSummary(column)
    #expect(FTest.variances(summary, summary) == nil)
    #expect(FTest.largerVariance(summary, summary) == nil)
    for groups in [[], [column], [column, column], [[], column]] {
      #expect(FTest.oneWayANOVA(groups) == nil)
      #expect(FTest.welchANOVA(groups) == nil)
      #expect(FTest.levene(groups) == nil)
      #expect(FTest.brownForsythe(groups) == nil)
      // Ranks are defined for the largest numbers too.
      #expect(
        column.contains(1) && column.allSatisfy(\.isFinite) || KruskalWallisTest(groups) == nil)
    }
    #expect(FTest.welchANOVA([[1, 2, 4], [3]]) == nil)
    #expect(FTest.welchANOVA([[1, 2, 4], [3, 3]]) == nil)
    #expect(FTest.oneWayANOVA([[1], [2], [3]]) == nil)
  }
}
