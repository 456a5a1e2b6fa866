/// The n, mean, SD, median and range of a column. The first three are nil as `SampleSummary` says,
/// the median and the range when n = 0 or a value is NaN or infinite.
package struct DescriptiveStatistics: Sendable, Equatable {
  package let sample: SampleSummary
  package let median: Double?
  package let minimum: Double?
  package let maximum: Double?

  package init(_ values: [Double]) {
    sample = SampleSummary(values)
    let defined = sample.mean != nil
    median = Statistics.median(values)
    minimum = defined ? values.min() : nil
    maximum = defined ? values.max() : nil
  }

  /// Figures known beforehand; the range is not.
  package init(sample: SampleSummary, median: Double?) {
    self.sample = sample
    self.median = median
    minimum = nil
    maximum = nil
  }

  package var n: Int { sample.n }
  package var mean: Double? { sample.mean }
  package var sd: Double? { sample.sd }
}
