import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Bootstrap") struct BootstrapTests {
  let figures: Figures

  init() throws { figures = try Repository.references("scipy")["bootstrap"] }

  /// Ends from as many replicates as SciPy's differ by the draw alone: by 5 standard errors of a
  /// 2.5% quantile of each, √2·√(.025·.975/B)/density, at most 0.01 SD of the replicates here.
  func expect(_ interval: Interval?, _ expected: Figures, sd: Double) throws {
    let interval = try #require(interval)
    let ends = try #require(expected.numbers)
    #expect(abs(interval.low - ends[0]) < 0.03 * sd, "\(interval) \(ends)")
    #expect(abs(interval.high - ends[1]) < 0.03 * sd, "\(interval) \(ends)")
  }

  @Test("of a mean agrees with SciPy's in expectation", arguments: ["change", "skewed"])
  func mean(name: String) throws {
    let column = try #require(figures[name].numbers)
    let result = try #require(Bootstrap(replicates: 100_000, seed: 7).mean(column))
    let summary = SampleSummary(column)
    let n = Double(column.count)
    let exact = try #require(summary.standardError) * ((n - 1) / n).squareRoot()
    #expect(agree(result.standardError, exact, within: 0.01))
    #expect(agree(result.estimate, summary.mean, within: 1e-14))
    let expected = figures["\(name)_mean"]
    try expect(result.percentile, expected["percentile"], sd: exact)
    // Means of few whole numbers are fifteenths apart: an end can lie on the next one.
    let sd = name == "change" ? exact + 1 / 0.03 / n : exact
    try expect(result.bca, expected["BCa"], sd: sd)
  }

  @Test("of another statistic agrees with SciPy's in expectation")
  func anyStatistic() throws {
    let column = try #require(figures["skewed"].numbers)
    let result = try #require(
      Bootstrap(replicates: 20_000, seed: 7).intervals(column) { SampleSummary($0).sd })
    try expect(
      result.percentile, figures["skewed_sd"]["percentile"], sd: 2 * result.standardError)
    try expect(result.bca, figures["skewed_sd"]["BCa"], sd: 2 * result.standardError)
  }

  @Test("is the same at each run, in whatever company a column is drawn, and not at another seed")
  func reproducible() throws {
    let column = sampleColumns[3]
    let bootstrap = Bootstrap(replicates: 3_500, seed: 42)
    let result = try #require(bootstrap.mean(column))
    for _ in 1...5 { #expect(bootstrap.mean(column) == result) }
    #expect(bootstrap.means([column] + sampleColumns)[0] == result)
    #expect(Bootstrap(replicates: 3_500, seed: 43).mean(column) != result)
    // Two columns of one call draw from streams of their own.
    let twice = bootstrap.means([column, column])
    #expect(twice[0] == result && twice[1] != result)
  }

  @Test("of a given seed gives these figures on any machine")
  func pinned() throws {
    let result = try #require(
      Bootstrap(replicates: 2_500, seed: 2024).mean([3, 1, 4, 1, 5, 9, 2, 6]))
    #expect(result.percentile == Interval(low: pinnedEnds[0], high: pinnedEnds[1]))
    #expect(result.bca == Interval(low: pinnedEnds[2], high: pinnedEnds[3]))
  }
  let pinnedEnds = [2.25, 5.75, 2.375, 5.875]

  @Test("moves with a shift and grows with a scale")
  func properties() throws {
    let column = sampleColumns[3]
    let bootstrap = Bootstrap(replicates: 2_000, seed: 1)
    let plain = try #require(bootstrap.mean(column)?.bca)
    let moved = try #require(bootstrap.mean(column.map { $0 * 4 + 64 })?.bca)
    #expect(agree(moved.low, plain.low * 4 + 64, within: 1e-12))
    #expect(agree(moved.high, plain.high * 4 + 64, within: 1e-12))
    let wider = try #require(
      Bootstrap(replicates: 2_000, seed: 1, level: 0.99).mean(column)?.percentile)
    let narrower = try #require(bootstrap.mean(column)?.percentile)
    #expect(wider.low <= narrower.low && wider.high >= narrower.high)
  }

  @Test("of a constant column has no width and no BCa interval")
  func constant() {
    let result = Bootstrap(replicates: 100, seed: 1).mean([3, 3, 3])
    #expect(result?.percentile == Interval(low: 3, high: 3))
    #expect(result?.standardError == 0)
    #expect(result?.bca == nil)
  }

  @Test("of fewer than two values, or of what is no number, is nil")
  func degenerate() {
    let bootstrap = Bootstrap(replicates: 100, seed: 1)
    for column in [[], [1], [1, .nan], [.infinity, 1], [.infinity, -.infinity]] as [[Double]] {
      #expect(bootstrap.mean(column) == nil)
      #expect(bootstrap.intervals(column) { SampleSummary($0).mean } == nil)
    }
    #expect(bootstrap.intervals([1, 2, 3]) { _ in nil } == nil)
    #expect(bootstrap.intervals([1, 2, 3]) { $0[0] == $0[1] ? nil : $0[0] } == nil)
    #expect(bootstrap.means([]).isEmpty)
    #expect(bootstrap.mean([1, 2]) != nil)
  }

  @Test("draws each value equally often")
  func uniform() throws {
    // 10,000 replicates of 7 values: the mean of an indicator is 1/7 within 5 standard errors.
    for place in 0..<7 {
      let indicator = (0..<7).map { $0 == place ? 1.0 : 0 }
      let column = indicator + []
      let result = try #require(
        Bootstrap(replicates: 10_000, seed: 5).intervals(column) { sample in
          sample.reduce(0, +) / 7
        })
      let spread = (1.0 / 7 * 6 / 7 / 7).squareRoot()
      #expect(agree(result.standardError, spread, within: 0.05))
    }
  }

  @Test("the generator gives its authors' numbers")
  func generator() {
    // The reference implementation of SplitMix64, seed 1234567.
    var mix = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in mix.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
    // The reference implementation of xoshiro256++, state 1, 2, 3, 4.
    var stream = RandomStream(state: (1, 2, 3, 4))
    #expect(
      (0..<6).map { _ in stream.next() } == [
        41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386,
        9_228_616_714_210_784_205, 9_973_669_472_204_895_162,
      ])
  }
}

extension Bootstrap {
  /// The intervals of a statistic of one column.
  fileprivate func intervals(
    _ values: [Double], statistic: @Sendable ([Double]) -> Double?
  ) -> BootstrapIntervals? {
    intervals(strata: [values.count]) { units in [statistic(units.map { values[$0] })] }[0]
      .intervals
  }
}
