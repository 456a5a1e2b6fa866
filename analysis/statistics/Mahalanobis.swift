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
    let moments = columns.map { Moments($0) }
    let varying = columns.indices.filter { (moments[$0].sd ?? 0) > 0 }
    let used = varying.map { columns[$0] }
    guard let rows = used.first?.count, rows > used.count,
      let inverse = SymmetricMatrix(covariancesOf: used)?.inverse
    else { return nil }
    let means = varying.map { moments[$0].mean ?? 0 }
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

/// The most neighbouring answers that are the same; a missing answer ends a row of them. 0 without
/// an answer (Johnson, 2005, Journal of Research in Personality 39, 103-129).
package func longString(_ answers: [Double?]) -> Int {
  var longest = 0
  var current = 0
  var last: Double?
  for answer in answers {
    current = answer == nil ? 0 : answer == last ? current + 1 : 1
    last = answer
    longest = max(longest, current)
  }
  return longest
}

/// How consistent one respondent is across scales: the correlation of the scores of odd and even
/// items over the scales, stepped up by Spearman and Brown, and at least -1.
///
/// nil with fewer than three scales, whose correlation says nothing, and if one side does not vary
/// over the scales (Johnson, 2005; Curran, 2016, Journal of Experimental Social Psychology 66,
/// 4-19; R: `careless::evenodd`, which gives figures for two scales as well).
///
/// - Precondition: the columns are of one length.
package func evenOddConsistency(odd: [Double], even: [Double]) -> Double? {
  guard odd.count > 2, let r = pearsonCoefficient(odd, even) else { return nil }
  return r > -1 ? max(-1, 2 * r / (1 + r)) : -1
}
