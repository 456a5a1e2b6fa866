/// Whether a mean went up, down, or cannot be said to have moved.
package enum Arrow: String, Sendable, Equatable, CaseIterable {
  case up
  case down
  case none

  /// The direction of t if p ≤ alpha; none otherwise, or if t or p is undefined.
  package init(t: Double?, p: Double?, alpha: Double = 0.01) {
    guard let t, let p, p <= alpha, t != 0 else {
      self = .none
      return
    }
    self = t > 0 ? .up : .down
  }

  /// The direction of a test's estimate; none if the test is undefined.
  package init(_ test: TTest?, alpha: Double = 0.01) {
    self.init(t: test?.t, p: test?.p, alpha: alpha)
  }

  /// ↑, ↓ or −, as the published tables print it.
  package var symbol: String {
    switch self {
    case .up: "↑"
    case .down: "↓"
    case .none: "−"
    }
  }
}
