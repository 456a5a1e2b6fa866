/// One common factor behind correlated items, fitted by minimum residuals (unweighted least
/// squares): the loadings whose products come closest to the correlations off the diagonal.
///
/// R: `psych::fa(x, 1)`, whose limits are taken over: uniquenesses are sought from .005 to 1, and a
/// communality is the square of its loading (Harman and Jones, 1966, Psychometrika 31, 351-368;
/// Jöreskog, 1977, in *Statistical methods for digital computers*, chapter 7).
package struct OneFactor: Sendable, Equatable {
  /// The loading of each item; their sum is not negative.
  package let loadings: [Double]
  /// Whether an item's uniqueness reached .005: the factor explains it whole (Heywood case).
  package let isHeywood: Bool

  private static let bounds = (low: 0.005, high: 1.0)

  /// nil with fewer than three items, which any factor fits, or if the fit does not converge.
  package init?(_ correlations: SymmetricMatrix) {
    let order = correlations.order
    guard order > 2 else { return nil }
    var uniqueness: [Double]
    if let inverse = correlations.inverse {
      uniqueness = (0..<order).map { Self.clamped(1 / inverse[$0, $0]) }
    } else {
      uniqueness = Array(repeating: 0.5, count: order)
    }
    guard var fit = Fit(correlations, uniqueness) else { return nil }
    for _ in 0..<500 {
      let isFree = uniqueness.indices.map { index in
        !(uniqueness[index] <= Self.bounds.low && fit.gradient[index] >= 0
          || uniqueness[index] >= Self.bounds.high && fit.gradient[index] <= 0)
      }
      let free = uniqueness.indices.filter { isFree[$0] }
      guard free.contains(where: { abs(fit.gradient[$0]) > 1e-13 }) else { break }
      guard
        let (next, better) = Self.step(from: uniqueness, fit, along: free, correlations)
      else { break }
      let moved = zip(next, uniqueness).map { abs($0 - $1) }.max() ?? 0
      (uniqueness, fit) = (next, better)
      if moved < 1e-15 { break }
    }
    let loadings = fit.loadings
    self.loadings = loadings.reduce(0, +) < 0 ? loadings.map { -$0 } : loadings
    isHeywood = uniqueness.contains { $0 <= Self.bounds.low }
  }

  private static func clamped(_ value: Double) -> Double {
    min(bounds.high, max(bounds.low, value))
  }

  /// A step of Newton's method, shortened until the fit is better; nil if none is.
  private static func step(
    from uniqueness: [Double], _ fit: Fit, along free: [Int], _ correlations: SymmetricMatrix
  ) -> ([Double], Fit)? {
    let gradient = free.map { -fit.gradient[$0] }
    let directions = [fit.hessian, fit.positiveHessian].compactMap {
      $0.restricted(to: free).solution(for: gradient)
    }
    for direction in directions + [gradient] {
      var length = 1.0
      while length > 1e-12 {
        var next = uniqueness
        for (index, item) in free.enumerated() {
          next[item] = clamped(next[item] + length * direction[index])
        }
        if let better = Fit(correlations, next), better.residual < fit.residual {
          return (next, better)
        }
        length /= 2
      }
    }
    return nil
  }

  /// How well the factor of given uniquenesses fits, and how that changes with them.
  private struct Fit {
    /// Half the sum of the squared residuals, diagonal included.
    let residual: Double
    let gradient: [Double]
    let loadings: [Double]
    private let eigen: SymmetricMatrix.Eigen

    init?(_ correlations: SymmetricMatrix, _ uniqueness: [Double]) {
      var reduced = correlations
      for index in uniqueness.indices { reduced[index, index] -= uniqueness[index] }
      guard let eigen = reduced.eigen, let largest = eigen.values.last else { return nil }
      let order = uniqueness.count
      let rest = eigen.values.dropLast()
      residual = rest.reduce(0) { $0 + $1 * $1 } / 2
      gradient = (0..<order).map { item in
        -rest.indices.reduce(0) { sum, value in
          sum + eigen.values[value] * eigen.vector(value, item) * eigen.vector(value, item)
        }
      }
      let scale = max(0, largest).squareRoot()
      loadings = (0..<order).map { scale * eigen.vector(order - 1, $0) }
      self.eigen = eigen
    }

    /// The second derivatives. `positive` omits the part that can make them indefinite.
    private func hessian(positive: Bool) -> SymmetricMatrix {
      let order = loadings.count
      let last = order - 1
      var hessian = SymmetricMatrix(
        order: order, elements: Array(repeating: 0, count: order * order))
      for row in 0..<order {
        for column in 0...row {
          var projection = 0.0
          var turning = 0.0
          for value in 0..<last {
            let product = eigen.vector(value, row) * eigen.vector(value, column)
            projection += product
            turning += product * eigen.values[value] / (eigen.values[value] - eigen.values[last])
          }
          var second = projection * projection
          if !positive {
            second += 2 * turning * eigen.vector(last, row) * eigen.vector(last, column)
          }
          hessian[row, column] = second
          hessian[column, row] = second
        }
      }
      return hessian
    }

    var hessian: SymmetricMatrix { hessian(positive: false) }
    var positiveHessian: SymmetricMatrix { hessian(positive: true) }
  }
}
