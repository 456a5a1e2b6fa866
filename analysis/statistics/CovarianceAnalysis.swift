/// The means of groups adjusted for a covariate: an analysis of covariance with one slope.
package struct CovarianceAnalysis: Sendable {
  /// What a group's mean is expected to be where the covariate is at its mean over all.
  package struct AdjustedMean: Sendable, Equatable {
    package let estimate: Double
    package let standardError: Double
    /// The 95% t interval, with the df of the model.
    package let interval: Interval
  }

  /// The mean of the covariate over all values.
  package let covariateMean: Double
  /// The common slope of the outcome on the covariate within groups, against 0.
  package let slope: TTest
  package let residualVariance: Double
  /// N less the number of groups, less 1.
  package let df: Double
  /// In the order of the groups; nil for an empty one.
  package let means: [AdjustedMean?]
  /// The size of each group, and the mean of its covariate; nil for an empty one.
  private let sizes: [(n: Int, covariate: Double)?]
  /// Whether the adjusted means differ; nil for a single group.
  package let groups: FTest?
  /// Whether slopes differ between groups, which the model takes to be one; nil unless two groups
  /// have a slope and degrees of freedom are left.
  package let slopes: FTest?
}

extension CovarianceAnalysis {
  /// The model `outcome ~ group + covariate` by least squares.
  ///
  /// b = Σ Sxy / Σ Sxx over the groups' own sums; a group's adjusted mean is ȳ - b(x̄ - x̄ of all), its
  /// standard error √(s²(1/n + (x̄ - x̄ of all)²/Σ Sxx)). The covariate's mean counts as known, as it
  /// does for R's `emmeans(lm(y ~ g + x), ~ g)`. `groups` is `anova(lm(y ~ x), lm(y ~ g + x))`,
  /// `slopes` `anova(lm(y ~ g + x), lm(y ~ g * x))`.
  ///
  /// nil if no degrees of freedom are left, a value is not finite, the covariate does not vary within
  /// groups, or nothing is left to explain (Cochran, 1957, Biometrics 13, 261-281).
  ///
  /// - Precondition: the columns of a group are of one length.
  package init?(_ groups: [(covariate: [Double], outcome: [Double])]) {
    let own = groups.map { Sums($0.covariate, $0.outcome) }
    let filled = own.compactMap(\.self)
    guard let total = Sums(groups.flatMap(\.covariate), groups.flatMap(\.outcome)),
      filled.count == groups.count(where: { !$0.covariate.isEmpty })
    else { return nil }
    let xx = filled.reduce(0) { $0 + $1.xx }
    let xy = filled.reduce(0) { $0 + $1.xy }
    let yy = filled.reduce(0) { $0 + $1.yy }
    let df = Double(total.n - filled.count - 1)
    guard df > 0, xx > 0 else { return nil }
    let rest = yy - xy * xy / xx
    // What rounding leaves of squares that the model explains: their sums agree to some 15 digits,
    // and the outcome to as many of its size.
    let rounding = max(1e-12 * total.yy, 1e-20 * total.y * total.y)
    guard rest > rounding, let quantile = StudentT(df: df).upperQuantile(0.025)
    else { return nil }
    let variance = rest / df
    let slope = xy / xx
    guard
      let test = TTest(
        estimate: slope, hypothesis: 0, standardError: (variance / xx).squareRoot(), df: df, size: 0
      )
    else { return nil }
    self.slope = test
    self.df = df
    residualVariance = variance
    covariateMean = total.x
    means = own.map { sums in
      sums.map { sums in
        let distance = sums.x - total.x
        let estimate = sums.y - slope * distance
        let error = (variance * (1 / Double(sums.n) + distance * distance / xx)).squareRoot()
        return AdjustedMean(
          estimate: estimate, standardError: error,
          interval: Interval(
            low: estimate - quantile * error, high: estimate + quantile * error))
      }
    }
    sizes = own.map { $0.map { ($0.n, $0.x) } }
    let between = total.xx > 0 ? total.yy - total.xy * total.xy / total.xx : total.yy
    self.groups = FTest(
      less: rest, df, of: between, Double(total.n - 2), above: rounding)
    let sloped = filled.filter { $0.xx > 0 }
    let apart = filled.reduce(0) { $0 + $1.rest }
    slopes = FTest(
      less: apart, Double(total.n - filled.count - sloped.count), of: rest, df,
      above: rounding)
  }

  /// The difference of two groups' adjusted means, first minus second: its standard error is
  /// √(s²(1/n₁ + 1/n₂) + (x̄₁ - x̄₂)²·SE²(b)). R: the coefficient of `lm(y ~ g + x)`.
  ///
  /// nil if either group is empty.
  package func difference(of first: Int, from second: Int) -> TTest? {
    guard let mean1 = means[first], let mean2 = means[second], let size1 = sizes[first],
      let size2 = sizes[second]
    else { return nil }
    let shift = (size1.covariate - size2.covariate) * slope.standardError
    let error = residualVariance * (1 / Double(size1.n) + 1 / Double(size2.n)) + shift * shift
    return TTest(
      estimate: mean1.estimate - mean2.estimate, hypothesis: 0, standardError: error.squareRoot(),
      df: df, size: max(abs(mean1.estimate), abs(mean2.estimate)))
  }

  /// The sums of squares and products of one group.
  private struct Sums {
    let n: Int
    let x, y: Double
    let xx, xy, yy: Double

    /// nil without values or if one is not finite.
    init?(_ covariate: [Double], _ outcome: [Double]) {
      let (first, second) = (SampleSummary(covariate), SampleSummary(outcome))
      guard let x = first.mean, let y = second.mean else { return nil }
      n = covariate.count
      (self.x, self.y) = (x, y)
      let degrees = Double(max(n - 1, 0))
      xx = degrees * (first.variance ?? 0)
      yy = degrees * (second.variance ?? 0)
      var products = 0.0
      if xx > 0, yy > 0 {
        for index in covariate.indices { products += (covariate[index] - x) * (outcome[index] - y) }
      }
      xy = products
    }

    /// What a slope of the group's own leaves of the squares.
    var rest: Double { xx > 0 ? max(0, yy - xy * xy / xx) : yy }
  }
}

extension FTest {
  /// The test of a smaller model against a larger one, by what each leaves unexplained and its df; nil
  /// if they have the same df or the larger one explains all but what rounding leaves.
  fileprivate init?(
    less large: Double, _ largeDF: Double, of small: Double, _ smallDF: Double,
    above rounding: Double
  ) {
    guard smallDF > largeDF, largeDF > 0, large > rounding else { return nil }
    let df1 = smallDF - largeDF
    self.init(
      upperTailOf: max(0, small - large) / df1 / (large / largeDF), df1: df1, df2: largeDF)
  }
}
