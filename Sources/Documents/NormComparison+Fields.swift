internal import Analysis
internal import Statistics
internal import Study

extension NormComparison {
  /// The norm itself.
  private static let normFields: [Field<NormComparison>] = [
    .text("name", "the group", \.norm.name),
    .integer("n", "its number", \.norm.n),
    .number("mean", "its mean", \.norm.mean),
    .number("sd", "its SD (n − 1)", \.norm.sd),
    .text("source", "where it was published", \.norm.source),
    .number(
      "percent_outside",
      "percentage of a normal distribution with this mean and SD outside the possible scores",
      \.percentOutside),
  ]

  /// What is found against it.
  private static func figures(alpha: Double) -> [Field<NormComparison>] {
    [
      .number("difference", "mean default score minus the norm's mean", \.difference),
      .interval("difference_ci95", "its 95% interval (Welch)") { $0.welch?.interval() },
      .group("welch", "Welch's *t* test", TTest.fields + [TTest.log10P], \.welch),
      .number("hedges_g", "Hedges' *g*", \.effect?.g),
      .interval("g_ci95", "its 95% interval", \.effect?.gInterval),
      .interval("bounds", "bounds of equivalence: half the norm's SD", \.equivalence?.bounds),
      .number("tost_p", "*p* of equivalence within them", \.equivalence?.p),
      .number("z", "`difference` in SDs of the norm", \.z),
      .number(
        "percentile",
        "percentage of a normal population with the norm's mean and SD below the mean default score",
        \.percentile),
      .text("reading", "the comparison in sentences") { $0.reading(alpha: alpha).plain },
    ]
  }

  /// Everything.
  static func fields(alpha: Double) -> [Field<NormComparison>] {
    [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.name),
      .integer("n", "default scores", \.sample.n),
      .number("mean", "their mean", \.sample.mean),
      .number("sd", "their SD (n − 1)", \.sample.sd),
      .group("norm", "the norm", normFields, \.self),
    ] + figures(alpha: alpha)
  }

  /// The columns of a row that has such a comparison.
  static func columns<Row>(
    prefix: String, alpha: Double, _ comparison: @escaping @Sendable (Row) -> NormComparison?
  ) -> Field<Row> {
    Field<Row>.group(
      "norm", prefix: prefix, "`--norms`", normFields + figures(alpha: alpha), comparison
    )
    .inCSVAlone
  }
}

extension NormComparisons {
  /// The columns of a baseline's CSV, in the overall row of each subscale: `norm_…`, and for further
  /// norms of a subscale `norm2_…` and so on.
  func columns(alpha: Double) -> [Field<Baseline.Row>] {
    let most = Dictionary(grouping: rows, by: \.scale).values.map(\.count).max() ?? 0
    return (0..<most).map { number in
      NormComparison.columns(
        prefix: number == 0 ? "norm_" : "norm\(number + 1)_", alpha: alpha
      ) { row in
        guard row.isOverall else { return nil }
        return rows.filter { $0.scale == row.scale }.dropFirst(number).first
      }
    }
  }
}
