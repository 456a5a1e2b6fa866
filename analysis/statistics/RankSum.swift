/// The result of Wilcoxon's rank sum test, which is Mann and Whitney's.
package struct RankSumTest: Sendable, Equatable {
  /// W as R prints it: the first sample's rank sum less its least possible value, which is Mann
  /// and Whitney's U of the first sample, the number of pairs that it wins, ties counting half.
  package let w: Double
  package let n1: Int
  package let n2: Int
  /// From the distribution of W over all arrangements; nil unless R would use it (both samples
  /// under 50, no ties).
  package let exact: Significance?
  /// From the normal approximation, its variance corrected for ties, with the continuity
  /// correction; nil when all values are equal.
  package let normal: Significance?
  /// The same without the continuity correction.
  package let uncorrected: Significance?

  /// What R's `wilcox.test(x, y)` gives: exact if there is one, else normal with the continuity
  /// correction.
  package var significance: Significance? { exact ?? normal }

  /// The rank-biserial correlation, 2W/(n1·n2) - 1: the share of pairs that the first sample
  /// wins less the share it loses.
  package var rankBiserial: Double { 2 * w / (Double(n1) * Double(n2)) - 1 }
}

extension RankSumTest {
  /// Wilcoxon's rank sum test of two independent samples, with midranks.
  /// R: `wilcox.test(first, second)`.
  ///
  /// nil when either sample is empty or a value is not finite (Wilcoxon, 1945, Biometrics Bulletin
  /// 1, 80-83; Mann and Whitney, 1947, Annals of Mathematical Statistics 18, 50-60).
  package init?(_ first: [Double], _ second: [Double]) {
    guard !first.isEmpty, !second.isEmpty, let ranked = Ranks(first + second) else { return nil }
    let n1 = Double(first.count)
    let n2 = Double(second.count)
    let total = n1 + n2
    let w = ranked.ranks[..<first.count].reduce(0, +) - n1 * (n1 + 1) / 2
    let deviation = w - n1 * n2 / 2
    let variance = n1 * n2 / 12 * (total + 1 - ranked.tieCorrection / (total * (total - 1)))
    let varies = ranked.tieCorrection < tiesCorrection(first.count + second.count)
    let exact = !ranked.hasTies && first.count < 50 && second.count < 50
    self.init(
      w: w, n1: first.count, n2: second.count,
      exact: exact
        ? Significance.exact(Int(w), counts: RankSumTest.counts(first.count, second.count)) : nil,
      normal: Significance.normalApproximation(
        deviation: deviation, variance: varies ? variance : 0, continuityCorrection: true),
      uncorrected: Significance.normalApproximation(
        deviation: deviation, variance: varies ? variance : 0, continuityCorrection: false))
  }
}

extension RankSumTest {
  /// How many arrangements of n1 and n2 untied values give each W: counts[w], w from 0 to n1·n2.
  ///
  /// The first sample's k-th value from below beats as many of the second as precede it, so W is a
  /// partition into at most n1 parts of at most n2; they are counted part size by part size.
  static func counts(_ n1: Int, _ n2: Int) -> [Double] {
    let parts = min(n1, n2)
    let largest = max(n1, n2)
    // byParts[k][w]: k parts, sum w, of the sizes so far.
    var byParts = [[Double]](
      repeating: [Double](repeating: 0, count: n1 * n2 + 1), count: parts + 1)
    byParts[0][0] = 1
    for size in 0...largest {
      for k in stride(from: 1, through: parts, by: 1) {
        for w in stride(from: size, through: k * size, by: 1) {
          byParts[k][w] += byParts[k - 1][w - size]
        }
      }
    }
    return byParts[parts]
  }
}
