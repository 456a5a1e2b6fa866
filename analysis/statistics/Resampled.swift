/// A statistic over resamples.
package struct Resampled: Sendable, Equatable {
  /// Of each resample, in the order drawn; nil if the statistic is undefined there.
  package let values: [Double?]
  /// nil if the statistic is undefined for the units themselves or for a resample.
  package let intervals: BootstrapIntervals?

  /// The percentile interval; nil also if it misses the estimate. Resampling then moves the
  /// statistic to one side, and the interval is that of another figure.
  package var interval: Interval? {
    intervals.flatMap { $0.percentile.isAround($0.estimate) ? $0.percentile : nil }
  }

  /// Whether there is an interval, but one that misses the estimate.
  package var missesEstimate: Bool { intervals != nil && interval == nil }

  /// The percentile interval of values that belong to resamples; nil if one is undefined, or if the
  /// interval misses the estimate.
  package static func interval(
    of values: [Double?], around estimate: Double?, level: Double = 0.95
  ) -> Interval? {
    let defined = values.compactMap(\.self)
    guard let estimate, defined.count == values.count, !values.isEmpty else { return nil }
    let ends = quantiles(defined, [(1 - level) / 2, (1 + level) / 2])
    let interval = Interval(low: ends[0], high: ends[1])
    return interval.isAround(estimate) ? interval : nil
  }

  /// The same root mean square without what resampling adds to it.
  ///
  /// The means in a resample scatter around those of the units, so the mean square of a resample is
  /// expected to be larger than the estimate's by their variance. This excess over all resamples is
  /// subtracted from each mean square, so that they scatter around the estimate's. There is no BCa
  /// interval: its correction is for the replicates as they are drawn.
  package func centeredOnSquare(level: Double = 0.95) -> Resampled {
    guard let intervals else { return self }
    let squares = values.compactMap { $0.map { $0 * $0 } }
    let estimate = intervals.estimate
    let excess = sum(squares) { $0 } / Double(squares.count) - estimate * estimate
    let roots = squares.map { max(0, $0 - excess).squareRoot() }
    let ends = quantiles(roots, [(1 - level) / 2, (1 + level) / 2])
    return Resampled(
      values: roots,
      intervals: BootstrapIntervals(
        estimate: estimate, standardError: SampleSummary(roots).sd ?? 0,
        percentile: Interval(low: ends[0], high: ends[1]), bca: nil))
  }
}

extension Interval {
  /// Whether a figure lies within, but for what rounding does.
  fileprivate func isAround(_ figure: Double) -> Bool {
    let slack = 1e-9 * max(abs(figure), abs(low), abs(high))
    return low - slack <= figure && figure <= high + slack
  }
}
