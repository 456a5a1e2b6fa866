internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Baseline {
  /// The robust tests, with what the overall ones say.
  func robustTable(levels: Set<Design.Level>) -> ReportTable {
    ReportTable(
      title: "Robust tests of the change, and a test of normality",
      columns: [
        .words(), "$n$", .words(), "Trim.", "$p$", .words("↑/↓/="), "$p$ sign", "PS", "$p$ norm.",
      ],
      groups: groups(levels: levels) { row in
        let signs = row.robust?.signs
        return [
          figure(
            row.robust?.trimmed?.test.estimate,
            decimals: decimals(showing: row.robust?.trimmed?.test.interval())),
          pFigure(row.robust?.trimmed?.test.p, at: alpha),
          signs.map { "\($0.positive)/\($0.negative)/\($0.zeros)" } ?? "—",
          pFigure(row.n > 1 ? signs?.significance?.p : nil, at: alpha),
          coefficient(signs?.superiority),
          pFigure(row.robust?.normality?.p, at: Robustness.normalityAlpha),
        ]
      },
      notes: labels.legend + [
        """
        Trim.: change of the 20% trimmed means, with the $p$ of Yuen's paired test. ↑/↓/=: number of \
        participants whose score rose, fell and stayed the same, with the $p$ of the sign test. PS: \
        probability of superiority, the estimated probability that a participant's score is higher \
        after the situation than before it (ties count half). $p$ norm.: D'Agostino and Pearson's \
        $K²$ test of the changes.
        """
      ] + overall.map { $0.robustReading(alpha: alpha) })
  }
}

extension Baseline.Row {
  /// What the robust tests say.
  func robustReading(alpha: Double) -> InlineText {
    guard let robust else { return "\(title): there are no participants to test." }
    guard n > 1 else { return "\(title): one participant is too few for a test." }
    return """
      \(title): \(figuresReading(robust, alpha)).\(normalityReading(robust))\
      \(limitReading("sign", robust.smallestP?.signs, alpha)) \(verdict(robust, alpha: alpha))
      """
  }

  private func figuresReading(_ robust: Robustness, _ alpha: Double) -> InlineText {
    let signs = signReading(robust, alpha)
    guard let test = robust.trimmed?.test else {
      let reason =
        n < Robustness.fewestForTrimming
        ? "20% of \(n) scores are less than one"
        : "the changes do not vary without the extremes"
      return "\(signs). There is no trimmed $t$ test, because \(reason)"
    }
    let decimals = decimals(showing: test.interval())
    return """
      the 20% trimmed means differ by \(figure(test.estimate, decimals: decimals)), 95% CI \
      \(intervalFigure(test.interval(), decimals: decimals)) (Yuen's test, $p$ \
      \(pEquation(test.p, at: alpha))), and \(signs)
      """
  }

  /// Whether so few scores changed that a test cannot be significant, whatever they are.
  func limitReading(_ test: String, _ smallestP: Double?, _ alpha: Double) -> InlineText {
    guard let smallestP, smallestP > alpha, let robust else { return "" }
    let changes = counted(n - robust.signs.zeros, "change")
    return """
      \(" ")With \(changes) the \(test) test cannot reach α = \(level(alpha)): its smallest $p$ is \
      \(smallestP < 1 ? pFigure(smallestP, at: alpha) : "1").
      """
  }

  private func signReading(_ robust: Robustness, _ alpha: Double) -> InlineText {
    let test: InlineText =
      robust.signs.significance.map { " (sign test, $p$ \(pEquation($0.p, at: alpha)))" } ?? ""
    let rose = counted(robust.signs.positive, "score")
    return "\(rose) rose and \(robust.signs.negative) fell\(test)"
  }

  private func normalityReading(_ robust: Robustness) -> InlineText {
    guard let p = robust.normality?.p else { return "" }
    let alpha = Robustness.normalityAlpha
    let finding: InlineText =
      p <= alpha
      ? "The changes depart significantly from a normal distribution"
      : "The changes do not depart significantly from a normal distribution"
    return " \(finding) ($K²$ test at α = \(level(alpha)), $p$ \(pEquation(p, at: alpha)))."
  }

  private func verdict(_ robust: Robustness, alpha: Double) -> InlineText {
    guard let own = Arrow(pairedT, alpha: alpha) else {
      return "There is no $t$ test to compare these tests with."
    }
    let tests = [
      ("Yuen's test", Arrow(robust.trimmed?.test, alpha: alpha)),
      ("The sign test", Arrow(robust.signs, ofSmallest: robust.smallestP?.signs, alpha: alpha)),
    ]
    let defined = tests.filter { $0.1 != nil }
    let others = defined.filter { $0.1 != own }.map(\.0)
    let at = level(alpha)
    switch (others.count, defined.count) {
    case (0, 0):
      return "So there is no robust test to compare with the $t$ test."
    case (0, 1):
      return own == .notSignificant
        ? "\(defined[0].0) is not significant at α = \(at), nor is the $t$ test."
        : "\(defined[0].0) leads to the same conclusion as the $t$ test at α = \(at)."
    case (0, _):
      return own == .notSignificant
        ? "Neither the robust tests nor the $t$ test is significant at α = \(at)."
        : "Both robust tests lead to the same conclusion as the $t$ test at α = \(at)."
    case (1, _):
      return "\(others[0]) leads to a different conclusion from the $t$ test at α = \(at)."
    default:
      return """
        Neither robust test leads to the same conclusion as the $t$ test at α = \(at); inspect the \
        distribution of the changes.
        """
    }
  }
}

extension Robustness {
  /// The level of the test of normality, whatever that of the others is.
  fileprivate static let normalityAlpha = 0.05

  /// What `--robust` adds to a row.
  static func field(alpha: Double) -> Field<Baseline.Row> {
    let yuen: [Field<TrimmedTTest>] = [
      .number("trimming", "share trimmed at each end") { _ in 0.2 }.inJSONAlone,
      .number("default", column: "trimmed_default", "trimmed mean before", \.first),
      .number("evoked", column: "trimmed_evoked", "trimmed mean after", \.second),
      .number("difference", column: "yuen_difference", "their difference", \.test.estimate),
      .number("se", column: "yuen_se", "its standard error", \.test.standardError),
      .number("t", column: "yuen_t", "*t*", \.test.t),
      .number("df", column: "yuen_df", "degrees of freedom", \.test.df),
      .number("p", column: "yuen_p", "*p*", \.test.p),
      Field<TTest>.interval("ci95", "95% interval of the difference") { $0.interval() }.of(\.test)
        .withColumns(prefix: "yuen_"),
      TTest.log10P.of(\.test).inJSONAlone,
    ]
    let sign: [Field<SignTest>] = [
      .integer("positive", "participants whose score rose", \.positive),
      .integer("negative", "participants whose score fell", \.negative),
      .integer("zeros", "participants whose score stayed the same", \.zeros),
      .number("p", "*p*", \.significance?.p),
      .number("log10_p", "log₁₀ of *p*", \.significance?.log10P).inJSONAlone,
    ]
    let normality: [Field<NormalityTest>] = [
      .text("test", "its name") { _ in "D'Agostino-Pearson K2" }.inJSONAlone,
      .number("skewness", "skewness", \.skewness),
      .number("excess_kurtosis", "kurtosis − 3", \.excessKurtosis),
      .number("k2", "*K²*", \.k2), .number("p", column: "k2_p", "*p*", \.p),
    ]
    let fields: [Field<Baseline.Row>] = [
      .group("yuen", prefix: "", "`--robust`: Yuen's paired test", yuen, \.robust?.trimmed),
      .group("sign", "`--robust`: sign test", sign, \.robust?.signs),
      .number("superiority", "`--robust`: probability of superiority", \.robust?.signs.superiority),
      .group(
        "normality", prefix: "", "`--robust`: test of normality", normality, \.robust?.normality
      ),
      .text("reading", column: "robust_reading", "`--robust`: the same in words") {
        $0.robustReading(alpha: alpha).plain
      },
    ]
    return Field<Baseline.Row>.group(
      "robust", prefix: "", "", fields + rankFields(alpha: alpha)
    ) {
      $0.robust == nil ? nil : $0
    }.omittedIfNull
  }
}
