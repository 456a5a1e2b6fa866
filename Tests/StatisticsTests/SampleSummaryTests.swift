import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Sample summary") struct SampleSummaryTests {
  @Test("agree with R's mean, sd, median and t interval")
  func references() throws {
    let r = try Repository.references("r")
    for name in r["moments"].keys {
      let expected = r["moments"][name]
      let description = DescriptiveStatistics(try #require(r["columns"][name].numbers))
      let sd = try #require(expected["sd"].number)
      #expect(Double(description.n) == expected["n"].number)
      #expect(agree(description.mean, expected["mean"].number, within: 1e-15), "\(name)")
      #expect(agree(description.sd, sd, within: 1e-14), "\(name)")
      #expect(agree(description.median, expected["median"].number, within: 1e-15), "\(name)")
      #expect(description.minimum == expected["min"].number)
      #expect(description.maximum == expected["max"].number)
      let interval = description.sample.meanInterval()
      let ends = try #require(expected["interval"].numbers)
      #expect(agree(interval?.low, ends[0], within: 1e-14, scale: sd), "\(name)")
      #expect(agree(interval?.high, ends[1], within: 1e-14, scale: sd), "\(name)")
    }
  }

  @Test("a shift moves the mean, a scale multiplies both", arguments: sampleColumns)
  func shiftAndScale(column: [Double]) throws {
    let summary = SampleSummary(column)
    let mean = try #require(summary.mean)
    let sd = try #require(summary.sd)
    for shift in [-7, 0.5, 1e8] {
      let shifted = SampleSummary(column.map { $0 + shift })
      #expect(agree(shifted.mean, mean + shift, within: 1e-14))
      // A value loses the digits that the shift takes.
      #expect(agree(shifted.sd, sd, within: 1e-13, scale: abs(shift) * 1e-3))
    }
    for scale in [-1, 1.0 / 1024, 3] {
      let scaled = SampleSummary(column.map { $0 * scale })
      #expect(agree(scaled.mean, mean * scale, within: 1e-13, scale: sd))
      #expect(agree(scaled.sd, sd * abs(scale), within: 1e-13))
    }
  }

  @Test(
    "order does not matter, duplicating keeps the mean and the median", arguments: sampleColumns)
  func permuteAndDuplicate(column: [Double]) throws {
    let description = DescriptiveStatistics(column)
    let sd = try #require(description.sd)
    let reversed = DescriptiveStatistics(column.reversed())
    #expect(agree(reversed.mean, description.mean, within: 1e-14, scale: sd))
    #expect(agree(reversed.sd, sd, within: 1e-14))
    #expect(reversed.median == description.median)
    let doubled = DescriptiveStatistics(column + column)
    let n = Double(column.count)
    #expect(agree(doubled.mean, description.mean, within: 1e-14, scale: sd))
    #expect(doubled.median == description.median)
    #expect(agree(doubled.sd, sd * ((2 * n - 2) / (2 * n - 1)).squareRoot(), within: 1e-13))
  }

  @Test("an SD survives an offset of a billion")
  func offset() {
    let summary = SampleSummary([4, 7, 13, 16].map { $0 + 1e9 })
    #expect(summary.mean == 1e9 + 10)
    // 30 is the textbook variance of 4, 7, 13, 16.
    #expect(agree(summary.variance, 30, within: 1e-14))
  }

  @Test("the median of whole numbers, found by counting, is that found by sorting")
  func medianByCounting() {
    for column in sampleColumns {
      let moved = column.map { $0 + 0.25 }
      #expect(agree(median(moved), median(column).map { $0 + 0.25 }, within: 1e-15))
    }
    #expect(median([1, 2, 3, 10]) == 2.5)
    #expect(median([-5, -7]) == -6)
    #expect(
      median([.greatestFiniteMagnitude, .greatestFiniteMagnitude]) == .greatestFiniteMagnitude)
  }

  @Test("of none, one and equal values, and of what is no number, are as documented")
  func degenerate() {
    #expect(SampleSummary([]) == SampleSummary(n: 0, mean: nil, sd: nil))
    #expect(DescriptiveStatistics([]).median == nil)
    #expect(DescriptiveStatistics([]).minimum == nil)
    #expect(SampleSummary([0.1]) == SampleSummary(n: 1, mean: 0.1, sd: nil))
    #expect(SampleSummary([0.1]).meanInterval() == nil)
    #expect(DescriptiveStatistics([7]).median == 7)
    let constant = SampleSummary([Double](repeating: 0.1, count: 10))
    #expect(constant.mean == 0.1)
    #expect(constant.sd == 0)
    #expect(constant.meanInterval() == Interval(low: 0.1, high: 0.1))
    for bad in [Double.nan, .infinity, -.infinity] {
      let description = DescriptiveStatistics([1, bad, 2])
      #expect(description.n == 3)
      #expect(description.mean == nil && description.sd == nil && description.median == nil)
      #expect(description.minimum == nil && description.maximum == nil)
    }
    #expect(SampleSummary(n: 5, mean: .nan, sd: -1) == SampleSummary(n: 5, mean: nil, sd: nil))
    #expect(SampleSummary(n: -1, mean: 1, sd: 1) == SampleSummary(n: 0, mean: nil, sd: nil))
  }

  @Test("quantiles agree with R's type 7")
  func quantilesOfType7() throws {
    let r = try Repository.references("r")
    let column = try #require(r["columns"]["long1"].numbers)
    let probabilities = try #require(r["quantiles"]["probabilities"].numbers)
    let expected = try #require(r["quantiles"]["values"].numbers)
    for order in [probabilities, probabilities.reversed()] {
      for (p, quantile) in zip(order, quantiles(column, order)) {
        let place = try #require(probabilities.firstIndex(of: p))
        #expect(agree(quantile, expected[place], within: 1e-15))
      }
    }
  }
}
