internal import Foundation

/// A random intercept model at one set of ratios λ = σ_k²/σ²: the β and σ² that go with them, the
/// REML criterion, and its derivatives.
///
/// With V = I + Σ λ_k Z_k Z_kᵀ, the finest grouping is taken out first (V₁ = I + λ₁ Z₁ Z₁ᵀ has a
/// diagonal inverse over groups); the other groupings and X then form one small positive definite
/// matrix, whose Cholesky factor gives log |V| + log |Xᵀ V⁻¹ X| and
/// P = V⁻¹ - V⁻¹ X (Xᵀ V⁻¹ X)⁻¹ Xᵀ V⁻¹ (Bates, Mächler, Bolker and Walker, 2015, Journal of
/// Statistical Software 67(1), section 3; Searle, Casella and McCulloch, 1992, Variance components,
/// section 6.6).
struct RandomInterceptFit {
  let ratios: [Double]
  let coefficients: [Double]
  /// yᵀ P y: the weighted sum of squared residuals, in units of σ².
  let squares: Double
  /// -2 times the restricted log-likelihood.
  let criterion: Double
  /// n - p.
  let df: Double

  private let sums: RandomInterceptSums
  /// By finest group: n/(1 + nλ₁).
  private let weights: [Double]
  /// The coefficients of all columns: the other groupings' intercepts, and β.
  private let effects: [Double]
  /// K, with P = V₁⁻¹ - V₁⁻¹ F K Fᵀ V₁⁻¹ over all columns F but y.
  private let projection: CoefficientMatrix
  /// Fᵀ V₁⁻¹ F, and Fᵀ V₁⁻¹ y.
  private let products: CoefficientMatrix
  private let right: [Double]

  /// - Parameter ratios: λ of each grouping, the finest first; nil if V is not positive definite.
  init?(_ sums: RandomInterceptSums, ratios: [Double]) {
    var products = sums.within
    var right = sums.withinY
    var logDeterminant = 0.0
    var weights: [Double] = []
    weights.reserveCapacity(sums.groups.count)
    for group in sums.groups {
      let weight = group.n / (1 + group.n * ratios[0])
      weights.append(weight)
      logDeterminant += log1p(group.n * ratios[0])
      let columns = group.columns(from: sums.fixed.lowerBound)
      products.add(sparse: columns, weight: weight)
      for (column, value) in columns { right[column] += weight * value * group.y }
    }
    // With D = √λ over a grouping's columns and 1 over those of X: K = D (J + D G D)⁻¹ D.
    var scale = [Double](repeating: 1, count: sums.fixed.upperBound)
    for (columns, ratio) in zip(sums.groupings, ratios.dropFirst()) {
      for column in columns { scale[column] = ratio.squareRoot() }
    }
    var scaled = CoefficientMatrix(size: scale.count)
    for row in scale.indices {
      for column in row..<scale.count {
        scaled[row, column] = scale[row] * scale[column] * products[row, column]
      }
    }
    for column in 0..<sums.fixed.lowerBound { scaled[column, column] += 1 }
    guard let factor = Cholesky(scaled) else { return nil }
    let unscaled = factor.solve(zip(scale, right).map { $0 * $1 })
    let effects = zip(scale, unscaled).map { $0 * $1 }

    // A penalised sum of squares, every part of it positive.
    var squares = sums.withinYY - 2 * dot(effects, sums.withinY) + sums.within.form(effects)
    for (weight, group) in zip(weights, sums.groups) {
      let residual = group.residual(effects, sums)
      squares += weight * residual * residual
    }
    for column in 0..<sums.fixed.lowerBound { squares += unscaled[column] * unscaled[column] }
    guard squares > 0 else { return nil }

    let inverse = factor.inverse
    var projection = CoefficientMatrix(size: scale.count)
    for row in scale.indices {
      for column in row..<scale.count {
        projection[row, column] = scale[row] * scale[column] * inverse[row, column]
      }
    }
    let df = Double(sums.observations - sums.fixed.count)
    self.ratios = ratios
    self.sums = sums
    self.weights = weights
    self.effects = effects
    self.products = products
    self.right = right
    self.projection = projection
    self.squares = squares
    self.df = df
    coefficients = Array(effects[sums.fixed])
    criterion =
      logDeterminant + factor.logDeterminant + df * (1 + log(2 * Double.pi * squares / df))
  }

  /// (Xᵀ V⁻¹ X)⁻¹.
  var inverse: CoefficientMatrix {
    var inverse = CoefficientMatrix(size: sums.fixed.count)
    for row in sums.fixed {
      for column in sums.fixed where column >= row {
        inverse[row - sums.fixed.lowerBound, column - sums.fixed.lowerBound] =
          projection[row, column]
      }
    }
    return inverse
  }

  /// What the derivatives by λ are made of. With M_kl = Z_kᵀ P Z_l and u_k = Z_kᵀ P y:
  struct Derivatives {
    /// tr M_kk - (n - p) |u_k|²/yᵀPy: the criterion's gradient.
    let gradient: [Double]
    /// |u_k|²: minus the derivatives of yᵀ P y.
    let squares: [Double]
    /// Σ M_kl², and u_kᵀ M_kl u_l.
    let traces: [[Double]]
    let forms: [[Double]]
    /// The derivative of (Xᵀ V⁻¹ X)⁻¹ by each λ.
    let inverse: [CoefficientMatrix]
  }

  func derivatives() -> Derivatives {
    let size = sums.fixed.upperBound
    let first = sums.fixed.lowerBound
    // Σ w² f fᵀ over the finest groups, and Σ w u f, Σ w u².
    var squared = CoefficientMatrix(size: size)
    var pulled = [Double](repeating: 0, count: size)
    var (trace, traceSquare, sumSquares, pull) = (0.0, 0.0, 0.0, 0.0)
    for (weight, group) in zip(weights, sums.groups) {
      let columns = group.columns(from: first)
      let form = projection.form(sparse: columns)
      let u = weight * group.residual(effects, sums)
      squared.add(sparse: columns, weight: weight * weight)
      for (column, value) in columns { pulled[column] += weight * u * value }
      trace += weight - weight * weight * form
      traceSquare += weight * weight - 2 * weight * weight * weight * form
      sumSquares += u * u
      pull += weight * u * u
    }
    let count = sums.groupings.count + 1
    var traces = [[Double]](repeating: Array(repeating: 0, count: count), count: count)
    var forms = traces
    var gradientTraces = [trace]
    var squares = [sumSquares]
    let image = projection.times(squared)
    traces[0][0] =
      traceSquare
      + image.indices.reduce(0.0) { total, row in
        total + image.indices.reduce(0.0) { $0 + image[row][$1] * image[$1][row] }
      }
    forms[0][0] = pull - projection.form(pulled)
    // Z_kᵀ P F = (I - G K) G over the other groupings' columns, and u = Z_kᵀ P y.
    let left = products.times(projection)
    let complement = (0..<size).map { row in
      (0..<size).map { (row == $0 ? 1 : 0) - left[row][$0] }
    }
    let rest = (0..<first).map { row in products.times(complement[row]) }
    let u = zip(right, products.times(effects)).map { $0 - $1 }
    for (k, columns) in sums.groupings.enumerated() {
      gradientTraces.append(columns.reduce(0) { $0 + rest[$1][$1] })
      squares.append(columns.reduce(0) { $0 + u[$1] * u[$1] })
      for column in columns {
        traces[0][k + 1] += squared.form(complement[column])
        forms[0][k + 1] += u[column] * dot(complement[column], pulled)
        for (l, others) in sums.groupings.enumerated() {
          for other in others {
            traces[k + 1][l + 1] += rest[column][other] * rest[column][other]
            forms[k + 1][l + 1] += u[column] * rest[column][other] * u[other]
          }
        }
      }
      traces[k + 1][0] = traces[0][k + 1]
      forms[k + 1][0] = forms[0][k + 1]
    }
    // B Xᵀ V⁻¹ z, z an indicator of a group: what its effect would add to β.
    var inverse = [CoefficientMatrix(size: sums.fixed.count)]
    for (row, x) in sums.fixed.enumerated() {
      for (column, other) in sums.fixed.enumerated() where column >= row {
        inverse[0][row, column] = dot(image[x], projection.row(other))
      }
    }
    for columns in sums.groupings {
      var slope = CoefficientMatrix(size: sums.fixed.count)
      for column in columns { slope.add(Array(left[column][sums.fixed]), weight: 1) }
      inverse.append(slope)
    }
    return Derivatives(
      gradient: zip(gradientTraces, squares).map { $0 - df * $1 / self.squares },
      squares: squares, traces: traces, forms: forms, inverse: inverse)
  }
}

extension RandomInterceptFit {
  /// The fit at the minimum beside this one, by Newton's method within λ ≥ 0.
  func descended() -> RandomInterceptFit {
    var fit = self
    var last = Double.infinity
    for _ in 0..<200 {
      let step = fit.step()
      var length = 1.0
      var next: RandomInterceptFit?
      while length > 1e-10 {
        let ratios = zip(fit.ratios, step).map { max(0, $0 + length * $1) }
        next = RandomInterceptFit(sums, ratios: ratios)
        // Beside the minimum the criterion's last digits say nothing.
        if let next, next.criterion < fit.criterion + 1e-12 * abs(fit.criterion) { break }
        (next, length) = (nil, length / 2)
      }
      guard let next else { return fit }
      let moved = zip(fit.ratios, next.ratios).map { abs($0 - $1) / max($0, $1, 1e-12) }.max()!
      if moved < 1e-6, moved >= last { return fit }
      (fit, last) = (next, moved)
      if moved < 1e-14 { return fit }
    }
    return fit
  }

  /// The step of each λ: Newton's, or down the slope if the criterion is not convex here. A λ of 0
  /// stays while the criterion rises from it.
  private func step() -> [Double] {
    let derivatives = derivatives()
    let free = ratios.indices.filter { ratios[$0] > 0 || derivatives.gradient[$0] < 0 }
    var hessian = CoefficientMatrix(size: free.count)
    for (row, k) in free.enumerated() {
      for (column, l) in free.enumerated() where column >= row {
        hessian[row, column] =
          df
          * (2 * derivatives.forms[k][l] / squares
            - derivatives.squares[k] * derivatives.squares[l] / (squares * squares))
          - derivatives.traces[k][l]
      }
    }
    let gradient = free.map { derivatives.gradient[$0] }
    let down =
      Cholesky(hessian)?.solve(gradient)
      ?? zip(free, gradient).map { max(ratios[$0], 1e-3) * ($1 > 0 ? 0.5 : -1) }
    var step = [Double](repeating: 0, count: ratios.count)
    for (k, size) in zip(free, down) { step[k] = -size }
    return step
  }
}

extension RandomInterceptSums.Group {
  /// What the effects leave of the group's mean.
  fileprivate func residual(_ effects: [Double], _ sums: RandomInterceptSums) -> Double {
    columns(from: sums.fixed.lowerBound).reduce(y) { $0 - $1.1 * effects[$1.0] }
  }
}
