import TestSupport
import Testing

@testable import Statistics

@Suite("Rank tests") struct RankTests {
  let r: Figures
  let scipy: Figures

  init() throws {
    r = try Repository.references("r")
    scipy = try Repository.references("scipy")
  }

  func column(_ name: String) throws -> [Double] { try #require(r["columns"][name].numbers) }

  func expect(
    _ statistic: Double, _ significance: Significance?, _ normal: Significance?,
    _ uncorrected: Significance?, _ expected: Figures
  ) {
    #expect(agree(statistic, expected["statistic"].number))
    #expect(agree(significance?.p, expected["p"].number))
    #expect(agree(normal?.p, expected["normal"].number))
    #expect(agree(uncorrected?.p, expected["uncorrected"].number))
  }

  @Test("signed rank agrees with R's wilcox.test, exact and normal")
  func signedRank() throws {
    let untied = try column("untied")
    let long = try column("long1")
    let cases: [(String, SignedRankTest?)] = [
      ("ties_and_zeros", SignedRankTest(from: try column("before"), to: try column("after"))),
      ("exact", SignedRankTest(untied.map { $0 - 1.7 })),
      ("paired", SignedRankTest(from: untied, to: try column("untied2"))),
      ("long_untied", SignedRankTest(long.map { $0 - 21.0007 })),
      ("scores", SignedRankTest(from: try column("scores1"), to: try column("scores2"))),
    ]
    #expect(cases.map(\.0).sorted() == r["signed_rank"].keys)
    for (name, test) in cases {
      let test = try #require(test)
      expect(
        test.v, test.significance, test.normal, test.uncorrected, r["signed_rank"][name])
      #expect((test.exact != nil) == ["exact", "paired"].contains(name))
    }
  }

  @Test("scores of means tie as those of sums do, by R's wilcox.test", arguments: [3.0, 7, 10, 23])
  func fractions(items: Double) throws {
    for (name, first, second) in [
      ("ties_and_zeros", "before", "after"), ("scores", "scores1", "scores2"),
    ] {
      let (sums1, sums2) = (try column(first), try column(second))
      let changes = differences(from: sums1.map { $0 / items }, to: sums2.map { $0 / items })
      let test = try #require(SignedRankTest(changes))
      expect(test.v, test.significance, test.normal, test.uncorrected, r["signed_rank"][name])
      #expect(changes == zip(sums1, sums2).map { ($1 - $0) / items })
    }
  }

  @Test("a value is taken for a fraction only if it is one to the last digits")
  func notFractions() {
    for value in [0.123456789012, Double.pi, -2.718281828459045, 1e-7, .infinity, 1e300] {
      #expect(fraction(near: value, within: 2 * value.ulp) == value)
    }
    #expect(fraction(near: .nan, within: 1).isNaN)
    #expect(difference(from: 7.0 / 3, to: 8.0 / 3) == 1.0 / 3)
    #expect(difference(from: 0.3, to: 0.1) == -0.2)
    #expect(difference(from: 3.1, to: 3.1) == 0)
  }

  @Test("the rules for zeros agree with SciPy's")
  func zeroRules() throws {
    let pairs = [("change", "before", "after"), ("scores", "scores1", "scores2")]
    let rules: [(String, ZeroRule)] = [
      ("wilcox", .dropped), ("zsplit", .split),
    ]
    for (name, first, second) in pairs {
      let change = differences(from: try column(first), to: try column(second))
      for (key, rule) in rules {
        let test = SignedRankTest(change, zeros: rule)
        let expected = scipy["signed_rank"][name][key]
        #expect(agree(test?.normal?.p, expected["corrected"].number))
        #expect(agree(test?.uncorrected?.p, expected["uncorrected"].number))
      }
    }
  }

  @Test("rank sum agrees with R's wilcox.test, exact and normal")
  func rankSum() throws {
    let long1 = try column("long1")
    let long2 = try column("long2")
    let cases: [(String, RankSumTest?)] = [
      ("exact", RankSumTest(try column("untied"), try column("shifted"))),
      ("ties", RankSumTest(try column("after"), try column("other"))),
      ("long", RankSumTest(long1, long2)),
      ("exact_49", RankSumTest(long1[..<49].map { $0 + 1e-4 }, Array(long2[..<49]))),
      ("scores", RankSumTest(try column("scores1"), try column("scores2"))),
    ]
    #expect(cases.map(\.0).sorted() == r["rank_sum"].keys)
    for (name, test) in cases {
      let test = try #require(test)
      expect(test.w, test.significance, test.normal, test.uncorrected, r["rank_sum"][name])
      #expect((test.exact != nil) == name.hasPrefix("exact"))
    }
  }

  @Test("counting arrangements gives all of them, both ways alike")
  func counts() {
    for n in [1, 2, 5, 20, 49] {
      let counts = SignedRankTest.counts(n)
      #expect(counts.reduce(0, +) == Double(UInt64(1) << UInt64(n)))
      #expect(counts == counts.reversed())
    }
    // 7 choose 3 arrangements of 3 and 4.
    #expect(RankSumTest.counts(3, 4).reduce(0, +) == 35)
    #expect(RankSumTest.counts(3, 4) == RankSumTest.counts(4, 3))
    #expect(RankSumTest.counts(3, 4) == RankSumTest.counts(3, 4).reversed())
    #expect(RankSumTest.counts(1, 5) == [1, 1, 1, 1, 1, 1])
  }

  @Test("the rank sum test is exact below 50 values a sample, as R's wilcox.test is")
  func exactness() {
    func isExact(_ n1: Int, _ n2: Int) -> Bool {
      RankSumTest((0..<n1).map { Double($0) + 0.5 }, (0..<n2).map(Double.init))?.exact != nil
    }
    #expect(isExact(49, 3) && isExact(3, 49))
    #expect(!isExact(50, 3) && !isExact(3, 50))
  }

  @Test("ranks add up, and swapping turns them over", arguments: sampleColumns)
  func properties(column: [Double]) throws {
    let other = column.indices.map { Double($0 * $0 % 11) + 0.5 }
    let n = Double(column.count)
    #expect(Ranks(column)?.ranks.reduce(0, +) == n * (n + 1) / 2)
    let sum = try #require(RankSumTest(column, other))
    let swapped = try #require(RankSumTest(other, column))
    #expect(sum.w + swapped.w == n * n)
    #expect(sum.significance == swapped.significance)
    let moved = RankSumTest(column.map { $0 * 2 + 1 }, other.map { $0 * 2 + 1 })
    #expect(moved == sum)
    #expect(RankSumTest(column.reversed(), other) == sum)
    let test = try #require(SignedRankTest(column))
    let opposite = try #require(SignedRankTest(column.map { -$0 }))
    #expect(test.v == opposite.negativeRankSum)
    #expect(test.significance == opposite.significance)
    #expect(SignedRankTest(column.map { $0 * 4 }) == test)
    #expect(SignedRankTest(column.reversed()) == test)
    let nonzero = Double(test.nonzero)
    #expect(test.v + test.negativeRankSum == nonzero * (nonzero + 1) / 2)
    // Counting whole numbers and sorting any numbers rank alike.
    #expect(Ranks(column.map { $0 / 1024 })?.ranks == Ranks(column)?.ranks)
    #expect(SignedRankTest(column.map { $0 / 1024 }) == test)
  }

  @Test("duplicating doubles what W is a share of", arguments: sampleColumns)
  func duplicated(column: [Double]) throws {
    let other = column.map { $0 + 1 }
    let once = try #require(RankSumTest(column, other))
    let twice = try #require(RankSumTest(column + column, other + other))
    #expect(twice.w == 4 * once.w)
    #expect(agree(twice.rankBiserial, once.rankBiserial, within: 1e-14))
  }

  @Test("of all zero differences have a V but no p")
  func allZero() throws {
    let test = try #require(SignedRankTest([0, 0, 0]))
    #expect(test.v == 0 && test.zeros == 3 && test.nonzero == 0)
    #expect(test.significance == nil && test.rankBiserial == nil)
    for rule in ZeroRule.allCases {
      #expect(SignedRankTest([0, 0], zeros: rule)?.significance == nil)
    }
  }

  @Test("of no values, or of what is no number, are nil")
  func degenerate() throws {
    #expect(SignedRankTest([]) == nil)
    #expect(RankSumTest([], [1]) == nil)
    #expect(RankSumTest([1], []) == nil)
    for bad in [Double.nan, .infinity, -.infinity] {
      #expect(SignedRankTest([1, bad]) == nil)
      #expect(RankSumTest([1, bad], [2]) == nil)
      #expect(Ranks([bad]) == nil)
    }
    let equal = try #require(RankSumTest([3, 3], [3, 3, 3]))
    #expect(equal.w == 3)
    #expect(equal.significance == nil)
    #expect(SignedRankTest([5])?.significance?.p == 1)
    #expect(SignedRankTest([2, 3])?.significance?.p == 0.5)
    #expect(RankSumTest([1], [2])?.significance?.p == 1)
  }
}
