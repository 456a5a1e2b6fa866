/// The median: the middle value, or the mean of the two middle ones; nil when there is none or
/// a value is NaN or infinite.
package func median(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let upper = values.count / 2
  let lower = (values.count - 1) / 2
  if let tally = Tally(values) {
    return (tally.value(at: lower) + tally.value(at: upper)) / 2
  }
  guard values.allSatisfy(\.isFinite) else { return nil }
  let sorted = values.sorted()
  return lower == upper ? sorted[upper] : sorted[lower] / 2 + sorted[upper] / 2
}

/// Quantiles by linear interpolation between order statistics, type 7 of Hyndman and Fan (1996,
/// The American Statistician 50, 361-365), R's and NumPy's default: the order statistic at
/// (n - 1)p, counted from 0.
///
/// - Precondition: there are values, all finite, and probabilities lie between 0 and 1.
package func quantiles(_ values: [Double], _ probabilities: [Double]) -> [Double] {
  var values = values
  var found = probabilities
  values.withUnsafeMutableBufferPointer { values in
    // From the lowest up, so each search begins if the last one ended.
    var settled = 0
    for index in probabilities.indices.sorted(by: { probabilities[$0] < probabilities[$1] }) {
      let position = Double(values.count - 1) * probabilities[index]
      let lower = min(Int(position), values.count - 1)
      select(lower, of: values, from: settled)
      settled = lower
      let share = position - Double(lower)
      guard share > 0, lower + 1 < values.count else {
        found[index] = values[lower]
        continue
      }
      select(lower + 1, of: values, from: lower)
      found[index] = values[lower] + share * (values[lower + 1] - values[lower])
    }
  }
  return found
}

/// Puts the value of a sorted position there, no larger ones before it and no smaller ones after
/// (Hoare, 1961, Algorithm 65: Find, Communications of the ACM 4, 321). No value before `start`
/// is larger than one after it.
private func select(
  _ position: Int, of values: UnsafeMutableBufferPointer<Double>, from start: Int
) {
  var low = start
  var high = values.count - 1
  while low < high {
    // The median of three, so sorted columns are not a problem.
    let ends = (values[low], values[(low + high) / 2], values[high])
    let pivot = max(min(ends.0, ends.1), min(max(ends.0, ends.1), ends.2))
    var left = low
    var right = high
    while left <= right {
      while values[left] < pivot { left += 1 }
      while pivot < values[right] { right -= 1 }
      guard left <= right else { break }
      values.swapAt(left, right)
      left += 1
      right -= 1
    }
    if position <= right {
      high = right
    } else if position >= left {
      low = left
    } else {
      return
    }
  }
}
