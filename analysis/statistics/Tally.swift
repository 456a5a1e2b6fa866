/// How often each whole number occurs in a column: scores are few whole numbers, so order and ranks
/// follow from counting, without sorting.
struct Tally {
  /// The smallest value.
  let first: Int
  /// The count of each value from the smallest on.
  let counts: [Int]

  /// nil unless there are values, all of them whole numbers and the largest is at most 4,095
  /// above the smallest.
  init?(_ values: [Double]) {
    guard let start = values.first, abs(start) < 1e9 else { return nil }
    var smallest = start
    var largest = start
    for value in values {
      guard abs(value) < 1e9, value == value.rounded(.towardZero) else { return nil }
      smallest = min(smallest, value)
      largest = max(largest, value)
    }
    self.init(values.lazy.map { Int($0) }, from: Int(smallest), to: Int(largest))
  }

  /// nil under the same conditions.
  init?(_ values: [Int32]) {
    guard let smallest = values.min(), let largest = values.max() else { return nil }
    self.init(values.lazy.map { Int($0) }, from: Int(smallest), to: Int(largest))
  }

  private init?(_ values: some Sequence<Int>, from smallest: Int, to largest: Int) {
    guard largest - smallest < 4_096 else { return nil }
    var counts = [Int](repeating: 0, count: largest - smallest + 1)
    for value in values { counts[value - smallest] += 1 }
    first = smallest
    self.counts = counts
  }

  /// The value at a position (from 0) of the sorted column.
  func value(at position: Int) -> Double {
    var passed = 0
    for (offset, count) in counts.enumerated() {
      passed += count
      if passed > position { return Double(first + offset) }
    }
    preconditionFailure("the position is within the column")
  }

  /// The number of values.
  var count: Int { counts.reduce(0, +) }

  /// The SD (n - 1) of the values; nil when n < 2.
  var sd: Double? {
    let n = count
    guard n > 1 else { return nil }
    var sum = 0.0
    for (offset, count) in counts.enumerated() { sum += Double(count) * Double(offset) }
    let mean = sum / Double(n)
    var squares = 0.0
    for (offset, count) in counts.enumerated() where count > 0 {
      let deviation = Double(offset) - mean
      squares += Double(count) * deviation * deviation
    }
    return (squares / Double(n - 1)).squareRoot()
  }

  /// The share of the values that lies below another, those equal counting half.
  func share(below value: Double) -> Double {
    var found = 0.0
    for (offset, count) in counts.enumerated() {
      let here = Double(first + offset)
      guard here <= value else { break }
      found += here < value ? Double(count) : Double(count) / 2
    }
    return found / Double(count)
  }

  /// Quantiles of type 7: interpolated linearly between the two nearest values.
  func quantiles(_ probabilities: [Double]) -> [Double] {
    let n = count
    return probabilities.map { probability in
      let position = Double(n - 1) * probability
      let lower = min(Int(position), n - 1)
      let value = value(at: lower)
      let share = position - Double(lower)
      guard share > 0, lower + 1 < n else { return value }
      return value + share * (self.value(at: lower + 1) - value)
    }
  }
}
