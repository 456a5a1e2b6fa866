internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension NormComparison {
  /// The comparison in sentences.
  ///
  /// - Parameter alpha: the level of Welch's test.
  func reading(alpha: Double) -> InlineText {
    let means: InlineText = """
      \(title), default scores ($M$ = \(figure(sample.mean, decimals: 2)), $n$ = \
      \(grouped(sample.n))) against the norm "\(norm.name)" ($M$ = \(figure(norm.mean, decimals: 2))\
      \(norm.n.map { ", $n$ = \(grouped($0))" as InlineText } ?? ""))
      """
    guard let welch else { return "\(means): there is no test, because \(obstacle)." }
    let isSignificant = welch.p <= alpha
    let effect: InlineText =
      effect.map { ", $g$ = \(figure($0.g, decimals: 2)), 95% CI \(intervalFigure($0.gInterval))" }
      ?? ""
    return
      ([
        """
        \(means): the difference of \(figure(welch.estimate, decimals: 2)), 95% CI \
        \(intervalFigure(welch.interval())), is \(isSignificant ? "significant" : "not significant") at \
        α = \(level(alpha)), Welch's $t$(\(figure(welch.df, decimals: 1))) = \
        \(figure(welch.t, decimals: 2)), $p$ \(pEquation(welch.p, at: alpha))\(effect).
        """
      ] + caveats(welch, isSignificant) + [equivalenceSentence]).joined(separator: " ")
  }

  /// Where figures seem to contradict each other, and what a test of scores that do not vary is worth.
  private func caveats(_ welch: TTest, _ isSignificant: Bool) -> [InlineText] {
    var caveats: [InlineText] = []
    let excludesZero = welch.p <= 0.05
    if isSignificant != excludesZero {
      caveats.append(
        """
        The interval \(excludesZero ? "excludes" : "includes") 0, because it corresponds to a test at \
        α = .05.
        """)
    }
    if let interval = effect?.gInterval, (interval.low > 0 || interval.high < 0) != excludesZero {
      caveats.append(
        """
        The interval of $g$ \(excludesZero ? "includes" : "excludes") 0, unlike that of the difference, \
        because it assumes equal variances; rely on that of the difference.
        """)
    }
    if sample.sd == 0 {
      caveats.append(
        "The default scores do not vary, so the test takes their mean to be known exactly.")
    }
    return caveats
  }

  private var equivalenceSentence: InlineText {
    guard let equivalence else {
      return "Equivalence is not tested, because the norm's $SD$ is 0."
    }
    let alpha = Self.equivalenceAlpha
    let bounds = "±\(figure(equivalence.bounds.high, decimals: 2))"
    let test: InlineText = """
      by two one-sided tests at α = \(level(alpha)), $p$ \(pEquation(equivalence.p, at: alpha))
      """
    if equivalence.isEquivalent(alpha: alpha), let reason = noEquivalence {
      return """
        The means are not called equivalent within \(bounds) (half the norm's $SD$), although they \
        would be \(test), because \(reason).
        """
    }
    return isEquivalent
      ? "The means are equivalent within \(bounds) (half the norm's $SD$) \(test)."
      : "Equivalence within \(bounds) (half the norm's $SD$) is not shown \(test)."
  }

  /// Why there is no Welch test.
  private var obstacle: InlineText {
    if sample.n < 2 { return "there are fewer than two default scores" }
    guard let n = norm.n else { return "the norm's $n$ is not stated" }
    if n < 2 { return "the norm is of one person" }
    return norm.sd == nil ? "the norm's $SD$ is not stated" : "the scores vary on neither side"
  }
}
