/// The ends of an interval, low ≤ high.
package struct Interval: Sendable, Equatable {
  package let low: Double
  package let high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Whether a value lies in the interval, its ends included.
  package func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The interval of a multiple; a negative factor swaps the ends.
  package func scaled(by factor: Double) -> Interval {
    factor < 0
      ? Interval(low: high * factor, high: low * factor)
      : Interval(low: low * factor, high: high * factor)
  }
}

/// The share beyond either end of an interval of a level; nil unless the level is between 0 and 1.
func tailBeyond(_ level: Double) -> Double? { level > 0 && level < 1 ? (1 - level) / 2 : nil }
