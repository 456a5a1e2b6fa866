/// How p values of a family of tests are adjusted for their number.
package enum Adjustment: String, Sendable, Equatable, CaseIterable {
  /// Controls the chance of any false rejection (Holm, 1979, Scandinavian Journal of Statistics
  /// 6, 65-70).
  case holm
  /// The same for independent tests, with more power (Hochberg, 1988, Biometrika 75, 800-802).
  case hochberg
  /// Controls the expected share of false rejections, for independent tests (Benjamini and
  /// Hochberg, 1995, Journal of the Royal Statistical Society B 57, 289-300).
  case benjaminiHochberg
  /// The same under any dependence (Benjamini and Yekutieli, 2001, Annals of Statistics 29,
  /// 1165-1188).
  case benjaminiYekutieli

  /// The adjusted p values, in the order given, each at most 1; one adjusted p ≤ alpha is a
  /// rejection at alpha. R: `p.adjust`.
  ///
  /// Undefined p (nil, or not between 0 and 1) stay nil and do not count in the family's size.
  package func adjust(_ p: [Double?]) -> [Double?] {
    let given = p.indices.compactMap { index in
      p[index].flatMap { $0 >= 0 && $0 <= 1 ? (index: index, p: $0) : nil }
    }
    let sorted = given.sorted { $0.p < $1.p }
    let m = Double(sorted.count)
    var adjusted = [Double?](repeating: nil, count: p.count)
    switch self {
    case .holm:
      var largest = 0.0
      for (passed, test) in sorted.enumerated() {
        largest = max(largest, min(1, (m - Double(passed)) * test.p))
        adjusted[test.index] = largest
      }
    case .hochberg, .benjaminiHochberg, .benjaminiYekutieli:
      let harmonic = (1...max(1, sorted.count)).reduce(0.0) { $0 + 1 / Double($1) }
      var smallest = 1.0
      for (passed, test) in sorted.enumerated().reversed() {
        let rank = Double(passed + 1)
        let factor =
          switch self {
          case .hochberg: m - rank + 1
          case .benjaminiYekutieli: harmonic * (m / rank)
          default: m / rank
          }
        smallest = min(smallest, factor * test.p)
        adjusted[test.index] = smallest
      }
    }
    return adjusted
  }
}
