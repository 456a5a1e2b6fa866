internal import Foundation

/// D'Agostino and Pearson's omnibus test of normality, with the skewness and the kurtosis that it
/// joins.
package struct NormalityTest: Sendable, Equatable {
  /// m₃/m₂^1.5 and m₄/m₂² - 3 with moments over n: 0 for a normal distribution.
  package let skewness: Double
  package let excessKurtosis: Double
  /// K², the sum of the two squared normal scores; χ² with 2 df for a normal distribution.
  package let k2: Double
  package let significance: Significance

  package var p: Double { significance.p }
}

extension NormalityTest {
  /// The test K² of D'Agostino and Pearson. SciPy: `scipy.stats.normaltest`.
  ///
  /// nil with fewer than 8 values, for which the skewness has no such score, when one is not
  /// finite, or when all are equal. Below about 20 values p is rough (D'Agostino, 1970, Biometrika
  /// 57, 679-681; Anscombe and Glynn, 1983, Biometrika 70, 227-234; D'Agostino, Belanger and
  /// D'Agostino, 1990, The American Statistician 44, 316-321).
  package init?(_ values: [Double]) {
    let count = values.count
    guard count >= 8, let mean = SampleSummary(values).mean, let sd = SampleSummary(values).sd,
      sd > 10 * Double.ulpOfOne * abs(mean)
    else { return nil }
    let n = Double(count)
    let second = sum(values) { ($0 - mean) * ($0 - mean) } / n
    let third = sum(values) { ($0 - mean) * ($0 - mean) * ($0 - mean) } / n
    let fourth =
      sum(values) {
        let square = ($0 - mean) * ($0 - mean)
        return square * square
      } / n
    let skewness = third / (second * second.squareRoot())
    let kurtosis = fourth / (second * second)
    let zSkewness = scoreOfSkewness(skewness, n)
    let zKurtosis = scoreOfKurtosis(kurtosis, n)
    guard let k2 = defined(zSkewness * zSkewness + zKurtosis * zKurtosis),
      let significance = ChiSquare(df: 2).oneSided(k2)
    else { return nil }
    self.init(
      skewness: skewness, excessKurtosis: kurtosis - 3, k2: k2, significance: significance)
  }
}

/// D'Agostino's (1970) normal score of a skewness.
private func scoreOfSkewness(_ skewness: Double, _ n: Double) -> Double {
  let y = skewness * ((n + 1) * (n + 3) / (6 * (n - 2))).squareRoot()
  let beta =
    3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3)
    / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
  let w = -1 + (2 * (beta - 1)).squareRoot()
  return asinh(y / (2 / (w - 1)).squareRoot()) / (0.5 * log(w)).squareRoot()
}

/// Anscombe and Glynn's (1983) normal score of a kurtosis.
private func scoreOfKurtosis(_ kurtosis: Double, _ n: Double) -> Double {
  let expected = 3 * (n - 1) / (n + 1)
  let variance =
    24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5))
  let x = (kurtosis - expected) / variance.squareRoot()
  let skewness =
    6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9))
    * (6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3))).squareRoot()
  let a = 6 + 8 / skewness * (2 / skewness + (1 + 4 / (skewness * skewness)).squareRoot())
  let share = (1 - 2 / a) / (1 + x * (2 / (a - 4)).squareRoot())
  return (1 - 2 / (9 * a) - cbrt(share)) / (2 / (9 * a)).squareRoot()
}
