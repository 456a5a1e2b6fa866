/// The agreement of two columns of categories beyond what their frequencies make likely: Cohen's
/// kappa, (observed − expected)/(1 − expected), without weights.
package struct CohenKappa: Sendable, Equatable {
  /// At most 1; 0 if one column has a single category and the other more, or another.
  package let kappa: Double
  /// kappa ∓ 1.96 standard errors, within −1 and 1. Of width 0 if all pairs agree or a column has a
  /// single category: the estimated standard error is 0 then, which does not make kappa certain.
  package let interval: Interval

  /// R: `psych::cohen.kappa(cbind(first, second), levels = …)`, the row `unweighted kappa` of its
  /// `confid` (Cohen, 1960, Educational and Psychological Measurement 20, 37-46; the variance:
  /// Fleiss, Cohen and Everitt, 1969, Psychological Bulletin 72, 323-327).
  ///
  /// nil without pairs, and if both columns have the same single category, where chance alone makes
  /// them agree (`psych`: NaN).
  ///
  /// - Precondition: the columns are of one length.
  package init?<Category: Hashable>(_ first: [Category], _ second: [Category]) {
    precondition(first.count == second.count, "paired columns have one length")
    guard Set(first + second).count > 1 else { return nil }
    // In counts instead of shares, which are whole numbers, so that no rounding makes a kappa of 0.
    let n = Double(first.count)
    func counts(_ column: [Category]) -> [Category: Double] {
      Dictionary(grouping: column, by: \.self).mapValues { Double($0.count) }
    }
    func sum(_ term: (Category, Category) -> Double) -> Double {
      zip(first, second).reduce(0) { $0 + term($1.0, $1.1) }
    }
    let (ours, theirs) = (counts(first), counts(second))
    let agreeing = sum { $0 == $1 ? 1 : 0 }
    let expected = sum { a, _ in theirs[a, default: 0] }
    let beyond = n * n - expected
    let squares = sum { a, b in
      let part =
        a == b
        ? beyond - (ours[a]! + theirs[a]!) * (n - agreeing)
        : (theirs[a, default: 0] + ours[b, default: 0]) * (n - agreeing)
      return part * part
    }
    let centre = agreeing * expected - 2 * expected * n + agreeing * n * n
    let error = (max(0, n * squares - centre * centre) * n).squareRoot() / (beyond * beyond)
    let width = Normal().upperQuantile(0.025)! * error
    kappa = (agreeing * n - expected) / beyond
    interval = Interval(low: max(-1, kappa - width), high: min(1, kappa + width))
  }
}
