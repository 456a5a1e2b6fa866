internal import Foundation

/// Yuen's test of two dependent trimmed means.
package struct TrimmedTTest: Sendable, Equatable {
  /// The trimmed mean of the second column minus that of the first, with its t test; df is one
  /// less than the number of values that trimming leaves.
  package let test: TTest
  /// The trimmed means of the two columns.
  package let first: Double
  package let second: Double
}

extension TrimmedTTest {
  /// Yuen's paired t test of trimmed means: of each column the lowest and the highest ⌊share·n⌋
  /// values are removed, and the standard error comes from the winsorised variances and their
  /// covariance. R: `WRS2::yuend(second, first, tr = share)`.
  ///
  /// It compares the columns' own trimmed means, which is not the trimmed mean of the differences.
  /// nil when fewer than two values remain, one is not finite, or the standard error is 0 (Yuen,
  /// 1974, Biometrika 61, 165-170; Wilcox, 2012, Introduction to robust estimation and hypothesis
  /// testing, section 5.9.5).
  ///
  /// - Precondition: the columns are of one length, and 0 ≤ share < 0.5.
  package init?(
    from first: [Double], to second: [Double], trimming share: Double = 0.2
  ) {
    precondition(first.count == second.count && share >= 0 && share < 0.5)
    guard let one = TrimmedColumn(first, share: share),
      let two = TrimmedColumn(second, share: share), one.left > 1
    else { return nil }
    let mean1 = SampleSummary(one.winsorized)
    let mean2 = SampleSummary(two.winsorized)
    guard let center1 = mean1.mean, let center2 = mean2.mean else { return nil }
    // The sum of squares of the winsorised differences is that of either column less twice the
    // products.
    let squares = sum(differences(from: one.winsorized, to: two.winsorized)) {
      let deviation = $0 - (center2 - center1)
      return deviation * deviation
    }
    let left = Double(one.left)
    guard
      let test = TTest(
        estimate: two.mean - one.mean, hypothesis: 0,
        standardError: (squares / (left * (left - 1))).squareRoot(), df: left - 1,
        size: max(abs(one.mean), abs(two.mean)))
    else { return nil }
    self.init(test: test, first: one.mean, second: two.mean)
  }
}

/// A column without its ends.
private struct TrimmedColumn {
  /// How many values are left.
  let left: Int
  let mean: Double
  /// In the order of the column: values beyond the ends that are left are set to them.
  let winsorized: [Double]

  init?(_ values: [Double], share: Double) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    let sorted = values.sorted()
    // As R's floor(tr * n) takes it, rounding of the product included.
    let cut = Int(share * Double(values.count))
    let kept = Array(sorted[cut..<(values.count - cut)])
    guard let low = kept.first, let high = kept.last, let mean = SampleSummary(kept).mean else {
      return nil
    }
    left = kept.count
    self.mean = mean
    winsorized = values.map { min(max($0, low), high) }
  }
}
