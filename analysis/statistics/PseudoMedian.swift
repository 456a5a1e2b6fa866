/// Hodges and Lehmann's estimate of the centre of a distribution, with its interval.
package struct PseudoMedian: Sendable, Equatable {
  /// The median of the means of all pairs of values, each value paired with itself too (Walsh
  /// averages).
  package let estimate: Double
  /// The values that Wilcoxon's signed rank test does not reject; nil if there is no interval of
  /// the level, or so many values are equal that it has no width.
  package let interval: Interval?
}

extension PseudoMedian {
  /// The pseudomedian of differences, in their unit.
  ///
  /// The interval's ends are Walsh averages, the k-th from either end. With fewer than 50 values,
  /// none of them 0 and no two of one size, k is the quantile of V over all signs; else it is that
  /// of the normal approximation, ⌈N/2 - 1/2 - zσ⌉ with N = n(n + 1)/2 and σ² = n(n + 1)(2n + 1)/24
  /// - Σ(t³ - t)/48 over the groups of t equal values. R: `wilcox.test(x, conf.int = TRUE)`, which
  /// drops zeros first and finds the ends of the second kind by an iteration to 1e-4; where the
  /// estimate could be any number between two averages, ours is the middle.
  ///
  /// nil without differences or if one is not finite. The interval is nil if all are equal, if so many
  /// are that both ends are one average, or if the whole range is too narrow for the level, as with
  /// five values without ties (Hodges and Lehmann,
  /// 1963, The Annals of Mathematical Statistics 34, 598-611; Bauer, 1972, Journal of the American
  /// Statistical Association 67, 687-690).
  ///
  /// - Parameter dropsZeros: whether differences of 0 are dropped first, as R does.
  package init?(_ differences: [Double], dropsZeros: Bool = false, level: Double = 0.95) {
    let values = dropsZeros ? differences.filter { $0 != 0 } : differences
    guard let test = SignedRankTest(values), let tail = tailBeyond(level) else { return nil }
    let averages = WalshAverages(values)
    guard let estimate = defined(averages.median) else { return nil }
    self.estimate = estimate
    guard averages.values.count > 1 else {
      interval = nil
      return
    }
    let n = values.count
    let first: Int
    if test.exact != nil {
      let counts = SignedRankTest.counts(n)
      var (passed, below) = (0.0, 0)
      let share = tail * counts.reduce(0, +)
      while passed + counts[below] < share {
        passed += counts[below]
        below += 1
      }
      first = below
    } else {
      let size = Double(n)
      let ties = averages.counts.reduce(0.0) { $0 + tiesCorrection($1) }
      let variance = size * (size + 1) * (2 * size + 1) / 24 - ties / 48
      guard let z = Normal().upperQuantile(tail) else { return nil }
      let rank = Double(averages.total) / 2 - 0.5 - z * variance.squareRoot()
      first = Int(rank.rounded(.up))
    }
    guard first > 0 else {
      interval = nil
      return
    }
    let (low, high) = (averages[first], averages[averages.total + 1 - first])
    interval = low < high ? Interval(low: low, high: high) : nil
  }
}

/// The means of all pairs of values, in order, without making them: any one of n(n + 1)/2 is found in
/// time that grows with the number of different values.
private struct WalshAverages {
  /// The different values, rising, and how often each occurs.
  let values: [Double]
  let counts: [Int]
  /// How many values lie before each, and the number of all.
  private let before: [Int]
  /// The number of averages.
  let total: Int

  /// - Precondition: there are values, all finite.
  init(_ values: [Double]) {
    if let tally = Tally(values) {
      let found = tally.counts.indices.filter { tally.counts[$0] > 0 }
      self.values = found.map { Double(tally.first + $0) }
      counts = found.map { tally.counts[$0] }
    } else {
      var (different, counts): ([Double], [Int]) = ([], [])
      for value in values.sorted() {
        if value == different.last {
          counts[counts.count - 1] += 1
        } else {
          different.append(value)
          counts.append(1)
        }
      }
      self.values = different
      self.counts = counts
    }
    before = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    total = values.count * (values.count + 1) / 2
  }

  var median: Double {
    let (low, high) = (self[(total + 1) / 2], self[total / 2 + 1])
    return low == high ? low : simplest(low / 2 + high / 2)
  }

  /// The average of a rank, from 1 for the smallest.
  ///
  /// Doubles are as many steps apart as their bits are, so halving the steps between the smallest
  /// sum and the largest ends at the sum itself.
  subscript(_ rank: Int) -> Double {
    var low = ordinal(2 * values[0])
    var high = ordinal(2 * values[values.count - 1])
    while low < high {
      let middle = low + Int64((UInt64(bitPattern: high &- low)) / 2)
      if pairs(upTo: double(middle)) >= rank { high = middle } else { low = middle + 1 }
    }
    return simplest(double(low) / 2)
  }

  /// How many pairs have a sum of at most this.
  private func pairs(upTo sum: Double) -> Int {
    var found = 0
    var end = values.count
    for index in values.indices {
      while end > index, values[index] + values[end - 1] > sum { end -= 1 }
      guard end > index else { break }
      let count = counts[index]
      found += count * (before[end] - before[index + 1]) + count * (count + 1) / 2
    }
    return found
  }

  /// Means of fractions are fractions.
  private func simplest(_ value: Double) -> Double {
    let size = max(values[0].magnitude, values[values.count - 1].magnitude)
    return fraction(near: value, within: 2 * size.ulp)
  }
}

/// A whole number that rises with a finite double, by one from each to the next.
private func ordinal(_ value: Double) -> Int64 {
  let bits = Int64(bitPattern: value.bitPattern)
  return bits >= 0 ? bits : Int64.min &- bits
}

private func double(_ ordinal: Int64) -> Double {
  Double(bitPattern: UInt64(bitPattern: ordinal >= 0 ? ordinal : Int64.min &- ordinal))
}
