internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension JudgementReport {
  /// Which p to report instead of the published one.
  var randomSituations: InlineText {
    guard runs.contains(where: { $0.judgement.rows.contains { $0.random?.change != nil } }) else {
      let hasDefaults = runs.contains { run in run.judgement.rows.contains { $0.default.n > 1 } }
      return hasDefaults
        ? "A test with situations as random takes at least two of them that vary."
        : "A test with situations as random takes at least two default scores."
    }
    return """
      Report $p$ sit. (`mixed` in JSON and CSV): the same difference with situations, and their \
      factors, as random samples (mixed models by REML, $df$ by Satterthwaite). It has little power \
      with few situations: a nonsignificant result is not evidence of no difference.
      """
  }
}

extension JudgedRun {
  /// Where situations as random say something else.
  var disagreement: [InlineText] {
    let alpha = judgement.method.alpha
    func verdicts(_ tests: [(published: TTest?, random: TTest?)]) -> (both: Int, apart: Int) {
      let pairs = tests.compactMap { test in
        test.published.flatMap { one in test.random.map { ($0.p <= alpha) != (one.p <= alpha) } }
      }
      return (pairs.count, pairs.count { $0 })
    }
    let differences = verdicts(
      judgement.rows.map { ($0.crowd?.change.welch, $0.random?.difference) })
    let changes = verdicts(judgement.rows.map { ($0.published.tTest, $0.random?.change) })
    guard differences.both + changes.both > 0 else { return [] }
    return [
      """
      At α = \(level(alpha)), $p$ and $p$ sit. disagree in \(differences.apart) of \
      \(counted(differences.both, "row")) that have both. With situations as random, the test of \
      the run's change disagrees with the published one in \(changes.apart) of \
      \(counted(changes.both, "row")).
      """
    ]
  }
}
