internal import Foundation

/// Two shares of independent groups, such as those who left of those who began.
package struct TwoProportions: Sendable, Equatable {
  /// How many of the first group, and how many there are.
  package let first: (count: Int, n: Int)
  package let second: (count: Int, n: Int)

  package static func == (a: Self, b: Self) -> Bool {
    a.first == b.first && a.second == b.second
  }

  /// nil unless 0 ≤ count ≤ n and both groups have someone.
  package init?(_ first: (count: Int, n: Int), _ second: (count: Int, n: Int)) {
    guard first.n > 0, second.n > 0, (0...first.n).contains(first.count),
      (0...second.n).contains(second.count)
    else { return nil }
    self.first = first
    self.second = second
  }

  /// The first share minus the second.
  package var difference: Double { Self.share(first) - Self.share(second) }

  private static func share(_ group: (count: Int, n: Int)) -> Double {
    Double(group.count) / Double(group.n)
  }

  /// The 95% interval of the difference, made of the score intervals of both shares (Newcombe, 1998,
  /// Statistics in Medicine 17, 873-890, method 10).
  package var interval: Interval? {
    guard let one = Self.scoreInterval(first), let two = Self.scoreInterval(second) else {
      return nil
    }
    let (p1, p2) = (Self.share(first), Self.share(second))
    func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    return Interval(
      low: difference - length(p1 - one.low, two.high - p2),
      high: difference + length(one.high - p1, p2 - two.low))
  }

  /// Wilson's (1927) 95% interval. R: `prop.test(x, n, correct = FALSE)`.
  private static func scoreInterval(_ group: (count: Int, n: Int)) -> Interval? {
    guard let z = Normal().upperQuantile(0.025) else { return nil }
    let (n, p) = (Double(group.n), share(group))
    let middle = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return Interval(low: (middle - half) / scale, high: (middle + half) / scale)
  }

  /// Fisher's (1922) exact test, two-sided: the tables with the same margins that are no more probable
  /// than this one, with R's tolerance for equal ones (1e-7). R: `fisher.test`.
  package var fisher: Significance? {
    let total = first.count + second.count
    let low = max(0, total - second.n)
    let high = min(total, first.n)
    // Logarithms of the probabilities but for a constant, by the ratio of neighbours.
    var logs: [Double] = [0]
    logs.reserveCapacity(high - low + 1)
    for count in stride(from: low, to: high, by: 1) {
      let up = Double(total - count) * Double(first.n - count)
      let down = Double(count + 1) * Double(second.n - total + count + 1)
      logs.append(logs[logs.count - 1] + log(up / down))
    }
    let limit = logs[first.count - low] + log1p(1e-7)
    func logOfSum(_ values: [Double]) -> Double {
      let largest = values.max()!
      return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
    }
    let tail = logOfSum(logs.filter { $0 <= limit }) - logOfSum(logs)
    return Significance(oneTail: min(1, exp(tail)), logTail: min(0, tail))
  }
}
