import Statistics
import TextFormats

extension FTest {
  /// "F(7, 166.1) = 3.12, p = .004", for a sentence.
  ///
  /// - Parameter decimals: of the denominator's degrees of freedom.
  func equation(decimals: Int = 0) -> String {
    "F(\(figure(df1, decimals: 0)), \(figure(df2, decimals: decimals))) = \(figure(f, decimals: 2)), "
      + "p \(pEquation(p))"
  }
}
