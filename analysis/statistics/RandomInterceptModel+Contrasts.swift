internal import Foundation

extension RandomInterceptModel {
  /// The t test of a weighted sum of the coefficients, df by Satterthwaite's approximation:
  /// 2·V²/(gᵀAg), with V the sum's variance, g its gradient by the variance parameters and A
  /// their covariance. R: `lmerTest::contest1D`.
  ///
  /// A variance at the boundary (σ_k² = 0) is left out; without any, df is that of ordinary regression. nil when V is 0 (Kuznetsova,
  /// Brockhoff and Christensen, 2017, lmerTest package, Journal of Statistical Software 82(13),
  /// section 2.2; Fai and Cornelius, 1996).
  package func contrast(_ weights: [Double]) -> TTest? {
    precondition(weights.count == coefficients.count)
    let form = inverse.form(weights)
    guard let df = satterthwaite(weights, form: form) else { return nil }
    return TTest(
      estimate: dot(weights, coefficients), hypothesis: 0,
      standardError: (residualVariance * form).squareRoot(), df: df,
      size: abs(dot(weights, coefficients)))
  }

  private func satterthwaite(_ weights: [Double], form: Double) -> Double? {
    let gradient = inverseSlopes.map { residualVariance * $0.form(weights) } + [form]
    let spread = covarianceOfVariances.form(gradient)
    let variance = residualVariance * form
    return variance > 0 ? defined(2 * variance * variance / spread) : nil
  }

  /// The F test that coefficients are 0, those from `first` on, given the ones before. R:
  /// `anova(lmerTest::lmer(…), type = 3)` of a model with one factor.
  ///
  /// The contrasts are the sequential ones, which a model of one term has for every type. They are
  /// rotated until they are independent; F is the mean of their squared t. Its df come from theirs,
  /// ν: with E = Σ ν/(ν - 2) they are 2E/(E - q), 2 if a ν is not above 2 (Fai and Cornelius, 1996,
  /// Journal of Statistical Computation and Simulation 54, 363-378).
  package func fTest(from first: Int) -> FTest? {
    let count = coefficients.count - first
    guard count > 0 else { return nil }
    let rows = (first..<coefficients.count).map(crossProducts.unitUpperRow)
    guard count > 1 else {
      return contrast(rows[0]).flatMap { FTest(upperTailOf: $0.t * $0.t, df1: 1, df2: $0.df) }
    }
    var covariance = CoefficientMatrix(size: count)
    for row in 0..<count {
      let image = inverse.times(rows[row])
      for column in row..<count {
        covariance[row, column] = residualVariance * dot(image, rows[column])
      }
    }
    var total = 0.0
    var degrees: [Double] = []
    for (_, vector) in covariance.eigenpairs {
      var weights = [Double](repeating: 0, count: coefficients.count)
      for (share, row) in zip(vector, rows) {
        for column in weights.indices { weights[column] += share * row[column] }
      }
      guard let test = contrast(weights) else { return nil }
      total += test.t * test.t
      degrees.append(test.df)
    }
    return FTest(
      upperTailOf: total / Double(count), df1: Double(count), df2: joined(degrees))
  }

  private func joined(_ degrees: [Double]) -> Double {
    if degrees.allSatisfy({ abs($0 - degrees[0]) < 1e-8 * degrees[0] }) { return degrees[0] }
    guard degrees.allSatisfy({ $0 > 2 }) else { return 2 }
    let sum = degrees.reduce(0) { $0 + $1 / ($1 - 2) }
    return 2 * sum / (sum - Double(degrees.count))
  }
}
