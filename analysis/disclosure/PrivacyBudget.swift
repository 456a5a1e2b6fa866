/// What earlier releases of the same people leave of a differentially private one's promise.
///
/// Epsilons add up: of everything released together, the chance of an outcome changes by a factor of
/// exp(their sum) at most, whether one person took part or not (Dwork et al. 2006, sequential
/// composition). People who joined since are in fewer releases; for them the sum is an upper bound.
package struct PrivacyBudget: Sendable {
  /// Private releases so far.
  package let earlier: [(at: String, epsilon: Double)]
  /// When rows of the same people were released, to which no noise was added.
  package let rowsReleased: [String]

  package init(earlier: [(at: String, epsilon: Double)], rowsReleased: [String]) {
    self.earlier = earlier
    self.rowsReleased = rowsReleased
  }

  package var spent: Double { earlier.reduce(0) { $0 + $1.epsilon } }

  /// The sum with a further release.
  package func total(with epsilon: Double) -> Double { spent + epsilon }

  /// What readers of the table have to know about it.
  package func note(on epsilon: Double) -> String {
    guard !earlier.isEmpty else {
      return
        "This is the first private release of these participants in the ledger: in total, epsilon = "
        + "\(epsilon) is spent."
    }
    let list = earlier.map { "\($0.epsilon) (\($0.at.prefix(10)))" }.joined(separator: ", ")
    return "Earlier private releases of the same participants spent \(list). In total, epsilon = "
      + "\(total(with: epsilon)) is spent."
  }

  /// A note that rows without noise were released; nil if none were.
  package var warning: String? {
    guard let first = rowsReleased.first else { return nil }
    return "Rows of the same participants were released before (\(first.prefix(10))"
      + (rowsReleased.count > 1 ? " and \(rowsReleased.count - 1) more" : "")
      + "), without noise. From these the means follow exactly: this release hides nothing that "
      + "they show."
  }
}
