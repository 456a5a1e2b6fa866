internal import Statistics

extension TTest {
  /// t, df and p.
  static let fields: [Field<TTest>] = [
    .number("t", "*t*", \.t), .number("df", "degrees of freedom", \.df),
    .number("p", "two-sided *p*", \.p),
  ]

  static let log10P = Field<TTest>.number("log10_p", "log₁₀ of *p*, also below 1e-308", \.log10P)
}

extension FTest {
  static let fields: [Field<FTest>] = [
    .number("f", "*F*", \.f),
    .number("df1", "degrees of freedom of the numerator", \.df1),
    .number("df2", "degrees of freedom of the denominator", \.df2),
    .number("p", "*p*", \.p),
  ]
}
