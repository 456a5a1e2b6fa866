/// The mean of observations that come in groups, such as answers to the same situation, which are
/// not independent of one another; its error is that over other groups of the same kind.
package struct ClusteredMean: Sendable, Equatable {
  package let estimate: Double
  package let standardError: Double
  package let df: Double

  /// The intercept of a model with a random intercept of each grouping: REML, df by Satterthwaite's
  /// approximation. R: `lmerTest::lmer(y ~ 1 + (1 | coarse) + (1 | fine))`.
  ///
  /// A grouping of one group, or with the groups of the next finer one, is left out. Groups of one
  /// observation each, or within which nothing varies, are the observations of the next coarser
  /// grouping, by their means.
  ///
  /// - Parameter groupings: the coarsest first, each nested in the one before.
  ///
  /// nil if all observations are in one group of the finest grouping, and if nothing varies.
  package init?(_ values: [Double], groupedBy groupings: [[Int32]]) {
    guard let finest = groupings.last, Set(finest).count > 1 else { return nil }
    let counts = groupings.map { Set($0).count }
    let levels = groupings.indices.filter { level in
      counts[level] > 1 && (level + 1 == counts.count || counts[level] < counts[level + 1])
    }
    self.init(values, nested: levels.map { groupings[$0] })
  }

  private init?(_ values: [Double], nested groupings: [[Int32]]) {
    guard let finest = groupings.last else {
      self.init(SampleSummary(values))
      guard standardError > 0 else { return nil }
      return
    }
    do {
      guard
        let test = try RandomInterceptModel(values, groupedBy: groupings).contrast([1])
      else { return nil }
      self.init(estimate: test.estimate, standardError: test.standardError, df: test.df)
    } catch .oneObservationPerGroup, .constantWithinGroups {
      let members = Dictionary(grouping: values.indices, by: { finest[$0] }).values.map(\.self)
        .sorted { $0[0] < $1[0] }
      self.init(
        members.map { rows in sum(rows.map { values[$0] }) { $0 } / Double(rows.count) },
        nested: groupings.dropLast().map { grouping in members.map { grouping[$0[0]] } })
    } catch {
      return nil
    }
  }

  /// The mean of a sample of independent observations; nil with fewer than two.
  package init?(_ sample: SampleSummary) {
    guard let mean = sample.mean, let error = sample.standardError else { return nil }
    self.init(estimate: mean, standardError: error, df: Double(sample.n - 1))
  }

  private init(estimate: Double, standardError: Double, df: Double) {
    self.estimate = estimate
    self.standardError = standardError
    self.df = df
  }
}

extension TTest {
  /// The t test of a weighted sum of independent means, its df Satterthwaite's, (Σ v)²/Σ(v²/df) with v
  /// = w²SE². nil if every standard error is 0.
  package static func contrast(_ terms: [(weight: Double, mean: ClusteredMean)]) -> TTest? {
    var estimate = 0.0
    var variance = 0.0
    var shares = 0.0
    var size = 0.0
    for (weight, mean) in terms {
      let share = weight * weight * mean.standardError * mean.standardError
      estimate += weight * mean.estimate
      variance += share
      shares += share * share / mean.df
      size = max(size, abs(weight * mean.estimate))
    }
    guard shares > 0 else { return nil }
    return TTest(
      estimate: estimate, hypothesis: 0, standardError: variance.squareRoot(),
      df: variance * variance / shares, size: size)
  }
}

extension SampleSummary {
  /// n values with this mean and SD, all that a model with groups needs to know of each. Empty
  /// without a mean.
  package var representatives: [Double] {
    guard let mean else { return [] }
    guard n > 1, let sd else { return Array(repeating: mean, count: n) }
    let distance = sd * (Double(n - 1) / 2).squareRoot()
    return [mean - distance, mean + distance] + Array(repeating: mean, count: n - 2)
  }
}
