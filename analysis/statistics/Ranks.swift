internal import Foundation

/// The ranks of a column, from 1, tied values sharing the mean of their positions.
struct Ranks {
  /// In the column's order.
  let ranks: [Double]
  /// Σ(t³ - t) over the groups of t tied values, the correction that rank tests' variances need.
  let tieCorrection: Double

  var hasTies: Bool { tieCorrection > 0 }

  /// nil when a value is NaN or infinite.
  init?(_ values: [Double]) {
    var correction = 0.0
    if let tally = Tally(values) {
      var midranks = [Double](repeating: 0, count: tally.counts.count)
      var passed = 0
      for (offset, count) in tally.counts.enumerated() where count > 0 {
        midranks[offset] = midrank(after: passed, count: count)
        correction += tiesCorrection(count)
        passed += count
      }
      ranks = values.map { midranks[Int($0) - tally.first] }
      tieCorrection = correction
      return
    }
    guard values.allSatisfy(\.isFinite) else { return nil }
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      let rank = midrank(after: start, count: end - start)
      for position in start..<end { ranks[order[position]] = rank }
      correction += tiesCorrection(end - start)
      start = end
    }
    self.ranks = ranks
    tieCorrection = correction
  }
}

/// The rank shared by `count` values that follow `passed` others.
func midrank(after passed: Int, count: Int) -> Double { Double(passed) + Double(count + 1) / 2 }

/// t³ - t.
func tiesCorrection(_ count: Int) -> Double {
  let t = Double(count)
  return t * (t - 1) * (t + 1)
}

extension Significance {
  /// The two-sided p of a rank statistic by its normal approximation, R's way: `deviation` is the
  /// statistic less its mean, from which the continuity correction takes one half towards 0. nil
  /// when the statistic cannot vary.
  static func normalApproximation(deviation: Double, variance: Double, continuityCorrection: Bool)
    -> Significance?
  {
    guard variance > 0 else { return nil }
    let corrected =
      continuityCorrection && deviation != 0
      ? deviation - (deviation > 0 ? 0.5 : -0.5) : deviation
    return Normal().twoSided(corrected / variance.squareRoot())
  }

  /// The two-sided p of a whole-number statistic from how many of the equally likely arrangements
  /// give each of its values: twice the smaller tail, the statistic itself in both.
  static func exact(_ statistic: Int, counts: [Double]) -> Significance? {
    guard counts.indices.contains(statistic) else { return nil }
    let total = counts.reduce(0, +)
    let below = counts[...statistic].reduce(0, +)
    let above = counts[statistic...].reduce(0, +)
    return Significance(p: min(1, 2 * min(below, above) / total))
  }
}
