internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension ContrastReport {
  /// A paragraph per contrast, in the style of the APA (2020, chapter 6), to be pasted.
  var paragraphs: [InlineText] { contrasts.map { $0.paragraph(alpha: alpha) } }
}

extension Contrast {
  /// The study's name for it; nil if the study does not state it.
  var name: String? { statement?.id }

  func paragraph(alpha: Double) -> InlineText {
    let sentences = figures.map { $0.sentences(of: definition, alpha: alpha) }
    let whose: InlineText =
      definition.asksAnswers ? ", without those whose answers were deleted" : ""
    let dropouts: [InlineText] =
      dropout.map { ["Of those given a situation\(whose), \($0.reading(alpha: alpha))."] } ?? []
    let lead: InlineText = isPlanned ? "Planned contrast" : "Contrast that was not planned"
    let kinds: [InlineText] = kind == .human ? [] : ["The figures are of \(kind.noun)s."]
    return
      (["\(lead), \(definition.groups):"] + kinds + sentences + dropouts + others)
      .joined(separator: " ")
  }

  /// The stated contrasts that were not asked for, if this is one of those stated.
  private var others: [InlineText] {
    guard statement != nil, statedOthers > 0 else { return [] }
    return [
      """
      The study states \(counted(statedOthers, "other contrast")), over which $p$ is not adjusted.
      """
    ]
  }

  /// Whether it was stated in advance, and for whom.
  var planning: InlineText {
    guard let statement else { return "Not planned." }
    guard let since = statement.since else {
      return "Not planned: stated in no version of the study that is kept with the answers."
    }
    var sentences: [InlineText] = []
    let moment = "\(dayAndMinute(since)) UTC"
    let all = first.people + second.people
    let origin: InlineText = "\(statement.isAdded ? "Added in" : "Planned since") the version of"
    let asked: InlineText = "\(statement.notStated) of \(counted(all, "participant"))"
    let until = statement.until.map { "\(dayAndMinute($0)) UTC" }
    if statement.notStated == 0 {
      sentences.append("Planned since the version of \(moment), before any of them was asked.")
    } else if until == nil {
      sentences.append("\(origin) \(moment), so not planned for \(asked).")
    } else {
      sentences.append(
        "\(origin) \(moment), and not planned for \(asked), whom versions without it asked.")
    }
    if let until { sentences.append("Not stated any more since \(until).") }
    if statement.hasStatedBounds == false {
      sentences.append(
        statement.statedBounds == nil
          ? "No bounds of equivalence were stated."
          : "The bounds of equivalence are not those that were stated.")
    }
    return (sentences + others).joined(separator: " ")
  }

  /// The subscales on which people of the groups lack a score.
  var missingNotes: [InlineText] {
    figures.compactMap { figures in
      let missing = first.people + second.people - figures.first.n - figures.second.n
      guard missing > 0 else { return nil }
      return """
        \(definition.groups), \(figures.title): \(counted(missing, "participant")) \
        \(missing == 1 ? "lacks" : "lack") a score before or after, because answers are missing.
        """
    }
  }
}

extension Contrast.Figures {
  /// The mean changes' difference, first minus second; nil if a group is empty.
  var difference: Double? {
    first.change.summary.mean.flatMap { mean in second.change.summary.mean.map { mean - $0 } }
  }

  /// What the subscale shows, without the names of the groups.
  func reading(alpha: Double) -> InlineText {
    sentences(first: "the first group", second: "the second group", alpha: alpha)
  }

  func sentences(of definition: ContrastDefinition, alpha: Double) -> InlineText {
    sentences(first: "\(definition.of)", second: "\(definition.against)", alpha: alpha)
  }

  private func sentences(first: String, second: String, alpha: Double) -> InlineText {
    func group(_ name: String, _ side: Side) -> InlineText {
      let sd: InlineText =
        side.change.summary.sd.map { ", $SD$ = \(figure($0, decimals: 2))" } ?? ""
      return """
        \(name) ($M$ = \(figure(side.change.summary.mean, decimals: 2))\(sd), $n$ = \(side.n))
        """
    }
    let (one, two) = (group(first, self.first), group(second, self.second))
    guard let difference else {
      return """
        \(title): no difference can be computed, because a group has no participant with both scores.
        """
    }
    guard let welch else {
      return """
        \(title): the mean change for \(one) minus that for \(two) is \(points(difference)); there is \
        no test, because \(obstacle).
        """
    }
    let figures: InlineText = """
      95% CI \(intervalFigure(welch.interval()))\(effectSize), \
      $t$(\(dfFigure(welch.df))) = \(figure(welch.t, decimals: 2)), \
      \(p(welch, pHolm, over: families.welch, alpha))
      """
    let finding: InlineText =
      welch.p <= alpha
      ? """
      \(title): the mean change was \(points(abs(difference))) \
      \(difference > 0 ? "higher" : "lower") for \(one) than for \(two), \(figures); \
      \(verdict(welch, pHolm, alpha))
      """
      : """
      \(title): the mean changes for \(one) and for \(two) did not differ significantly at α = \
      \(level(alpha)): difference = \(points(difference)), \(figures), which does not show that they \
      are equal
      """
    return finding + remark(on: welch.interval(), beside: welch.p, at: alpha) + "."
      + further(alpha) + equivalenceReading
  }

  private var obstacle: String {
    first.n < 2 || second.n < 2
      ? "a group has fewer than two participants with both scores"
      : "all participants of each group changed by the same amount"
  }

  private var effectSize: InlineText {
    guard let effect, let g = effect.g else { return "" }
    let interval: InlineText =
      effect.gInterval.map { ", 95% CI \(intervalFigure($0))" } ?? ""
    return ", $g$ = \(figure(g, decimals: 2))\(interval)"
  }

  /// The adjusted difference and that of the mixed model, as far as there are.
  private func further(_ alpha: Double) -> InlineText {
    var sentences: [InlineText] = []
    if let adjusted {
      let estimate = estimate(adjusted, adjustedPHolm, over: families.adjusted, alpha)
      sentences.append("Adjusted for the default score: \(estimate).")
      if let slopes = ancova?.slopes, slopes.p <= alpha {
        sentences.append(
          """
          The slopes of the groups differ significantly (α = \(level(alpha)), \
          \(slopes.equation(at: alpha))), so the adjusted difference holds for the mean default score \
          alone.
          """)
      }
    }
    if let random, let difference = random.success?.difference {
      let units = enumerated(random.levels.map { "\($0.rawValue)s" })
      let estimate = estimate(difference, randomPHolm, over: families.random, alpha)
      sentences.append("With \(units) as random: \(estimate).")
    }
    return sentences.map { " " + $0 }.joined(separator: "")
  }

  private func estimate(
    _ test: TTest, _ holm: Double?, over family: Int, _ alpha: Double
  ) -> InlineText {
    """
    difference = \(points(test.estimate)), 95% CI \(intervalFigure(test.interval())), \
    $t$(\(dfFigure(test.df))) = \(figure(test.t, decimals: 2)), \
    \(p(test, holm, over: family, alpha)); \(verdict(test, holm, alpha))\
    \(remark(on: test.interval(), beside: test.p, at: alpha))
    """
  }

  /// The p of a test, and what it is adjusted over several contrasts.
  private func p(
    _ test: TTest, _ holm: Double?, over family: Int, _ alpha: Double
  ) -> InlineText {
    let unadjusted: InlineText = "$p$ \(pEquation(test.p, at: alpha))"
    guard family > 1, let holm else { return unadjusted }
    return """
      \(unadjusted) unadjusted and \(pEquation(holm, at: alpha)) adjusted over \(family) contrasts (Holm)
      """
  }

  private func verdict(_ test: TTest, _ holm: Double?, _ alpha: Double) -> InlineText {
    guard test.p <= alpha else { return "not significant at α = \(level(alpha))" }
    let isAlone = holm.map { $0 > alpha } ?? false
    return "significant at α = \(level(alpha))\(isAlone ? " unadjusted, but not adjusted" : "")"
  }

  private func points(_ difference: Double) -> String {
    let text = figure(difference, decimals: 2)
    return "\(text) point\(["1.00", "−1.00"].contains(text) ? "" : "s")"
  }

  private var equivalenceReading: InlineText {
    guard let equivalence else { return "" }
    let bound = figure(equivalence.bounds.high, decimals: 2)
    let finding: InlineText =
      switch equivalence.outcome {
      case .within: "significantly within ±\(bound) points"
      case .beyond: "beyond ±\(bound) points"
      case .undecided: "not significantly within ±\(bound) points"
      }
    return """
      \(" ")The difference is \(finding): 90% CI \(intervalFigure(equivalence.interval())), two \
      one-sided Welch tests at α = \(level(EquivalenceTest.alpha)), $p$ of equivalence \
      \(pEquation(equivalence.p, at: EquivalenceTest.alpha)).
      """
  }
}
