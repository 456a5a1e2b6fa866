/// Whether a mean went up, down, or not significantly anywhere. Without a test there is no arrow.
package enum Arrow: String, Sendable, Equatable, CaseIterable {
  case up
  case down
  case notSignificant = "none"

  /// The direction of t if p ≤ alpha; nil if t or p is undefined.
  package init?(t: Double?, p: Double?, alpha: Double = 0.01) {
    guard let t, let p else { return nil }
    self = p > alpha || t == 0 ? .notSignificant : t > 0 ? .up : .down
  }

  /// The direction of a test's estimate; nil if the test is undefined.
  package init?(_ test: TTest?, alpha: Double = 0.01) {
    self.init(t: test?.t, p: test?.p, alpha: alpha)
  }

  /// ↑, ↓ or −, as EmotionBench prints it.
  package var published: String {
    switch self {
    case .up: "↑"
    case .down: "↓"
    case .notSignificant: "−"
    }
  }
}
