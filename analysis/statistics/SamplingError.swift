/// How far the means of groups are from those that they estimate, because each is of some people
/// only; and so how well anything can agree with them.
///
/// Everything follows from n, M and SD of each group. Nothing is drawn.
package struct SamplingError: Sendable, Equatable {
  /// How many means.
  package let groups: Int
  /// The mean of the groups' variances (n - 1).
  package let meanVariance: Double
  /// The root mean squared standard error of the means: the RMSE from them that the population's
  /// own means would have.
  package let floor: Double
  /// The reliability of the differences among the means, from 0 to 1: the correlation over groups
  /// of the means of two random halves of each group's people, expected over all splits and
  /// corrected to full length (Spearman, 1910; Brown, 1910).
  ///
  /// nil with fewer than three groups, or if the halves are expected to correlate at 0 or below.
  package let reliability: Double?

  /// nil without groups, or if one has fewer than two values.
  package init?(_ samples: [SampleSummary]) {
    let known = samples.compactMap { sample in
      sample.mean.flatMap { mean in
        sample.variance.map { (n: Double(sample.n), mean: mean, variance: $0) }
      }
    }
    guard !known.isEmpty, known.count == samples.count else { return nil }
    groups = known.count
    meanVariance = sum(known.map(\.variance)) { $0 } / Double(known.count)
    floor = (sum(known.map { $0.variance / $0.n }) { $0 } / Double(known.count)).squareRoot()
    reliability = expectedCorrelationOfHalves(known).flatMap { r in
      r > 0 ? min(1, 2 * r / (1 + r)) : nil
    }
  }

  /// The correlation over groups that the population's own means would have with these: √reliability.
  package var ceiling: Double? { reliability?.squareRoot() }

  /// The RMSE that one person drawn at random for each group would have.
  package var ofOnePerson: Double { rmse(ofPeople: 1) }

  /// The RMSE that the means of k people drawn at random for each group would have.
  package func rmse(ofPeople k: Double) -> Double {
    (meanVariance / k + floor * floor).squareRoot()
  }

  /// How many people must be drawn for each group so that their means have this RMSE: k of RMSE² =
  /// σ²/k + floor², with the mean variance σ². nil if the RMSE is not above the floor.
  package func people(asCloseAs rmse: Double) -> Double? {
    guard rmse > floor else { return nil }
    return defined(meanVariance / ((rmse - floor) * (rmse + floor)))
  }
}

/// The correlation over groups of two halves' means, expected over random splits of each group.
///
/// Halves of n₁ and n₂ people have the means m ± e, where e has the variance v = s²n/(4n₁n₂) over
/// splits. With V, E and C the variances and the covariance of m and e over the groups, r =
/// (V - E)/√((V + E)² - 4C²). Its expectation is taken to the second order in E and C, whose moments
/// are those of independent normal e; it is within .001 of the mean over random splits of
/// EmotionBench's crowd. nil with fewer than three groups or if nothing varies.
private func expectedCorrelationOfHalves(
  _ samples: [(n: Double, mean: Double, variance: Double)]
) -> Double? {
  guard samples.count > 2, let between = SampleSummary(samples.map(\.mean)).variance,
    let center = SampleSummary(samples.map(\.mean)).mean, between > 0
  else { return nil }
  let k = Double(samples.count)
  let errors = samples.map { sample in
    let half = (sample.n / 2).rounded(.down)
    return sample.variance * sample.n / (4 * half * (sample.n - half))
  }
  let total = sum(errors) { $0 }
  let error = total / k
  let spread =
    2 * (sum(errors) { $0 * $0 } * (1 - 2 / k) + total * total / (k * k)) / ((k - 1) * (k - 1))
  let shared =
    sum(zip(samples, errors).map { ($0.mean - center) * ($0.mean - center) * $1 }) { $0 }
    / ((k - 1) * (k - 1))
  let whole = between + error
  let first = (between - error) / whole
  return defined(
    first + 2 * between * spread / (whole * whole * whole) + 2 * first * shared / (whole * whole))
}
