internal import Statistics

extension TTest {
  /// t, df and p.
  static let fields: [Field<TTest>] = [
    .number("t", "*t*") { $0.t }, .number("df", "degrees of freedom") { $0.df },
    .number("p", "two-sided *p*") { $0.p },
  ]

  static let log10P = Field<TTest>.number("log10_p", "log₁₀ of *p*, also below 1e-308") {
    $0.log10P
  }
}

extension FTest {
  static let fields: [Field<FTest>] = [
    .number("f", "*F*") { $0.f },
    .number("df1", "degrees of freedom of the numerator") { $0.df1 },
    .number("df2", "degrees of freedom of the denominator") { $0.df2 },
    .number("p", "*p*") { $0.p },
  ]
}
