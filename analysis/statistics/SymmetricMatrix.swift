internal import CLAPACK

/// A symmetric matrix, such as the covariances of a scale's items. LAPACK takes it apart.
package struct SymmetricMatrix: Sendable, Equatable {
  /// The number of rows, and of columns.
  package let order: Int
  /// All elements, row by row.
  package private(set) var elements: [Double]

  package init(order: Int, elements: [Double]) {
    precondition(elements.count == order * order)
    self.order = order
    self.elements = elements
  }

  /// The covariances (n - 1) of columns of one length; nil when n < 2 or a value is not finite. The
  /// variance of a column that does not vary is exactly 0.
  package init?(covariancesOf columns: [[Double]]) {
    precondition(columns.allSatisfy { $0.count == columns[0].count }, "columns have one length")
    self.init(covariancesOf: columns.count) { columns[$0] }
  }

  /// The same of columns that are made when they are needed, two at a time.
  init?(covariancesOf order: Int, column: (Int) -> [Double]) {
    var means: [Double?] = []
    var n = 0
    for index in 0..<order {
      let values = column(index)
      let summary = SampleSummary(values)
      guard let mean = summary.mean, let sd = summary.sd else { return nil }
      n = values.count
      means.append(sd == 0 ? nil : mean)
    }
    guard n > 1 else { return nil }
    self.order = order
    elements = Array(repeating: 0, count: order * order)
    for row in 0..<order {
      guard let mean = means[row] else { continue }
      let values = column(row)
      for other in row..<order {
        guard let otherMean = means[other] else { continue }
        let otherValues = other == row ? values : column(other)
        var products = 0.0
        for index in 0..<n {
          products += (values[index] - mean) * (otherValues[index] - otherMean)
        }
        self[row, other] = products / Double(n - 1)
        self[other, row] = self[row, other]
      }
    }
  }

  package subscript(row: Int, column: Int) -> Double {
    get { elements[row * order + column] }
    set { elements[row * order + column] = newValue }
  }

  /// The sum of all elements: of covariances, the variance of the sum of the columns.
  package var sum: Double { elements.reduce(0, +) }

  /// The sum of the diagonal.
  package var trace: Double { (0..<order).reduce(0) { $0 + self[$1, $1] } }

  /// The correlations of covariances; nil if a variance is 0.
  package var correlations: SymmetricMatrix? {
    let sds = (0..<order).map { self[$0, $0].squareRoot() }
    guard sds.allSatisfy({ $0 > 0 }) else { return nil }
    var correlations = self
    for row in 0..<order {
      for column in 0..<order {
        correlations[row, column] = row == column ? 1 : self[row, column] / (sds[row] * sds[column])
      }
    }
    return correlations
  }

  /// The matrix of some of the rows and columns.
  package func restricted(to kept: [Int]) -> SymmetricMatrix {
    SymmetricMatrix(
      order: kept.count, elements: kept.flatMap { row in kept.map { self[row, $0] } })
  }

  /// Eigenvalues in ascending order, and their vectors of length 1.
  package struct Eigen: Sendable {
    package let values: [Double]
    /// The vectors, one after the other in the order of the values.
    fileprivate let columns: [Double]

    /// An element of the vector that belongs to a value.
    package func vector(_ value: Int, _ element: Int) -> Double {
      columns[value * values.count + element]
    }
  }

  /// LAPACK's `dsyev`; nil if an element is not finite, or the iteration fails.
  package var eigen: Eigen? {
    guard elements.allSatisfy(\.isFinite) else { return nil }
    var vectors = elements
    var values = [Double](repeating: 0, count: order)
    let size = Int32(order)
    // By columns: the matrix is the same either way, and each vector comes out in one piece.
    let code = LAPACKE_dsyev(LAPACK_COL_MAJOR, CChar(86), CChar(85), size, &vectors, size, &values)
    return code == 0 ? Eigen(values: values, columns: vectors) : nil
  }

  /// The inverse; nil if the smallest eigenvalue is below 1.5e-8 (√ε) of the largest, so the matrix
  /// cannot be distinguished from a singular one. That is the limit of R's `psych::Pinv`.
  package var inverse: SymmetricMatrix? {
    guard let eigen, let smallest = eigen.values.first, let largest = eigen.values.last,
      smallest > Double.ulpOfOne.squareRoot() * largest
    else { return nil }
    var inverse = self
    let size = Int32(order)
    guard LAPACKE_dpotrf(LAPACK_COL_MAJOR, CChar(85), size, &inverse.elements, size) == 0,
      LAPACKE_dpotri(LAPACK_COL_MAJOR, CChar(85), size, &inverse.elements, size) == 0
    else { return nil }
    // The upper triangle by columns is the lower one by rows.
    for row in 0..<order {
      for column in (row + 1)..<max(order, row + 1) { inverse[row, column] = inverse[column, row] }
    }
    return inverse
  }

  /// The x for which the matrix times x is `right`; nil if the matrix is not positive definite.
  func solution(for right: [Double]) -> [Double]? {
    var factor = elements
    var solution = right
    let size = Int32(order)
    return LAPACKE_dposv(LAPACK_COL_MAJOR, CChar(85), size, 1, &factor, size, &solution, size) == 0
      ? solution : nil
  }
}
