/// How far the items of a scale measure one thing: alpha, omega, lambda-6 and split halves.
///
/// Columns are items, entries are people; the caller excludes people with a missing answer. An item
/// that does not vary is excluded from every coefficient, as R's `psych::alpha` does. Every
/// coefficient is nil when n < 2 or fewer than two items vary. Items are taken as they are keyed:
/// none is reversed because it correlates negatively, so alpha can be below 0.
package struct InternalConsistency: Sendable, Equatable {
  package struct Item: Sendable, Equatable {
    /// nil when n = 0.
    package let mean: Double?
    /// With n - 1; nil when n < 2.
    package let sd: Double?
    /// The correlation with the sum of the other items; nil if either does not vary.
    package let rDrop: Double?
    /// Alpha of the other items; nil if fewer than two remain.
    package let alphaIfDropped: Double?
  }

  /// The number of people.
  package let n: Int
  package let items: [Item]
  /// Indices of the items that do not vary.
  package let constant: [Int]
  /// k/(k-1) · (1 - Σ item variances / variance of the sum) (Cronbach, 1951, equation 2).
  package let alpha: Double?
  /// 95%, by F (Feldt, 1965, Psychometrika 30, 357-370; R: `psych::alpha.ci`).
  package let alphaInterval: Interval?
  /// Alpha of the items in SDs.
  package let standardizedAlpha: Double?
  /// McDonald's omega total of one factor, 1 - Σ uniquenesses / Σ correlations; nil with fewer than
  /// three items (McDonald, 1999, *Test theory*, equation 6.20b; R: `psych::omega(x, 1)$omega.tot`).
  package let omegaTotal: Double?
  /// 1 - Σ(1 - squared multiple correlation) / Σ correlations; nil if an item follows from the
  /// others (Guttman, 1945, Psychometrika 10, 255-282, equation 65).
  package let lambda6: Double?
  /// The reliability of the whole from its halves, by Spearman and Brown.
  package let splitHalf: SplitHalf

  package struct SplitHalf: Sendable, Equatable {
    /// The first, third, fifth … item against the second, fourth, sixth ….
    package let oddEven: Double?
    /// The first half of the items (the larger one) against the second.
    package let firstLast: Double?
  }

  package init(_ columns: [[Double]]) {
    n = columns.first?.count ?? 0
    let summaries = columns.map { SampleSummary($0) }
    let varying = columns.indices.filter { (summaries[$0].sd ?? 0) > 0 }
    constant = n > 1 ? columns.indices.filter { summaries[$0].sd == 0 } : []
    let used = varying.map { columns[$0] }
    let covariances = used.count > 1 ? SymmetricMatrix(covariancesOf: used) : nil
    let correlations = covariances?.correlations
    alpha = covariances.flatMap(Self.alpha)
    // At 1 it would have no width, and look certain.
    alphaInterval = alpha.flatMap { [n] in
      $0 < 1 - 1e-12 ? Self.feldt($0, people: n, items: varying.count) : nil
    }
    standardizedAlpha = correlations.flatMap(Self.alpha)
    omegaTotal = correlations.flatMap(Self.omega)
    lambda6 = correlations.flatMap(Self.lambda6)
    let half = (used.count + 1) / 2
    splitHalf = SplitHalf(
      oddEven: Self.stepped(
        used.enumerated().filter { $0.offset % 2 == 0 }.map(\.element),
        used.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)),
      firstLast: Self.stepped(Array(used.prefix(half)), Array(used.dropFirst(half))))
    items = columns.indices.map { index in
      let position = varying.firstIndex(of: index)
      return Item(
        mean: summaries[index].mean, sd: summaries[index].sd,
        rDrop: position.flatMap { item in covariances.flatMap { Self.rDrop(item, $0) } },
        alphaIfDropped: position.flatMap { item in
          covariances.flatMap { matrix in
            Self.alpha(matrix.restricted(to: (0..<matrix.order).filter { $0 != item }))
          }
        })
    }
  }

  private static func alpha(_ covariances: SymmetricMatrix) -> Double? {
    let k = Double(covariances.order)
    let total = covariances.sum
    guard k > 1, total > 1e-14 * covariances.trace else { return nil }
    return defined(k / (k - 1) * (1 - covariances.trace / total))
  }

  /// 1 - (1 - alpha)·F at both tails of F(n - 1, (n - 1)(k - 1)).
  private static func feldt(_ alpha: Double, people: Int, items: Int) -> Interval? {
    let df1 = Double(people - 1)
    let f = FisherF(df1: df1, df2: df1 * Double(items - 1))
    guard let high = f.upperQuantile(0.025), let low = f.quantile(0.025) else { return nil }
    return Interval(low: 1 - (1 - alpha) * high, high: 1 - (1 - alpha) * low)
  }

  private static func omega(_ correlations: SymmetricMatrix) -> Double? {
    guard let factor = OneFactor(correlations), correlations.sum > 0 else { return nil }
    let unique = factor.loadings.reduce(0) { $0 + 1 - $1 * $1 }
    return defined(1 - unique / correlations.sum)
  }

  private static func lambda6(_ correlations: SymmetricMatrix) -> Double? {
    guard let inverse = correlations.inverse, correlations.sum > 0 else { return nil }
    // 1 - squared multiple correlation.
    let unique = (0..<correlations.order).reduce(0) { $0 + 1 / inverse[$1, $1] }
    return defined(1 - unique / correlations.sum)
  }

  private static func rDrop(_ item: Int, _ covariances: SymmetricMatrix) -> Double? {
    let others = covariances.restricted(to: (0..<covariances.order).filter { $0 != item })
    let shared = (0..<covariances.order).reduce(0) { $0 + covariances[item, $1] }
    let variance = covariances[item, item]
    guard others.sum > 1e-14 * others.trace else { return nil }
    return defined((shared - variance) / (variance * others.sum).squareRoot())
      .map { min(1, max(-1, $0)) }
  }

  /// 2r/(1 + r) of the halves' sums (Spearman, 1910; Brown, 1910); nil if a half is empty or does
  /// not vary, and for r = -1.
  private static func stepped(_ first: [[Double]], _ second: [[Double]]) -> Double? {
    guard !first.isEmpty, !second.isEmpty,
      let r = Correlation.pearsonCoefficient(rowSums(first), rowSums(second)), r > -1
    else { return nil }
    return 2 * r / (1 + r)
  }
}

/// The sums over columns of one length, one entry per row.
package func rowSums(_ columns: [[Double]]) -> [Double] {
  guard var sums = columns.first else { return [] }
  for column in columns.dropFirst() {
    for index in sums.indices { sums[index] += column[index] }
  }
  return sums
}

extension InternalConsistency {
  /// The reliability of a difference between two measures of the same people: (s₁²·r₁ + s₂²·r₂ -
  /// 2·r₁₂·s₁·s₂) / (s₁² + s₂² - 2·r₁₂·s₁·s₂).
  ///
  /// r₁ and r₂ are the measures' reliabilities, s their SDs, r₁₂ their correlation; errors of the
  /// two are assumed to be uncorrelated. nil when n < 2, a reliability is nil, or all changes are
  /// equal (Gulliksen, 1950, *Theory of mental tests*; Rogosa and Willett, 1983, Journal of
  /// Educational Measurement 20, 335-343, equation 4).
  package static func ofChange(
    from first: [Double], reliability firstReliability: Double?, to second: [Double],
    reliability secondReliability: Double?
  ) -> Double? {
    guard let firstReliability, let secondReliability,
      let covariances = SymmetricMatrix(covariancesOf: [first, second]),
      let change = SampleSummary(differences(from: first, to: second)).variance, change > 0
    else { return nil }
    let wanted =
      covariances[0, 0] * firstReliability + covariances[1, 1] * secondReliability
      - 2 * covariances[0, 1]
    return defined(wanted / change)
  }
}
