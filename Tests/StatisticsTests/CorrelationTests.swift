import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Correlations") struct CorrelationTests {
  let r: Figures

  init() throws { r = try Repository.references("r") }

  func column(_ name: String) throws -> [Double] { try #require(r["columns"][name].numbers) }

  @Test("Pearson's r agrees with R's cor.test")
  func pearson() throws {
    let cases = [
      ("paired", try column("before"), try column("after")),
      ("scores", try column("scores1"), try column("scores2")),
      ("three", [1, 2, 4], [2, 1, 7]),
    ]
    for (name, x, y) in cases {
      let expected = r["pearson"][name]
      let correlation = try #require(Correlation.pearson(x, y))
      // r near 0 is a small difference of products: relative to 1.
      #expect(agree(correlation.coefficient, expected["r"].number, within: 1e-14, scale: 1))
      #expect(agree(correlation.t, expected["t"].number, scale: 1))
      #expect(agree(correlation.significance?.p, expected["p"].number))
      #expect(agree(correlation.interval?.low, expected["interval"].numbers?[0]))
      #expect(agree(correlation.interval?.high, expected["interval"].numbers?[1]))
      #expect(correlation.orderSignificance == nil)
    }
  }

  @Test("Spearman's rho agrees with R's cor.test: counted, by Edgeworth's series, and by t")
  func spearman() throws {
    let untied = try column("untied")
    let untied2 = try column("untied2")
    let shifted = try column("shifted")
    let long = try column("long1")
    let cases = [
      ("four", Array(untied[..<4]), Array(shifted[..<4])),
      ("seven", Array(untied[..<7]), Array(untied2[..<7])),
      ("nine", untied, untied2),
      ("twelve", shifted, Array(long[..<12])),
      ("long", Array(long[..<70]), try column("long2")),
      ("thirty", Array(long[..<30]), (1...30).map { -Double($0) + 12 * sin(Double($0)) }),
      ("ties", try column("before"), try column("after")),
    ]
    #expect(cases.map(\.0).sorted() == r["spearman"].keys)
    for (name, x, y) in cases {
      let expected = r["spearman"][name]
      let correlation = try #require(Correlation.spearman(x, y))
      #expect(agree(correlation.coefficient, expected["rho"].number, within: 1e-14, scale: 1))
      #expect(agree(correlation.significance?.p, expected["p"].number), "\(name)")
      #expect(agree(correlation.tSignificance?.p, expected["p_of_t"].number), "\(name)")
      #expect((correlation.orderSignificance == nil) == (name == "ties"))
    }
  }

  @Test("ignore shift and scale, order and swapping; a minus turns them", arguments: sampleColumns)
  func properties(column: [Double]) throws {
    let other = column.indices.map { Double($0 * $0 % 11) + 0.5 }
    for correlate in [
      { Correlation.pearson($0, $1) }, { Correlation.spearman($0, $1) },
    ] as [([Double], [Double]) -> Correlation?] {
      let plain = try #require(correlate(column, other))
      let r = plain.coefficient
      let moved = correlate(column.map { $0 * 2 - 5 }, other)
      #expect(agree(moved?.coefficient, r, within: 1e-10, scale: 1))
      #expect(agree(correlate(other, column)?.coefficient, r, within: 1e-14, scale: 1))
      #expect(
        agree(
          correlate(column.reversed(), other.reversed())?.coefficient, r, within: 1e-13, scale: 1))
      let opposite = try #require(correlate(column.map { -$0 }, other))
      #expect(agree(opposite.coefficient, -r, within: 1e-14, scale: 1))
      #expect(
        agree(opposite.interval?.low, plain.interval.map { -$0.high }, within: 1e-12, scale: 1))
      #expect(
        agree(correlate(column + column, other + other)?.coefficient, r, within: 1e-13, scale: 1))
      #expect(agree(correlate(column, column)?.coefficient, 1, within: 1e-14))
      #expect(abs(r) <= 1)
    }
  }

  @Test("a perfect correlation has an order p and no t")
  func perfect() throws {
    let correlation = try #require(Correlation.spearman([1, 2, 3, 4, 5], [10, 20, 30, 40, 50]))
    #expect(correlation.coefficient == 1)
    #expect(correlation.t == nil && correlation.tSignificance == nil)
    // 2/5!.
    #expect(agree(correlation.significance?.p, 2.0 / 120, within: 1e-14))
    #expect(correlation.interval == Interval(low: 1, high: 1))
    #expect(Correlation.pearson([1, 2], [5, 3])?.coefficient == -1)
    #expect(Correlation.pearson([1, 2], [5, 3])?.significance == nil)
    #expect(Correlation.pearson([1, 2, 4], [5, 3, 4])?.interval == nil)
  }

  @Test("of degenerate columns are nil", arguments: degenerateColumns)
  func degenerate(column: [Double]) {
    #expect(Correlation.pearson(column, column) == nil)
    #expect(
      Correlation.pearson(column, column.indices.map(Double.init)) == nil)
    if !column.allSatisfy(\.isFinite) || Set(column).count < 2 {
      #expect(Correlation.spearman(column, column) == nil)
    }
  }
}
