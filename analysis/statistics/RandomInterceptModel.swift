internal import Foundation

/// A linear mixed model with one random intercept per group,
///
/// y = β₀ + β₁x₁ + … + b[group] + e,    b ~ N(0, σ_b²),    e ~ N(0, σ²),
///
/// fitted by restricted maximum likelihood (REML). R: `lme4::lmer(y ~ x + (1 | group))`; degrees of
/// freedom by Satterthwaite's approximation as `lmerTest` computes them.
///
/// With λ = σ_b²/σ² the criterion has a closed form in which only λ is unknown (Bates, Mächler,
/// Bolker and Walker, 2015, Fitting linear mixed-effects models using lme4, Journal of Statistical
/// Software 67(1), section 3.4). It is evaluated on a grid of λ, so a local minimum is not mistaken
/// for the lowest, and its derivative's root is found beside the lowest point. Sums are split into
/// parts within groups and between their means, so digits do not cancel, whatever λ is.
package struct RandomInterceptModel: Sendable {
  /// Why a model cannot be fitted.
  package enum Failure: Error, Sendable, Equatable {
    /// Fewer than two groups.
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
  /// σ_b², 0 at the boundary.
  package let groupVariance: Double
  /// σ².
  package let residualVariance: Double
  /// -2 times the restricted log-likelihood, as lme4's `REMLcrit`.
  package let criterion: Double
  package let observations: Int
  package let groups: Int

  /// Whether the variance between groups was estimated as 0 (λ < 1e-8, lme4's `isSingular`).
  package var isSingular: Bool { groupVariance < 1e-8 * residualVariance }
  /// The share of the variance that lies between groups, σ_b²/(σ_b² + σ²): the correlation of two
  /// observations of one group.
  package var icc: Double { groupVariance / (groupVariance + residualVariance) }

  // What contrasts are made of.
  /// (Xᵀ V⁻¹ X)⁻¹ with V in units of σ².
  let inverse: CoefficientMatrix
  /// The derivative of `inverse` by λ.
  let inverseSlope: CoefficientMatrix
  /// The covariance of the estimates of λ and σ², twice the inverse of the criterion's Hessian.
  let varianceOfRatio: Double
  let covarianceOfRatioAndResidual: Double
  let varianceOfResidual: Double
  /// Xᵀ X, for sequential contrasts.
  let crossProducts: Cholesky

  /// - Parameters:
  ///   - response: y, complete.
  ///   - group: the group of each observation, any numbers.
  ///   - predictors: x₁, x₂ …, columns as long as the response; none for the intercept alone.
  /// - Precondition: columns are of one length, and values finite.
  package init(
    _ response: [Double], groupedBy group: [Int32], predictors: [[Double]] = []
  ) throws(Failure) {
    precondition(response.count == group.count)
    precondition(predictors.allSatisfy { $0.count == response.count })
    let sums = GroupedSums(response, group, predictors)
    guard sums.groups.count > 1 else { throw .oneGroup }
    guard sums.groups.count < response.count else { throw .oneObservationPerGroup }
    guard let crossProducts = sums.crossProducts, sums.hasRoomBetweenGroups else {
      throw .tooFewGroups
    }
    let size = response.reduce(0) { max($0, abs($1)) }
    guard sums.within.squareRoot() > 10 * Double.ulpOfOne * size * Double(response.count)
    else { throw .constantWithinGroups }
    guard let ratio = sums.bestRatio() else { throw .constantWithinGroups }
    let fit = ProfiledFit(sums, ratio: ratio)!
    let df = Double(sums.observations - sums.size)
    let residual = fit.squares / df

    var coefficients = fit.coefficients
    coefficients[0] += sums.center
    self.coefficients = coefficients
    groupVariance = ratio * residual
    residualVariance = residual
    criterion = fit.criterion
    observations = sums.observations
    groups = sums.groups.count
    inverse = fit.inverse
    self.crossProducts = crossProducts

    let curvature = Curvature(sums, fit)
    inverseSlope = fit.inverse.around(curvature.information)
    // The Hessian in λ and σ²; at the boundary λ is not an estimate that could vary.
    let residualResidual = df / (residual * residual)
    guard ratio > 0 else {
      varianceOfRatio = 0
      covarianceOfRatioAndResidual = 0
      varianceOfResidual = 2 / residualResidual
      return
    }
    let ratioRatio = curvature.second(residual: residual)
    let ratioResidual = -curvature.squaresSlope / (residual * residual)
    let determinant = ratioRatio * residualResidual - ratioResidual * ratioResidual
    varianceOfRatio = 2 * residualResidual / determinant
    covarianceOfRatioAndResidual = -2 * ratioResidual / determinant
    varianceOfResidual = 2 * ratioRatio / determinant
  }
}

/// The observations summed up, by group and within groups.
struct GroupedSums {
  struct Group {
    let n: Double
    /// The mean of each column of X, the intercept's 1 first, and of y less its overall mean.
    let x: [Double]
    let y: Double
  }

  let groups: [Group]
  let observations: Int
  /// The columns of X.
  let size: Int
  /// The overall mean of y.
  let center: Double
  /// Sums of squares and products of deviations from the groups' means.
  private(set) var withinX: CoefficientMatrix
  private(set) var withinXY: [Double]
  private(set) var within: Double
  /// Xᵀ X; nil if columns follow from one another.
  let crossProducts: Cholesky?

  init(_ response: [Double], _ group: [Int32], _ predictors: [[Double]]) {
    var numbers: [Int32: Int] = [:]
    let members: [Int] = group.map { id in
      if let number = numbers[id] { return number }
      numbers[id] = numbers.count
      return numbers.count - 1
    }
    let size = predictors.count + 1
    let center = SampleSummary(response).mean ?? 0
    var counts = [Double](repeating: 0, count: numbers.count)
    var x = [[Double]](
      repeating: [Double](repeating: 0, count: size), count: numbers.count)
    var y = counts
    for (row, number) in members.enumerated() {
      counts[number] += 1
      y[number] += response[row] - center
      for (column, values) in predictors.enumerated() { x[number][column + 1] += values[row] }
    }
    for number in counts.indices {
      y[number] /= counts[number]
      for column in 1..<max(1, size) { x[number][column] /= counts[number] }
      x[number][0] = 1
    }
    withinX = CoefficientMatrix(size: size)
    withinXY = [Double](repeating: 0, count: size)
    within = 0
    var cross = CoefficientMatrix(size: size)
    for (row, number) in members.enumerated() {
      let deviation = response[row] - center - y[number]
      within += deviation * deviation
      let values = [1] + predictors.map { $0[row] }
      cross.add(values, weight: 1)
      let deviations = zip(values, x[number]).map { $0 - $1 }
      guard deviations.contains(where: { $0 != 0 }) else { continue }
      withinX.add(deviations, weight: 1)
      for column in deviations.indices { withinXY[column] += deviations[column] * deviation }
    }
    groups = counts.indices.map { Group(n: counts[$0], x: x[$0], y: y[$0]) }
    observations = response.count
    self.size = size
    self.center = center
    crossProducts = Cholesky(cross)
  }

  /// Whether the groups' means leave something over once X has explained what it can: more groups
  /// than columns that vary between groups.
  var hasRoomBetweenGroups: Bool {
    var withinColumns = 0
    for column in 0..<size where withinX[column, column] > 0 { withinColumns += 1 }
    return groups.count > size - withinColumns && observations > size + 1
  }

  /// The λ of the lowest criterion; nil if it grows beyond all bounds, as it does when nothing
  /// varies within groups.
  func bestRatio() -> Double? {
    let ratios = [0] + stride(from: -5, through: 8, by: 0.25).map { pow(10, $0) }
    let criteria = ratios.map { ProfiledFit(self, ratio: $0)?.criterion ?? .infinity }
    let best = criteria.indices.min { criteria[$0] < criteria[$1] }!
    guard best < ratios.count - 1 else { return nil }
    let slope = { (ratio: Double) in ProfiledFit(self, ratio: ratio)?.slope(self) ?? .nan }
    let here = slope(ratios[best])
    if best == 0, here >= 0 { return 0 }
    let (low, high) =
      here < 0 ? (ratios[best], ratios[best + 1]) : (ratios[best - 1], ratios[best])
    // Between 0 and the first point the criterion may fall at neither end.
    return root(between: low, and: high, of: slope) ?? ratios[best]
  }
}

/// The model at one λ: β and σ² that go with it, and the criterion.
struct ProfiledFit {
  let ratio: Double
  let coefficients: [Double]
  let inverse: CoefficientMatrix
  /// The weighted sum of squared residuals, in units of σ².
  let squares: Double
  let criterion: Double
  /// By group: n/(1 + nλ), and the mean residual.
  let weights: [Double]
  let residuals: [Double]

  init?(_ sums: GroupedSums, ratio: Double) {
    var normal = sums.withinX
    var right = sums.withinXY
    var logDeterminant = 0.0
    var weights: [Double] = []
    weights.reserveCapacity(sums.groups.count)
    for group in sums.groups {
      let weight = group.n / (1 + group.n * ratio)
      weights.append(weight)
      logDeterminant += log1p(group.n * ratio)
      normal.add(group.x, weight: weight)
      for column in right.indices { right[column] += weight * group.x[column] * group.y }
    }
    guard let factor = Cholesky(normal) else { return nil }
    let coefficients = factor.solve(right)
    let residuals = sums.groups.map { $0.y - dot($0.x, coefficients) }
    var squares =
      sums.within - 2 * dot(coefficients, sums.withinXY) + sums.withinX.form(coefficients)
    for (weight, residual) in zip(weights, residuals) { squares += weight * residual * residual }
    let df = Double(sums.observations - sums.size)
    guard squares > 0 else { return nil }
    self.ratio = ratio
    self.coefficients = coefficients
    self.squares = squares
    self.weights = weights
    self.residuals = residuals
    inverse = factor.inverse
    criterion =
      logDeterminant + factor.logDeterminant + df * (1 + log(2 * Double.pi * squares / df))
  }

  /// The derivative of the criterion by λ.
  func slope(_ sums: GroupedSums) -> Double {
    var slope = 0.0
    var squaresSlope = 0.0
    for (index, group) in sums.groups.enumerated() {
      let weight = weights[index]
      slope += weight - weight * weight * inverse.form(group.x)
      squaresSlope -= weight * weight * residuals[index] * residuals[index]
    }
    return slope + Double(sums.observations - sums.size) * squaresSlope / squares
  }
}

/// What the second derivatives of the criterion are made of.
private struct Curvature {
  /// Σ w² x xᵀ over groups, minus the derivative of Xᵀ V⁻¹ X by λ.
  let information: CoefficientMatrix
  /// The derivatives of the sum of squares by λ.
  let squaresSlope: Double
  private let squaresCurvature: Double
  private let determinants: Double

  init(_ sums: GroupedSums, _ fit: ProfiledFit) {
    var information = CoefficientMatrix(size: sums.size)
    var cubes = CoefficientMatrix(size: sums.size)
    var mixed = [Double](repeating: 0, count: sums.size)
    var slope = 0.0
    var curvature = 0.0
    var determinants = 0.0
    for (index, group) in sums.groups.enumerated() {
      let weight = fit.weights[index]
      let residual = fit.residuals[index]
      let square = weight * weight
      information.add(group.x, weight: square)
      cubes.add(group.x, weight: 2 * square * weight)
      for column in mixed.indices { mixed[column] += square * residual * group.x[column] }
      slope -= square * residual * residual
      curvature += 2 * square * weight * residual * residual
      determinants -= square
    }
    self.information = information
    squaresSlope = slope
    squaresCurvature = curvature - 2 * fit.inverse.form(mixed)
    self.determinants =
      determinants + fit.inverse.traceOfProduct(cubes)
      - fit.inverse.around(information).traceOfProduct(information)
  }

  /// The second derivative of the criterion by λ, σ² held.
  func second(residual: Double) -> Double { determinants + squaresCurvature / residual }
}
