/// How far apart two distributions are, beside their means.
package struct DistributionDistance: Sendable, Equatable {
  /// The area between the two distribution functions, ∫|F - G|, in the values' unit: how far values
  /// must be moved on average to turn one distribution into the other. SciPy:
  /// `stats.wasserstein_distance`.
  package let wasserstein: Double
  /// The two-sample energy statistic, nm/(n + m)·(2E|X - Y| - E|X - X'| - E|Y - Y'|), for single
  /// numbers 2nm/(n + m)·∫(F - G)². R: `energy::eqdist.etest` (Székely and Rizzo, 2004, Testing for
  /// equal distributions in high dimension, InterStat 5).
  package let energy: Double
  /// The p of the energy statistic: the share of random divisions of all values into samples of
  /// these sizes with a statistic at least as large, the observed one counted too. nil if all values
  /// are equal.
  package let p: Double?

  /// Values that are equal are one; a division of them cannot be told from another.
  ///
  /// - Parameters:
  ///   - permutations: how many divisions are drawn; p is at least 1/(permutations + 1).
  ///   - stream: distinguishes the draws of comparisons that share a seed.
  ///
  /// nil if a sample is empty or a value is not finite.
  package init?(
    _ first: [Double], _ second: [Double], permutations: Int = 999, seed: UInt64,
    stream: UInt64 = 0
  ) {
    guard !first.isEmpty, !second.isEmpty, (first + second).allSatisfy(\.isFinite) else {
      return nil
    }
    let steps = Steps(first, second)
    let (n, m) = (Double(first.count), Double(second.count))
    wasserstein = steps.sum(steps.first) { abs($0) } / (n * m)
    let observed = steps.sum(steps.first) { $0 * $0 }
    energy = 2 * observed / (n * m * (n + m))
    guard steps.widths.count > 1 else {
      p = nil
      return
    }
    var draws = Draws(RandomStream(seed: seed, stream: stream))
    var labels = steps.labels
    var counts = steps.first
    // A sum in another order can differ from an equal one by rounding.
    let bound = observed * (1 - 1e-12)
    var asLarge = 1
    // The smaller sample is drawn; the statistic does not change if the two are exchanged.
    let size = min(first.count, second.count)
    for _ in 0..<permutations {
      for index in counts.indices { counts[index] = 0 }
      for place in 0..<size {
        labels.swapAt(place, place + draws.index(below: labels.count - place))
        counts[labels[place]] += 1
      }
      if steps.sum(counts, of: size, { $0 * $0 }) >= bound { asLarge += 1 }
    }
    p = Double(asLarge) / Double(permutations + 1)
  }
}

/// The values of two samples together, in rising order, each once.
private struct Steps {
  /// How far it is from each value to the next; 0 after the last.
  let widths: [Double]
  /// How many values there are of each, in both samples and in the first.
  let all: [Double]
  let first: [Double]
  /// Of every single value the number of its step.
  let labels: [Int]
  let sizeOfFirst: Int

  init(_ first: [Double], _ second: [Double]) {
    let values = (first + second).sorted()
    var distinct: [Double] = []
    var all: [Double] = []
    var labels: [Int] = []
    for value in values {
      if distinct.last != value {
        distinct.append(value)
        all.append(0)
      }
      all[all.count - 1] += 1
      labels.append(all.count - 1)
    }
    var own = all.map { _ in 0.0 }
    var step = 0
    for value in first.sorted() {
      while distinct[step] < value { step += 1 }
      own[step] += 1
    }
    widths = distinct.indices.map {
      $0 + 1 < distinct.count ? distinct[$0 + 1] - distinct[$0] : 0
    }
    self.all = all
    self.first = own
    self.labels = labels
    sizeOfFirst = first.count
  }

  /// The sum over the steps of a function of F - G, times the product of the sizes, times the width.
  ///
  /// - Parameter counts: how many values of each step are in one of the samples.
  func sum(_ counts: [Double], of size: Int? = nil, _ part: (Double) -> Double) -> Double {
    let size = size ?? sizeOfFirst
    let (n, whole) = (Double(size), Double(labels.count))
    var own = 0.0
    var together = 0.0
    var total = 0.0
    for index in widths.indices {
      own += counts[index]
      together += all[index]
      // F/n - (A - F)/m over the common denominator nm; whole numbers up to there.
      total += part(own * whole - together * n) * widths[index]
    }
    return total
  }
}
