/// How far each person's answers lie from those of all, in the metric of their covariances.
package struct MahalanobisDistances: Sendable, Equatable {
  /// Squared distances, (x - M)ᵀ S⁻¹ (x - M), in the order of the rows.
  package let squared: [Double]
  /// The number of columns that vary, which are the degrees of freedom.
  package let df: Int

  /// The distances of the rows of columns of one length. R: `mahalanobis(x, colMeans(x), cov(x))`.
  ///
  /// A column that does not vary separates no one and is excluded. nil if there are not more rows
  /// than columns, or a column follows from the others, so the covariances have no inverse
  /// (Mahalanobis, 1936, Proceedings of the National Institute of Sciences of India 2, 49-55).
  package init?(_ columns: [[Double]]) {
    self.init(rows: columns.first?.count ?? 0, columns: columns.count) { columns[$1][$0] }
  }

  /// The same of values that are asked for by row and column, so that they need not all be held.
  package init?(rows: Int, columns: Int, value: (Int, Int) -> Double) {
    func column(_ index: Int) -> [Double] { (0..<rows).map { value($0, index) } }
    var varying: [Int] = []
    var means: [Double] = []
    for index in 0..<columns {
      let summary = SampleSummary(column(index))
      guard summary.sd ?? 0 > 0 else { continue }
      varying.append(index)
      means.append(summary.mean ?? 0)
    }
    guard !varying.isEmpty, rows > varying.count,
      let inverse = SymmetricMatrix(
        covariancesOf: varying.count, column: { column(varying[$0]) })?.inverse
    else { return nil }
    var distance = means
    squared = (0..<rows).map { row in
      for index in varying.indices { distance[index] = value(row, varying[index]) - means[index] }
      var square = 0.0
      for first in varying.indices {
        var sum = 0.0
        for second in varying.indices { sum += inverse[first, second] * distance[second] }
        square += distance[first] * sum
      }
      return max(0, square)
    }
    df = varying.count
  }

  /// How likely a distance as large is among normal answers: the upper tail of chi-square.
  package func p(_ squared: Double) -> Double? { ChiSquare(df: Double(df)).upperTail(squared) }
}
