internal import Foundation

/// What Wilcoxon's signed rank test does with differences of zero.
package enum ZeroRule: Sendable, Equatable, CaseIterable {
  /// Dropped before ranking (Wilcoxon, 1945), as R does.
  case dropped
  /// Ranked with the others, half of their ranks to either side, SciPy's `zsplit`.
  case split
}

/// The result of Wilcoxon's signed rank test.
package struct SignedRankTest: Sendable, Equatable {
  /// V, the sum of the ranks of the positive differences.
  package let v: Double
  /// The sum of the ranks of the negative differences.
  package let negativeRankSum: Double
  /// The number of differences that are not zero, and that are.
  package let nonzero: Int
  package let zeros: Int
  /// From the distribution of V over all signs; nil unless R would use it (fewer than 50
  /// nonzero differences, no ties, no zeros).
  package let exact: Significance?
  /// From the normal approximation, its variance corrected for ties, with the continuity
  /// correction; nil when every difference is zero.
  package let normal: Significance?
  /// The same without the continuity correction.
  package let uncorrected: Significance?

  /// What R's `wilcox.test(x)` gives: exact if there is one, else normal with the continuity
  /// correction.
  package var significance: Significance? { exact ?? normal }

  /// The matched-pairs rank-biserial correlation, (V+ - V-)/(V+ + V-), from -1 to 1; nil when
  /// every difference is zero (Kerby, 2014, Comprehensive Psychology 3, 11.IT.3.1).
  package var rankBiserial: Double? {
    let total = v + negativeRankSum
    return total > 0 && nonzero > 0 ? (v - negativeRankSum) / total : nil
  }

  /// The interval of the rank-biserial correlation r of nonzero differences: Fisher's z of r ∓ the
  /// normal quantile times √(n(n + 1)(2n + 1)/6)/(n(n + 1)/2), with n the differences that are not
  /// zero, taken back by tanh. R: `effectsize::rank_biserial(differences)`; given two columns,
  /// effectsize 0.8.3 takes for n the first column's values that are not zero.
  ///
  /// The standard error is that of r where there is no effect, so the interval is rough. nil if r
  /// is ±1, which has no Fisher's z.
  package func rankBiserialInterval(level: Double = 0.95) -> Interval? {
    guard let r = rankBiserial, abs(r) < 1,
      let z = tailBeyond(level).flatMap(Normal().upperQuantile)
    else { return nil }
    let n = Double(nonzero)
    let width = z * (n * (n + 1) * (2 * n + 1) / 6).squareRoot() / (n * (n + 1) / 2)
    return Interval(low: tanh(atanh(r) - width), high: tanh(atanh(r) + width))
  }
}

extension SignedRankTest {
  /// The test of n differences whose zeros were dropped, as a table prints it.
  ///
  /// - Parameter p: stands for `normal`; nil if every difference is zero.
  package init(v: Double, p: Double?, zeros: Int, n: Int) {
    self.v = v
    self.zeros = zeros
    nonzero = n - zeros
    negativeRankSum = Double(nonzero * (nonzero + 1)) / 2 - v
    normal = p.map { Significance(p: $0, log10P: log10($0)) }
    (exact, uncorrected) = (nil, nil)
  }
}

extension SignedRankTest {
  /// Wilcoxon's signed rank test of differences against 0: midranks of absolute values, zeros as
  /// `zeros` says. R: `wilcox.test(differences)`.
  ///
  /// nil when there are no differences or one is not finite; when all are zero V is 0 and p is
  /// undefined (Wilcoxon, 1945, Individual comparisons by ranking methods, Biometrics Bulletin 1,
  /// 80-83).
  package init?(_ differences: [Double], zeros rule: ZeroRule = .dropped) {
    guard !differences.isEmpty, let sizes = signedSizes(differences) else { return nil }
    let zeros = sizes.zeros
    let nonzero = differences.count - zeros
    var passed = rule == .dropped ? 0 : zeros
    var v = 0.0
    var negative = 0.0
    var ties = 0.0
    for size in sizes.groups {
      let count = size.positive + size.negative
      let rank = midrank(after: passed, count: count)
      v += Double(size.positive) * rank
      negative += Double(size.negative) * rank
      ties += tiesCorrection(count)
      passed += count
    }
    if rule == .split {
      let half = Double(zeros) * midrank(after: 0, count: zeros) / 2
      v += half
      negative += half
      ties += tiesCorrection(zeros)
    }
    let n = Double(passed)
    let mean = n * (n + 1) / 4
    let variance = nonzero > 0 ? n * (n + 1) * (2 * n + 1) / 24 - ties / 48 : 0
    let exact = rule == .dropped && zeros == 0 && ties == 0 && nonzero < 50
    self.init(
      v: v, negativeRankSum: negative, nonzero: nonzero, zeros: zeros,
      exact: exact ? Significance.exact(Int(v), counts: SignedRankTest.counts(nonzero)) : nil,
      normal: Significance.normalApproximation(
        deviation: v - mean, variance: variance, continuityCorrection: true),
      uncorrected: Significance.normalApproximation(
        deviation: v - mean, variance: variance, continuityCorrection: false))
  }
}

extension SignedRankTest {
  /// How many sets of signs give each V of n untied differences: counts[v], v from 0 to
  /// n(n + 1)/2.
  static func counts(_ n: Int) -> [Double] {
    var counts = [Double](repeating: 0, count: n * (n + 1) / 2 + 1)
    counts[0] = 1
    var reached = 0
    for rank in stride(from: 1, through: n, by: 1) {
      reached += rank
      for v in stride(from: reached, through: rank, by: -1) { counts[v] += counts[v - rank] }
    }
    return counts
  }
}

/// How often each absolute difference occurs with either sign, in rising order; nil when a value
/// is not finite.
private func signedSizes(_ differences: [Double])
  -> (zeros: Int, groups: [(positive: Int, negative: Int)])?
{
  if let tally = Tally(differences) {
    let count = { (value: Int) in
      let offset = value - tally.first
      return tally.counts.indices.contains(offset) ? tally.counts[offset] : 0
    }
    let largest = max(abs(tally.first), abs(tally.first + tally.counts.count - 1))
    let smallest = max(1, tally.first, 1 - tally.first - tally.counts.count)
    let groups = stride(from: smallest, through: largest, by: 1).map {
      (positive: count($0), negative: count(-$0))
    }
    return (count(0), groups.filter { $0.positive + $0.negative > 0 })
  }
  guard differences.allSatisfy(\.isFinite) else { return nil }
  let sorted = differences.filter { $0 != 0 }.sorted { abs($0) < abs($1) }
  var groups: [(positive: Int, negative: Int)] = []
  var last = 0.0
  for value in sorted {
    if abs(value) != last { groups.append((0, 0)) }
    last = abs(value)
    if value > 0 {
      groups[groups.count - 1].positive += 1
    } else {
      groups[groups.count - 1].negative += 1
    }
  }
  return (differences.count - sorted.count, groups)
}
