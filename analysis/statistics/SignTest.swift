/// The signs of differences, and the exact test of whether either sign is as likely as the other.
package struct SignTest: Sendable, Equatable {
  package let positive: Int
  package let negative: Int
  /// Differences of 0, which the test drops.
  package let zeros: Int
  /// Two-sided; nil when every difference is 0.
  package let significance: Significance?

  /// The share of pairs that rose, with half of those that did not change: the probability that a
  /// person is higher after than before (Grissom and Kim, 2012, Effect sizes for research, chapter
  /// 7).
  package var superiority: Double {
    (Double(positive) + 0.5 * Double(zeros)) / Double(positive + negative + zeros)
  }
}

extension SignTest {
  /// The sign test. R: `binom.test(sum(x > 0), sum(x != 0))`.
  ///
  /// nil when there are no differences or one is not a number (Dixon and Mood, 1946, Journal of the
  /// American Statistical Association 41, 557-566).
  package init?(_ differences: [Double]) {
    guard !differences.isEmpty, !differences.contains(where: \.isNaN) else { return nil }
    let positive = differences.count { $0 > 0 }
    let negative = differences.count { $0 < 0 }
    var significance: Significance?
    if positive == negative, positive > 0 {
      significance = Significance(p: 1, log10P: 0)
    } else if positive + negative > 0 {
      // P(X ≤ fewer) of a fair coin is the incomplete beta function at one half.
      let fewer = min(positive, negative)
      let tail = Beta(a: Double(max(positive, negative)), b: Double(fewer + 1))
      significance = Significance(tail: tail.cdf(0.5), logTail: tail.logCDF(0.5))
    }
    self.init(
      positive: positive, negative: negative,
      zeros: differences.count - positive - negative, significance: significance)
  }
}
