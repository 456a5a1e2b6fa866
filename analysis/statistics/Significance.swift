internal import Foundation

/// A p value and its decimal logarithm, which stays defined when p underflows to 0.
package struct Significance: Sendable, Equatable {
  /// Between 0 and 1.
  package let p: Double
  /// log10 of p, -infinity if the statistic itself was infinite.
  package let log10P: Double
}

extension Significance {
  /// p as it is: one that cannot underflow, such as a count over a count.
  package init?(p: Double?) {
    guard let p, p > 0 else { return nil }
    self.init(p: min(1, p), log10P: min(0, log10(p)))
  }

  /// Twice a tail, at most 1.
  package init?(tail: Double?, logTail: Double?) {
    guard let tail, let logTail else { return nil }
    self.init(
      p: min(1, 2 * tail), log10P: min(0, (logTail + logOfTwo) / logOfTen))
  }

  /// One tail.
  package init?(oneTail: Double?, logTail: Double?) {
    guard let oneTail, let logTail else { return nil }
    self.init(p: oneTail, log10P: logTail / logOfTen)
  }
}

let logOfTwo = 0.693_147_180_559_945_309_4
package let logOfTen = 2.302_585_092_994_045_684
