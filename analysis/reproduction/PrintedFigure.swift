import TextFormats

/// A figure as it was printed: its value, and how many decimals it was rounded to.
package struct PrintedFigure: Sendable, Hashable {
  package let value: Double
  package let decimals: Int

  /// Reads digits with a sign and a decimal point, such as `-5.3` or `+0.7`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let plain = String(text).replacing("−", with: "-")
    let digits = plain.hasPrefix("-") || plain.hasPrefix("+") ? plain.dropFirst() : plain[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }),
      digits.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (48...57).contains($0) }),
      digits.utf8.count <= 15, let value = Double(digits)
    else { return nil }
    self.value = plain.hasPrefix("-") ? -value : value
    decimals = parts.count == 2 ? parts[1].count : 0
  }

  /// A figure rounded to this many decimals, half away from zero.
  ///
  /// Halves are decimal halves: a binary value within 1e-9 of one counts as that half, so
  /// 13.549999999999997, computed from 13.55, becomes 13.6.
  package init(rounding value: Double, decimals: Int) {
    let scale = Self.scale(decimals)
    let scaled = abs(value) * scale
    let rounded = (scaled + Self.halfTolerance).rounded(.toNearestOrAwayFromZero)
    self.value = (value < 0 && rounded > 0 ? -rounded : rounded) / scale
    self.decimals = decimals
  }

  private static let halfTolerance = 1e-9

  private static func scale(_ decimals: Int) -> Double {
    (0..<decimals).reduce(1) { scale, _ in scale * 10 }
  }

  /// One in the last decimal.
  package var unit: Double { 1 / Self.scale(decimals) }

  /// Whether the value, known to within `slack`, can have been printed as this figure by rounding
  /// to the nearest; a half may have gone either way.
  package func canStand(for value: Double, slack: Double = 0) -> Bool {
    abs(self.value - value) <= unit / 2 + slack + Self.halfTolerance * unit
  }

  /// The figure with its decimals and a true minus sign.
  package var text: String { figure(value, decimals: decimals) }
}
