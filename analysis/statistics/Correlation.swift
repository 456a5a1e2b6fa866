internal import Foundation

/// The result of a test of correlation.
package struct Correlation: Sendable, Equatable {
  /// From -1 to 1.
  package let coefficient: Double
  /// The number of pairs.
  package let n: Int
  /// r·√((n - 2)/(1 - r²)); nil when n < 3 or |r| = 1, where it is infinite.
  package let t: Double?
  /// Two-sided, from t with n - 2 degrees of freedom.
  package let tSignificance: Significance?
  /// Spearman's only: from the distribution of Σd² over all orders, as R takes it (exact for
  /// n ≤ 9, by Edgeworth's series to n = 1,290); nil with ties, and for Pearson's r.
  package let orderSignificance: Significance?
  /// By Fisher's z; nil when n < 4.
  package let interval: Interval?

  /// What R's `cor.test(x, y)` gives with its defaults.
  package var significance: Significance? { orderSignificance ?? tSignificance }
}

extension Correlation {
  /// Pearson's r of two paired columns, its t test with n - 2 degrees of freedom and the interval
  /// by Fisher's z, tanh(atanh r ∓ z/√(n - 3)). R: `cor.test(x, y)`.
  ///
  /// The caller excludes incomplete pairs. nil when n < 2, a value is not finite, or a column does
  /// not vary (Pearson, 1896; Fisher, 1921, On the probable error of a coefficient of correlation,
  /// Metron 1, 3-32).
  ///
  /// - Precondition: the columns are of one length.
  package static func pearson(_ x: [Double], _ y: [Double], level: Double = 0.95)
    -> Correlation?
  {
    pearsonCoefficient(x, y).map { r in
      Correlation(r, n: x.count, level: level, zVariance: 1, orderSignificance: nil)
    }
  }

  /// Spearman's rho of two paired columns: Pearson's r of their midranks. R:
  /// `cor.test(x, y, method = "spearman")`, which has no interval; ours is Fisher's z with the
  /// variance (1 + rho²/2)/(n - 3) of Bonett and Wright.
  ///
  /// nil when n < 2, a value is not finite, or a column does not vary (Spearman, 1904; Best and
  /// Roberts, 1975, Algorithm AS 89, Applied Statistics 24, 377-379; Bonett and Wright, 2000,
  /// Psychometrika 65, 23-28).
  ///
  /// - Precondition: the columns are of one length.
  package static func spearman(_ x: [Double], _ y: [Double], level: Double = 0.95)
    -> Correlation?
  {
    precondition(x.count == y.count, "paired columns have one length")
    guard let first = Ranks(x), let second = Ranks(y),
      let rho = pearsonCoefficient(first.ranks, second.ranks)
    else { return nil }
    var order: Significance?
    if !first.hasTies, !second.hasTies, x.count <= 1_290 {
      let squares = zip(first.ranks, second.ranks).reduce(0.0) { sum, pair in
        sum + (pair.0 - pair.1) * (pair.0 - pair.1)
      }
      order = spearmanSignificance(squares: Int(squares), n: x.count)
    }
    return Correlation(
      rho, n: x.count, level: level, zVariance: 1 + rho * rho / 2, orderSignificance: order)
  }

  /// Spearman's rho of two paired columns; nil when n < 2, a value is not finite, or a column does
  /// not vary.
  ///
  /// - Precondition: the columns are of one length.
  package static func spearmanCoefficient(_ x: [Double], _ y: [Double]) -> Double? {
    guard let first = Ranks(x), let second = Ranks(y) else { return nil }
    return pearsonCoefficient(first.ranks, second.ranks)
  }

  /// Pearson's r of two paired columns; nil when n < 2, a value is not finite, or a column does
  /// not vary.
  ///
  /// - Precondition: the columns are of one length.
  package static func pearsonCoefficient(_ x: [Double], _ y: [Double]) -> Double? {
    precondition(x.count == y.count, "paired columns have one length")
    let first = SampleSummary(x)
    let second = SampleSummary(y)
    guard let meanX = first.mean, let meanY = second.mean, let sdX = first.sd, let sdY = second.sd,
      sdX > 0, sdY > 0
    else { return nil }
    // In SDs, so no product overflows; the sums of squares, near n - 1, take back its rounding.
    var products = 0.0
    var squaresX = 0.0
    var squaresY = 0.0
    for index in x.indices {
      let fromX = (x[index] - meanX) / sdX
      let fromY = (y[index] - meanY) / sdY
      products += fromX * fromY
      squaresX += fromX * fromX
      squaresY += fromY * fromY
    }
    return defined(products / (squaresX * squaresY).squareRoot()).map { min(1, max(-1, $0)) }
  }

  private init(
    _ r: Double, n: Int, level: Double, zVariance: Double, orderSignificance: Significance?
  ) {
    let df = Double(n - 2)
    let t = n > 2 ? defined(r * (df / ((1 - r) * (1 + r))).squareRoot()) : nil
    var interval: Interval?
    if n > 3, let z = tailBeyond(level).flatMap(Normal().upperQuantile) {
      let width = z * (zVariance / Double(n - 3)).squareRoot()
      interval = Interval(low: tanh(atanh(r) - width), high: tanh(atanh(r) + width))
    }
    self.init(
      coefficient: r, n: n, t: t, tSignificance: t.flatMap { StudentT(df: df).twoSided($0) },
      orderSignificance: orderSignificance, interval: interval)
  }
}

extension Correlation {
  /// The two-sided p of Spearman's Σd² under all orders of n untied pairs, n ≥ 2, as R's `prho`:
  /// counted for n ≤ 9, else by the Edgeworth series of algorithm AS 89.
  private static func spearmanSignificance(squares: Int, n: Int) -> Significance? {
    let largest = (n * n * n - n) / 3
    if n <= 9 {
      return Significance.exact(squares / 2, counts: spearmanCounts(n))
    }
    let tail =
      squares > largest / 2
      ? edgeworthTail(Double(squares), n: Double(n), upper: true)
      : edgeworthTail(Double(squares + 2), n: Double(n), upper: false)
    return Significance(p: tail.map { min(1, 2 * $0) })
  }
}

/// How many of the n! orders give each Σd²/2 (Σd² is even).
private func spearmanCounts(_ n: Int) -> [Double] {
  // bySet[set of second ranks used by the first pairs][sum of squares so far].
  let width = (n * n * n - n) / 3 + 1
  var bySet = [[Double]](repeating: [], count: 1 << n)
  bySet[0] = [Double](repeating: 0, count: width)
  bySet[0][0] = 1
  for set in 0..<(1 << n) where !bySet[set].isEmpty {
    let counts = bySet[set]
    let row = set.nonzeroBitCount
    for rank in 0..<n where set & (1 << rank) == 0 {
      let square = (row - rank) * (row - rank)
      let next = set | 1 << rank
      if bySet[next].isEmpty { bySet[next] = [Double](repeating: 0, count: width) }
      for sum in 0..<(width - square) { bySet[next][sum + square] += counts[sum] }
    }
  }
  return stride(from: 0, to: width, by: 2).map { bySet[(1 << n) - 1][$0] }
}

/// P(Σd² ≥ s), or below s, by the Edgeworth series of Best and Roberts (1975), AS 89.
private func edgeworthTail(_ s: Double, n: Double, upper: Bool) -> Double? {
  let b = 1 / n
  let x = (6 * (s - 1) * b / (n * n - 1) - 1) * (n - 1).squareRoot()
  let y = x * x
  let inner = 0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y))
  let outer =
    0.2274 + b * (0.2531 + 0.1745 * b) + y * (-0.0758 + b * (0.1033 + 0.3932 * b) - y * b * inner)
  let term = x * b * outer / exp(y / 2)
  guard let normal = upper ? Normal().upperTail(x) : Normal().cdf(x) else { return nil }
  return min(1, max(0, upper ? normal + term : normal - term))
}
