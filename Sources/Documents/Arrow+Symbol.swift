internal import Statistics

extension Arrow? {
  /// ↑, ↓, `ns` for a change that is not significant, or an em dash if there is no test.
  var symbol: String {
    switch self {
    case .up: "↑"
    case .down: "↓"
    case .notSignificant: "ns"
    case nil: "—"
    }
  }
}

/// What the signs mean that are no arrows.
let signsBesideArrows = "ns: not significant; —: no test"
