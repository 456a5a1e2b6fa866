/// The result of the test of Kruskal and Wallis.
package struct KruskalWallisTest: Sendable, Equatable {
  /// H, corrected for ties; chi-square with k - 1 degrees of freedom in large samples.
  package let h: Double
  package let df: Int
  package let significance: Significance

  package var p: Double { significance.p }
  package var log10P: Double { significance.log10P }
}

extension KruskalWallisTest {
  /// The test of Kruskal and Wallis: whether k independent samples come from one distribution, by
  /// their midranks. R: `kruskal.test(groups)`.
  ///
  /// Empty groups are skipped. nil when fewer than two groups have values, all values are equal, or
  /// one is not finite (Kruskal and Wallis, 1952, Use of ranks in one-criterion variance analysis,
  /// Journal of the American Statistical Association 47, 583-621, equation 1.3).
  package init?(_ groups: [[Double]]) {
    let groups = groups.filter { !$0.isEmpty }
    guard groups.count >= 2, let ranked = Ranks(groups.flatMap(\.self)) else { return nil }
    let count = ranked.ranks.count
    guard ranked.tieCorrection < tiesCorrection(count) else { return nil }
    let n = Double(count)
    var start = 0
    var spread = 0.0
    for group in groups {
      let size = Double(group.count)
      let mean = ranked.ranks[start..<(start + group.count)].reduce(0, +) / size
      spread += size * (mean - (n + 1) / 2) * (mean - (n + 1) / 2)
      start += group.count
    }
    let h = 12 * spread / (n * (n + 1)) / (1 - ranked.tieCorrection / tiesCorrection(count))
    guard let significance = ChiSquare(df: Double(groups.count - 1)).oneSided(h) else {
      return nil
    }
    self.init(h: h, df: groups.count - 1, significance: significance)
  }
}
