@testable import Statistics

// The tests of summaries, for columns of values.

extension TTest {
  static func oneSample(_ values: [Double], against hypothesis: Double = 0) -> TTest? {
    oneSample(SampleSummary(values), against: hypothesis)
  }

  static func paired(from first: [Double], to second: [Double]) -> TTest? {
    oneSample(differences(from: first, to: second))
  }

  static func student(_ first: [Double], _ second: [Double]) -> TTest? {
    student(SampleSummary(first), SampleSummary(second))
  }

  static func welch(_ first: [Double], _ second: [Double]) -> TTest? {
    welch(SampleSummary(first), SampleSummary(second))
  }
}

extension EffectSize {
  static func cohenDz(
    from first: [Double], to second: [Double], level: Double = 0.95
  ) -> EffectSize? {
    cohenDz(ofDifferences: SampleSummary(differences(from: first, to: second)), level: level)
  }

  static func cohenD(_ first: [Double], _ second: [Double], level: Double = 0.95) -> EffectSize? {
    cohenD(SampleSummary(first), SampleSummary(second), level: level)
  }
}

extension SignedRankTest {
  init?(from first: [Double], to second: [Double], zeros rule: ZeroRule = .dropped) {
    self.init(differences(from: first, to: second), zeros: rule)
  }
}

extension EquivalenceTest {
  /// Two one-sided Welch tests with bounds -`bound` to `bound`.
  init?(_ first: SampleSummary, _ second: SampleSummary, bound: Double) {
    guard bound > 0, let test = TTest.welch(first, second) else { return nil }
    self.init(test, within: Interval(low: -bound, high: bound))
  }
}

extension RandomInterceptModel {
  /// The covariance matrix of the coefficients, row by row.
  var covariance: [[Double]] {
    coefficients.indices.map { row in
      coefficients.indices.map { residualVariance * inverse[row, $0] }
    }
  }
}
