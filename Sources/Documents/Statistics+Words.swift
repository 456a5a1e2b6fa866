internal import Statistics
internal import TextFormats

/// `= .012`, `< .001` or `> .999`, behind the symbol $p$ in a sentence.
///
/// - Parameter alpha: the level that p is held against.
func pEquation(_ p: Double?, at alpha: Double? = nil) -> String {
  let text = pFigure(p, at: alpha)
  guard let sign = text.first, "<>".contains(sign) else { return "= \(text)" }
  return "\(sign) \(text.dropFirst())"
}

/// `[−0.66, −0.53]`, as a cell or behind `95% CI`; an em dash if there is none.
func intervalFigure(_ interval: Interval?, decimals: Int = 2) -> String {
  interval.map {
    "[\(figure($0.low, decimals: decimals)), \(figure($0.high, decimals: decimals))]"
  } ?? "—"
}

/// Degrees of freedom: whole ones as they are, others with one decimal. What an iteration finds is whole
/// but for its tolerance.
func dfFigure(_ df: Double?) -> String {
  figure(df, decimals: df.map { abs($0 - $0.rounded()) < 1e-4 } ?? true ? 0 : 1)
}

/// How many decimals show the width of an interval: two of its digits, in one to three decimals.
func decimals(showing interval: Interval?) -> Int {
  guard let interval else { return 1 }
  let width = interval.high - interval.low
  return width >= 1 ? 1 : width >= 0.1 ? 2 : 3
}

/// Why a 95% interval seems to say something else than a test at another level: begins with a full
/// stop and ends without one. Empty if both say the same.
func remark(on interval: Interval?, beside p: Double, at alpha: Double) -> InlineText {
  let isSignificant = p <= alpha
  guard let interval, interval.contains(0) == isSignificant, isSignificant != (p <= 0.05) else {
    return ""
  }
  return """
    . The 95% interval \(isSignificant ? "includes" : "excludes") 0, because it corresponds to a test \
    at α = .05
    """
}

/// `a, b and c`.
func enumerated(_ parts: [InlineText]) -> InlineText {
  parts.count < 2
    ? parts.first ?? ""
    : "\(parts.dropLast().joined(separator: ", ")) and \(parts[parts.count - 1])"
}

/// The same of a coefficient: `[.93, .94]`. An end that would round to 0 without being 0 gets more
/// decimals, and the other end as many, so that one sees on which side of 0 it lies.
func intervalCoefficients(_ interval: Interval?) -> String {
  guard let interval else { return "—" }
  let ends = [interval.low, interval.high]
  let decimals =
    (2...6).first { decimals in
      let ten = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
      return ends.allSatisfy { $0 == 0 || abs($0) * ten >= 0.5 }
    } ?? 2
  let texts = ends.map { coefficient($0, decimals: decimals) }
  return "[\(texts[0]), \(texts[1])]"
}

extension FTest {
  /// "F(7, 166.1) = 3.12, p = .004", for a sentence.
  ///
  /// - Parameters:
  ///   - decimals: of the denominator's degrees of freedom.
  ///   - alpha: the level that p is held against.
  func equation(decimals: Int = 0, at alpha: Double? = nil) -> InlineText {
    """
    $F$(\(figure(df1, decimals: 0)), \(figure(df2, decimals: decimals))) = \
    \(figure(f, decimals: 2)), $p$ \(pEquation(p, at: alpha))
    """
  }
}
