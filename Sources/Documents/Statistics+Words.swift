internal import Statistics
internal import TextFormats

/// `= .012` or `< .001`, behind the symbol $p$ in a sentence.
func pEquation(_ p: Double?) -> String {
  let text = pFigure(p)
  return text.hasPrefix("<") ? "< \(text.dropFirst())" : "= \(text)"
}

/// `[−0.66, −0.53]`, as a cell or behind `95% CI`; an em dash if there is none.
func intervalFigure(_ interval: Interval?, decimals: Int = 2) -> String {
  interval.map {
    "[\(figure($0.low, decimals: decimals)), \(figure($0.high, decimals: decimals))]"
  } ?? "—"
}

/// The same of a coefficient: `[.93, .94]`.
func intervalCoefficients(_ interval: Interval?) -> String {
  interval.map { "[\(coefficient($0.low)), \(coefficient($0.high))]" } ?? "—"
}

extension FTest {
  /// "F(7, 166.1) = 3.12, p = .004", for a sentence.
  ///
  /// - Parameter decimals: of the denominator's degrees of freedom.
  func equation(decimals: Int = 0) -> InlineText {
    """
    $F$(\(figure(df1, decimals: 0)), \(figure(df2, decimals: decimals))) = \
    \(figure(f, decimals: 2)), $p$ \(pEquation(p))
    """
  }
}
