internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Baseline {
  /// The effect sizes of Wilcoxon's test, with what the overall ones say.
  func rankTable(levels: Set<Design.Level>) -> ReportTable {
    ReportTable(
      title: "Ranks of the change",
      columns: [
        .words(), "$n$", .words(), "0", "$p$", "$r_rb$", "95% CI", "HL", "95% CI",
      ],
      groups: groups(levels: levels) { row in
        let median = row.robust?.pseudoMedian
        let decimals = decimals(showing: median?.interval)
        return [
          row.wilcoxon.map { grouped($0.zeros) } ?? "—",
          pFigure(row.n > 1 ? row.wilcoxon?.significance?.p : nil, at: alpha),
          coefficient(row.wilcoxon?.rankBiserial),
          intervalCoefficients(row.wilcoxon?.rankBiserialInterval()),
          figure(median?.estimate, decimals: decimals),
          intervalFigure(median?.interval, decimals: decimals),
        ]
      },
      notes: labels.legend + [
        """
        0: number of participants whose score did not change. $p$: Wilcoxon's signed rank test. \
        $r_rb$: matched-pairs rank-biserial correlation, the share of the ranks of rises minus that of \
        falls. Both leave out unchanged scores. HL: Hodges and Lehmann's pseudomedian of the changes, \
        in points. It includes unchanged scores; `wilcox.test` in R leaves them out.
        """
      ] + overall.map { $0.rankReading(alpha: alpha) })
  }
}

extension Baseline.Row {
  /// What Wilcoxon's test and its effect sizes say.
  func rankReading(alpha: Double) -> InlineText {
    guard let robust, let wilcoxon else { return "\(title), ranks: there are no participants." }
    guard n > 1 else { return "\(title), ranks: one participant is too few for a test." }
    guard let r = wilcoxon.rankBiserial, let p = wilcoxon.significance?.p else {
      return "\(title), ranks: no score changed, so there is no test."
    }
    let interval: InlineText =
      wilcoxon.rankBiserialInterval().map { ", 95% CI \(intervalCoefficients($0))" } ?? ""
    return """
      \(title), ranks: Wilcoxon's signed rank test is \(p <= alpha ? "" : "not ")significant at α = \
      \(level(alpha)) ($p$ \(pEquation(p, at: alpha))).\
      \(limitReading("signed rank", robust.smallestP?.ranks, alpha)) The rank-biserial correlation is \
      \(coefficient(r))\(interval)\(zerosReading(robust, wilcoxon)). The pseudomedian of the changes \
      is \(pseudoMedian(robust.pseudoMedian, of: n))\(nonzeroReading(robust)).\(unmoved(robust, p <= alpha))
      """
  }

  private func zerosReading(_ robust: Robustness, _ test: SignedRankTest) -> InlineText {
    let interval = test.rankBiserialInterval()
    guard test.zeros > 0, let r = robust.rankBiserialWithZeros else { return "" }
    let unchanged = counted(test.zeros, "unchanged score")
    return """
      \(interval == nil ? "" : ",") without the \(unchanged), and \(coefficient(r)) if they are \
      ranked, half of their ranks as rises and half as falls
      """
  }

  private func nonzeroReading(_ robust: Robustness) -> InlineText {
    guard robust.signs.zeros > 0, let nonzero = robust.pseudoMedianOfNonzero else { return "" }
    let choice = robust.pseudoMedian.interval == nil ? "" : " (report this one)"
    return """
      \(choice.isEmpty ? "" : ",") with the unchanged scores\(choice), and \
      \(pseudoMedian(nonzero, of: n - robust.signs.zeros))\(nonzero.interval == nil ? "" : ",") without them, as \
      `wilcox.test` in R computes it
      """
  }

  /// Why the estimate is 0 beside a test that is significant.
  private func unmoved(_ robust: Robustness, _ isSignificant: Bool) -> InlineText {
    guard isSignificant, robust.pseudoMedian.estimate == 0 else { return "" }
    let reason =
      robust.pseudoMedianOfNonzero?.estimate == 0
      ? "many pairs of changes have a mean of 0"
      : "it includes the unchanged scores and the test leaves them out"
    return " The pseudomedian is 0 although the test is significant, because \(reason)."
  }

  /// - Parameter count: the number of changes; fewer than 6 that differ have no 95% interval.
  private func pseudoMedian(_ median: PseudoMedian, of count: Int) -> InlineText {
    let interval: InlineText =
      median.interval.map { ", 95% CI \(intervalFigure($0))" }
      ?? " (no interval: too \(count < 6 ? "few" : "many equal") changes)"
    return "\(figure(median.estimate, decimals: 2))\(interval)"
  }
}

extension Robustness {
  /// What `--robust` says of ranks.
  static func rankFields(alpha: Double) -> [Field<Baseline.Row>] {
    let biserial: [Field<Baseline.Row>] = [
      .number("r", column: "rank_biserial", "without unchanged scores", \.wilcoxon?.rankBiserial),
      Field<Baseline.Row>.interval("ci95", "its 95% interval") {
        $0.wilcoxon?.rankBiserialInterval()
      }.withColumns(prefix: "rank_biserial_"),
      .number(
        "with_zeros", column: "rank_biserial_with_zeros",
        "with unchanged scores, half of their ranks to either side", \.robust?.rankBiserialWithZeros
      ),
    ]
    let median: [Field<PseudoMedian>] = [
      .number("estimate", "median of the means of all pairs of changes", \.estimate),
      .interval("ci95", "its 95% interval", \.interval),
    ]
    return [
      .group(
        "rank_biserial", prefix: "", "`--robust`: matched-pairs rank-biserial correlation", biserial
      ) { $0.robust == nil ? nil : $0 },
      .group(
        "hodges_lehmann", "`--robust`: pseudomedian of all changes", median, \.robust?.pseudoMedian),
      .group(
        "hodges_lehmann_nonzero", "`--robust`: pseudomedian without unchanged scores, as R has it",
        median, \.robust?.pseudoMedianOfNonzero),
      .text("rank_reading", "`--robust`: the same in words") {
        $0.rankReading(alpha: alpha).plain
      },
    ]
  }
}
