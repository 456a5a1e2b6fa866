/// How often each whole number occurs in a column: scores are few whole numbers, so that order
/// and ranks follow from counting, without sorting.
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
    guard largest - smallest < 4_096 else { return nil }
    let origin = Int(smallest)
    var counts = [Int](repeating: 0, count: Int(largest) - origin + 1)
    for value in values { counts[Int(value) - origin] += 1 }
    first = origin
    self.counts = counts
  }

  /// The value at a place (from 0) of the sorted column.
  func value(at place: Int) -> Double {
    var passed = 0
    for (offset, count) in counts.enumerated() {
      passed += count
      if passed > place { return Double(first + offset) }
    }
    preconditionFailure("the place is within the column")
  }
}
