extension FTest {
  /// One-way analysis of variance with one pooled variance: F = (SSB/(k - 1))/(SSW/(N - k)). R:
  /// `oneway.test(x ~ g, var.equal = TRUE)`.
  ///
  /// Empty groups are skipped. nil when fewer than two groups have values, N = k, a value is not
  /// finite, or no group varies (Fisher, 1925, Statistical methods for research workers, chapter
  /// VII).
  package static func oneWayANOVA(_ groups: [SampleSummary]) -> FTest? {
    let groups = groups.filter { $0.n > 0 }
    let total = groups.reduce(0) { $0 + $1.n }
    guard groups.count >= 2, total > groups.count else { return nil }
    var within = 0.0
    var weighted = 0.0
    var size = 0.0
    for group in groups {
      guard let mean = group.mean else { return nil }
      if group.n > 1 {
        guard let variance = group.variance else { return nil }
        within += Double(group.n - 1) * variance
      }
      weighted += Double(group.n) * mean
      size = max(size, abs(mean))
    }
    let grandMean = weighted / Double(total)
    let between = groups.reduce(0.0) { sum, group in
      let deviation = (group.mean ?? grandMean) - grandMean
      return sum + Double(group.n) * deviation * deviation
    }
    let df1 = Double(groups.count - 1)
    let df2 = Double(total - groups.count)
    // Below this the groups vary by rounding only.
    guard (within / df2).squareRoot() > 10 * Double.ulpOfOne * size else { return nil }
    return FTest(upperTailOf: (between / df1) / (within / df2), df1: df1, df2: df2)
  }

  package static func oneWayANOVA(_ groups: [[Double]]) -> FTest? {
    oneWayANOVA(groups.map(SampleSummary.init))
  }

  /// Welch's analysis of variance, each group with its own variance (n - 1). R: `oneway.test(x ~
  /// g)`.
  ///
  /// Empty groups are skipped. nil when fewer than two groups have values, a group has one value or
  /// does not vary, or a value is not finite (Welch, 1951, On the comparison of several mean
  /// values, Biometrika 38, 330-336, equations 28 and 29).
  package static func welchANOVA(_ groups: [SampleSummary]) -> FTest? {
    let groups = groups.filter { $0.n > 0 }
    guard groups.count >= 2 else { return nil }
    var weights: [(weight: Double, mean: Double, n: Int)] = []
    for group in groups {
      guard let mean = group.mean, let variance = group.variance, variance > 0,
        let weight = defined(Double(group.n) / variance)
      else { return nil }
      weights.append((weight, mean, group.n))
    }
    let k = Double(groups.count)
    let total = weights.reduce(0.0) { $0 + $1.weight }
    let grandMean = weights.reduce(0.0) { $0 + $1.weight * $1.mean } / total
    let lack =
      weights.reduce(0.0) { sum, group in
        let share = 1 - group.weight / total
        return sum + share * share / Double(group.n - 1)
      } / (k * k - 1)
    let between = weights.reduce(0.0) { sum, group in
      sum + group.weight * (group.mean - grandMean) * (group.mean - grandMean)
    }
    return FTest(
      upperTailOf: between / ((k - 1) * (1 + 2 * (k - 2) * lack)), df1: k - 1, df2: 1 / (3 * lack))
  }

  package static func welchANOVA(_ groups: [[Double]]) -> FTest? {
    welchANOVA(groups.map(SampleSummary.init))
  }

  /// Levene's test of equal variances: the one-way analysis of variance of the values' absolute
  /// distances from their group's mean. R: `car::levene(x, g, center = mean)`.
  ///
  /// Empty groups are skipped. nil when fewer than two groups have values, N = k, a value is not
  /// finite, or the distances do not vary within groups (Levene, 1960, Robust tests for equality of
  /// variances).
  package static func levene(_ groups: [[Double]]) -> FTest? {
    distanceTest(groups) { SampleSummary($0).mean }
  }

  /// The test of Brown and Forsythe: Levene's with distances from the group's median, which holds
  /// its size for skewed values too. R: `car::levene(x, g)`, SciPy's `levene`.
  ///
  /// nil as `levene` (Brown and Forsythe, 1974, Robust tests for the equality of variances,
  /// Journal of the American Statistical Association 69, 364-367).
  package static func brownForsythe(_ groups: [[Double]]) -> FTest? {
    distanceTest(groups, from: median)
  }

  private static func distanceTest(_ groups: [[Double]], from center: ([Double]) -> Double?)
    -> FTest?
  {
    var distances: [[Double]] = []
    for group in groups where !group.isEmpty {
      guard let center = center(group) else { return nil }
      distances.append(group.map { abs($0 - center) })
    }
    return oneWayANOVA(distances)
  }
}
