internal import Foundation

/// A linear mixed model with random intercepts of one or several groupings, nested or crossed,
///
/// y = β₀ + β₁x₁ + … + Σ b_k[group_k] + e,    b_k ~ N(0, σ_k²),    e ~ N(0, σ²),
///
/// fitted by restricted maximum likelihood (REML). R: `lme4::lmer(y ~ x + (1 | g) + (1 | h))`;
/// degrees of freedom by Satterthwaite's approximation as `lmerTest` computes them.
///
/// With λ_k = σ_k²/σ² only the λ are unknown (Bates, Mächler, Bolker and Walker, 2015, Fitting
/// linear mixed-effects models using lme4, Journal of Statistical Software 67(1), section 3.4). The
/// criterion is evaluated on a grid of λ, so a local minimum is not mistaken for the lowest, and
/// Newton's method goes on from the lowest point.
package struct RandomInterceptModel: Sendable {
  /// Why a model cannot be fitted.
  package enum Failure: Error, Sendable, Equatable {
    /// Fewer than two groups in a grouping.
    case oneGroup
    /// As many groups as observations: b and e cannot be distinguished.
    case oneObservationPerGroup
    /// Nothing varies within groups, so σ² would be 0.
    case constantWithinGroups
    /// As many coefficients between groups as there are groups, or columns that follow from one
    /// another.
    case tooFewGroups
  }

  /// β, the intercept first.
  package let coefficients: [Double]
  /// The covariance matrix of β, row by row.
  package var covariance: [[Double]] {
    inverse.indices.map { row in inverse.row(row).map { residualVariance * $0 } }
  }
  /// σ_k² of each grouping, 0 at the boundary.
  package let groupVariances: [Double]
  /// σ².
  package let residualVariance: Double
  /// -2 times the restricted log-likelihood, as lme4's `REMLcrit`.
  package let criterion: Double
  package let observations: Int
  /// The number of groups of each grouping.
  package let groups: [Int]

  /// The groupings whose variance was estimated as 0 (λ < 1e-8, lme4's `isSingular`).
  package var singular: [Int] {
    groupVariances.indices.filter { groupVariances[$0] < 1e-8 * residualVariance }
  }
  /// The share of the variance that lies between groups, Σσ_k²/(Σσ_k² + σ²): the correlation of two
  /// observations that share their groups.
  package var icc: Double { 1 - residualVariance / totalVariance }
  /// Σσ_k² + σ².
  package var totalVariance: Double { groupVariances.reduce(residualVariance, +) }

  // What contrasts are made of.
  /// (Xᵀ V⁻¹ X)⁻¹ with V in units of σ².
  let inverse: CoefficientMatrix
  /// The derivatives of `inverse` by each λ that is not at the boundary.
  let inverseSlopes: [CoefficientMatrix]
  /// The covariance of the estimates of these λ and, last, of σ²: twice the inverse of the
  /// criterion's Hessian.
  let covarianceOfVariances: CoefficientMatrix
  /// Xᵀ X, for sequential contrasts.
  let crossProducts: Cholesky

  /// - Parameters:
  ///   - response: y, complete.
  ///   - groupings: the group of each observation in each grouping, any numbers. A grouping within
  ///     another has numbers of its own for each of the other's groups.
  ///   - predictors: x₁, x₂ …, columns as long as the response; none for the intercept alone.
  /// - Precondition: columns are of one length, and values finite.
  package init(
    _ response: [Double], groupedBy groupings: [[Int32]], predictors: [[Double]] = []
  ) throws(Failure) {
    precondition(
      (groupings + predictors.map { _ in groupings[0] }).allSatisfy { $0.count == response.count })
    let numbered = groupings.map(numbers)
    let counts = numbered.map { Set($0).count }
    // The finest first, which the sums are made by.
    let order = counts.indices.sorted { counts[$0] > counts[$1] }
    let sums = RandomInterceptSums(response, order.map { numbered[$0] }, predictors)
    guard counts.allSatisfy({ $0 > 1 }) else { throw .oneGroup }
    guard sums.groups.count < response.count else { throw .oneObservationPerGroup }
    guard let crossProducts = sums.crossProducts, sums.hasRoomBetweenGroups else {
      throw .tooFewGroups
    }
    let size = response.reduce(0) { max($0, abs($1)) }
    guard sums.withinYY.squareRoot() > 10 * Double.ulpOfOne * size * Double(response.count),
      let fit = sums.lowestFit()
    else { throw .constantWithinGroups }
    let residual = fit.squares / fit.df

    var coefficients = fit.coefficients
    coefficients[0] += sums.center
    self.coefficients = coefficients
    groupVariances = counts.indices.map { residual * fit.ratios[order.firstIndex(of: $0)!] }
    residualVariance = residual
    criterion = fit.criterion
    observations = sums.observations
    groups = counts
    inverse = fit.inverse
    self.crossProducts = crossProducts

    // At the boundary λ is not an estimate that could vary.
    let free = fit.ratios.indices.filter { fit.ratios[$0] > 0 }
    let derivatives = fit.derivatives()
    inverseSlopes = free.map { derivatives.inverse[$0] }
    var hessian = CoefficientMatrix(size: free.count + 1)
    for (row, k) in free.enumerated() {
      for (column, l) in free.enumerated() where column >= row {
        hessian[row, column] = 2 * derivatives.forms[k][l] / residual - derivatives.traces[k][l]
      }
      hessian[row, free.count] = derivatives.squares[k] / (residual * residual)
    }
    hessian[free.count, free.count] = fit.df / (residual * residual)
    guard let factor = Cholesky(hessian) else { throw .constantWithinGroups }
    covarianceOfVariances = factor.inverse.scaled(by: 2)
  }
}

/// The groups numbered from 0, in the order in which they come.
private func numbers(_ grouping: [Int32]) -> [Int] {
  var numbers: [Int32: Int] = [:]
  return grouping.map { group in
    if let number = numbers[group] { return number }
    numbers[group] = numbers.count
    return numbers.count - 1
  }
}

extension RandomInterceptSums {
  /// The fit of the lowest criterion; nil if it grows beyond all bounds, as it does when nothing
  /// varies within groups.
  fileprivate func lowestFit() -> RandomInterceptFit? {
    let grid =
      [0] + stride(from: -5, through: 8, by: groupings.isEmpty ? 0.25 : 1).map { pow(10, $0) }
    var best: RandomInterceptFit?
    // One λ after the other over the whole grid, until none moves.
    var ratios = [Double](repeating: 0, count: groupings.count + 1)
    var hasMoved = true
    while hasMoved {
      hasMoved = false
      for k in ratios.indices {
        for ratio in grid {
          var tried = ratios
          tried[k] = ratio
          guard let fit = RandomInterceptFit(self, ratios: tried) else { continue }
          if fit.criterion < best?.criterion ?? .infinity { best = fit }
        }
        guard let best, best.ratios != ratios else { continue }
        (ratios, hasMoved) = (best.ratios, ratios.count > 1)
      }
    }
    guard let best, best.ratios.allSatisfy({ $0 < grid.last! }) else { return nil }
    return best.descended()
  }
}
