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
    let summaries = columns.map { SampleSummary($0) }
    let varying = columns.indices.filter { (summaries[$0].sd ?? 0) > 0 }
    let used = varying.map { columns[$0] }
    guard let rows = used.first?.count, rows > used.count,
      let inverse = SymmetricMatrix(covariancesOf: used)?.inverse
    else { return nil }
    let means = varying.map { summaries[$0].mean ?? 0 }
    squared = (0..<rows).map { row in
      let distance = used.indices.map { used[$0][row] - means[$0] }
      var square = 0.0
      for first in used.indices {
        var sum = 0.0
        for second in used.indices { sum += inverse[first, second] * distance[second] }
        square += distance[first] * sum
      }
      return max(0, square)
    }
    df = used.count
  }

  /// How likely a distance as large is among normal answers: the upper tail of chi-square.
  package func p(_ squared: Double) -> Double? { ChiSquare(df: Double(df)).upperTail(squared) }
}
