/// The bootstrap's intervals of a statistic.
package struct BootstrapIntervals: Sendable, Equatable {
  /// The statistic of the column itself.
  package let estimate: Double
  /// The SD (n - 1) of the replicates.
  package let standardError: Double
  /// The percentile interval (Efron and Tibshirani, 1993, An introduction to the bootstrap,
  /// equation 13.5).
  package let percentile: Interval
  /// The bias-corrected and accelerated interval (Efron, 1987, Better bootstrap confidence
  /// intervals, Journal of the American Statistical Association 82, 171-185; Efron and
  /// Tibshirani, equations 14.9 to 14.15); nil when the replicates all lie to one side of the
  /// estimate, or leaving out one value never changes it.
  package let bca: Interval?

  /// The intervals of a mean from those of a sum.
  fileprivate func divided(by size: Double) -> BootstrapIntervals {
    func mean(_ sums: Interval) -> Interval {
      Interval(low: sums.low / size, high: sums.high / size)
    }
    return BootstrapIntervals(
      estimate: estimate / size, standardError: standardError / size,
      percentile: mean(percentile), bca: bca.map(mean))
  }
}

/// How a bootstrap is drawn: replicates of the column's size, with replacement.
///
/// The result depends on the values, their order, the number of replicates and the seed, and on
/// nothing else: replicates are drawn in blocks of 1,000, each from its own `RandomStream`, so the
/// number of cores does not matter.
package struct Bootstrap: Sendable, Equatable {
  /// At least 2.
  package let replicates: Int
  package let seed: UInt64
  /// The coverage aimed at, between 0 and 1.
  package let level: Double

  /// - Precondition: replicates ≥ 2 and 0 < level < 1.
  package init(replicates: Int = 10_000, seed: UInt64, level: Double = 0.95) {
    precondition(replicates >= 2, "an interval takes at least two replicates")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1")
    self.replicates = replicates
    self.seed = seed
    self.level = level
  }

  /// The intervals of a column's mean; nil when n < 2 or a value is not finite. Quantiles of the
  /// replicates are interpolated linearly (type 7), and ties with the estimate count half, as in
  /// SciPy's `bootstrap`. When all values are equal the percentile interval has no width and
  /// there is no BCa interval.
  package func mean(_ values: [Double]) -> BootstrapIntervals? { means([values])[0] }

  /// The intervals of the means of several columns, in their order, computed in parallel; a
  /// column's random streams follow from its number. Columns of whole numbers are drawn by
  /// `WholeNumbers`, several values at once.
  package func means(_ columns: [[Double]]) -> [BootstrapIntervals?] {
    inParallel(columns.count) { column in
      let values = columns[column]
      let total = values.reduce(0, +)
      guard values.count > 1, total.isFinite else { return nil }
      let sums: Replicates?
      if let numbers = WholeNumbers(values) {
        let drawn = self.drawn(Int32(0), column: column) { $0.fillWithSums(&$1, of: numbers) }
        sums = Replicates(drawn)
      } else {
        let drawn = self.drawn(0.0, column: column) { draws, sums in
          values.withUnsafeBufferPointer { draws.fillWithSums(&sums, of: $0) }
        }
        sums = Replicates(drawn)
      }
      let size = Double(values.count)
      // Leaving out a value moves the mean by its distance from it over n - 1.
      let leaps = values.map { $0 - total / size }
      return sums.flatMap { self.intervals(estimate: total, replicates: $0, leaps: leaps) }?
        .divided(by: size)
    }
  }

  /// The intervals of statistics of units that are drawn within strata, all on the same resamples.
  ///
  /// A unit of n in a stratum moves a statistic by (n - 1)/n of what leaving it out does; the only
  /// unit of a stratum, which is in every resample, by nothing. No intervals if every stratum has a
  /// single unit: what cannot be resampled is not certain.
  ///
  /// - Parameters:
  ///   - strata: how many units each stratum has; units are numbered on from one to the next.
  ///   - statistics: of the units drawn, in the order of the strata; always as many.
  package func intervals(
    strata: [Int], statistics: @Sendable (_ units: [Int]) -> [Double?]
  ) -> [Resampled] {
    let starts = strata.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let units = Array(0..<starts[strata.count])
    let estimates = statistics(units).map { $0.flatMap(defined) }
    let blocks = (replicates + Self.block - 1) / Self.block
    let drawn = inParallel(blocks) { block -> [[Double?]] in
      var draws = Draws(RandomStream(seed: self.seed, stream: UInt64(block)))
      var resample = units
      return (0..<min(Self.block, self.replicates - block * Self.block)).map { _ in
        for (start, size) in zip(starts, strata) {
          for unit in start..<start + size { resample[unit] = start + draws.index(below: size) }
        }
        return statistics(resample)
      }
    }.joined()
    let without = inParallel(units.count) { left in statistics(units.filter { $0 != left }) }
    return estimates.indices.map { index in
      let values = drawn.map { $0[index].flatMap(defined) }
      return Resampled(
        values: values,
        intervals: estimates[index].flatMap { estimate in
          guard strata.contains(where: { $0 > 1 }) else { return nil }
          // Leaving out the only unit of a stratum is another design.
          let leaps = zip(starts, strata).flatMap { start, size -> [Double] in
            guard size > 1 else { return [] }
            let left = without[start..<start + size].map { $0[index] ?? .nan }
            let center = left.reduce(0, +) / Double(size)
            return left.map { (center - $0) * Double(size - 1) / Double(size) }
          }
          return Replicates(values.map { $0 ?? .nan }).flatMap { replicates in
            intervals(estimate: estimate, replicates: replicates, leaps: leaps)
          }
        })
    }
  }

  // MARK: Drawing

  private static let block = 1_000

  /// The replicates of a column, each block filled from its own stream.
  private func drawn<Sum>(
    _ zero: Sum, column: Int,
    fill: (_ draws: inout Draws, _ sums: inout UnsafeMutableBufferPointer<Sum>) -> Void
  ) -> [Sum] {
    [Sum](unsafeUninitializedCapacity: replicates) { buffer, initialized in
      buffer.initialize(repeating: zero)
      initialized = replicates
      for (block, start) in stride(from: 0, to: replicates, by: Self.block).enumerated() {
        let stream = UInt64(column) << 32 | UInt64(block)
        var draws = Draws(RandomStream(seed: seed, stream: stream))
        var sums = UnsafeMutableBufferPointer(
          rebasing: buffer[start..<min(start + Self.block, replicates)])
        fill(&draws, &sums)
      }
    }
  }

  // MARK: Intervals

  /// From replicates and how far the estimate moves when each value is removed (any common factor
  /// cancels).
  private func intervals(estimate: Double, replicates: Replicates, leaps: [Double])
    -> BootstrapIntervals?
  {
    guard let standardError = replicates.sd else { return nil }
    let tail = (1 - level) / 2
    var probabilities = [tail, 1 - tail]
    if let shifted = shiftedProbabilities(share: replicates.share(below: estimate), leaps: leaps) {
      probabilities += shifted
    }
    let ends = replicates.quantiles(probabilities)
    return BootstrapIntervals(
      estimate: estimate, standardError: standardError,
      percentile: Interval(low: ends[0], high: ends[1]),
      bca: ends.count > 2 ? Interval(low: ends[2], high: ends[3]) : nil)
  }

  /// BCa's two probabilities: Φ(z0 + (z0 ∓ z)/(1 - a(z0 ∓ z))), with z0 the normal quantile of
  /// the share of replicates below the estimate, a the skewness of the leaps over 6.
  private func shiftedProbabilities(share: Double, leaps: [Double]) -> [Double]? {
    var squares = 0.0
    var cubes = 0.0
    for leap in leaps {
      squares += leap * leap
      cubes += leap * leap * leap
    }
    guard squares > 0, let acceleration = defined(cubes / (6 * squares * squares.squareRoot())),
      let bias = Normal().quantile(share), let z = Normal().upperQuantile((1 - level) / 2)
    else { return nil }
    var shifted: [Double] = []
    for end in [bias - z, bias + z] {
      guard let p = Normal().cdf(bias + end / (1 - acceleration * end)) else { return nil }
      shifted.append(p)
    }
    return shifted[0] <= shifted[1] ? shifted : nil
  }
}
