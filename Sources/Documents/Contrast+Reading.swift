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
    let dropouts: [InlineText] =
      dropout.map { ["Of those given a situation, \($0.reading(alpha: alpha))."] } ?? []
    let lead: InlineText = isPlanned ? "Planned contrast" : "Contrast that was not planned"
    return
      ([
        "\(lead), \(definition.groups):"
      ] + sentences + dropouts).joined(separator: " ")
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
    if statement.notStated == 0 {
      sentences.append("Planned since the version of \(moment), before any of them was asked.")
    } else {
      sentences.append(
        """
        \(statement.isAdded ? "Added in" : "Planned since") the version of \(moment), so not planned \
        for \(statement.notStated) of \(counted(all, "participant")).
        """)
    }
    if let until = statement.until {
      sentences.append("Not in the version of \(dayAndMinute(until)) UTC any more.")
    }
    if statement.hasStatedBounds == false {
      sentences.append("The bounds of equivalence are not those that were stated.")
    }
    return sentences.joined(separator: " ")
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
        \(title): there is no difference, because a group has no participant with both scores.
        """
    }
    let size = figure(abs(difference), decimals: 2)
    guard let welch else {
      return """
        \(title): the mean change was \(figure(difference, decimals: 2)) points for \(one) less \
        \(two); there is no test, because \(obstacle).
        """
    }
    let figures: InlineText = """
      95% CI \(intervalFigure(welch.interval()))\(effectSize), \
      $t$(\(figure(welch.df, decimals: 1))) = \(figure(welch.t, decimals: 2)), $p$ \
      \(pEquation(welch.p, at: alpha))
      """
    let finding: InlineText =
      welch.p <= alpha
      ? """
      \(title): the mean change was \(size) points \(difference > 0 ? "higher" : "lower") for \(one) \
      than for \(two), \(figures); significant at α = \(level(alpha))
      """
      : """
      \(title): the mean changes for \(one) and for \(two) did not differ significantly at α = \
      \(level(alpha)): difference = \(figure(difference, decimals: 2)) points, \(figures), which does \
      not show that they are equal
      """
    return finding + remark(on: welch.interval(), beside: welch.p, at: alpha) + "."
      + further(alpha) + equivalenceReading
  }

  private var obstacle: String {
    first.n < 2 || second.n < 2
      ? "a group has fewer than two participants with both scores"
      : "all participants of a group changed by the same amount"
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
      sentences.append("Adjusted for the default score: \(estimate(adjusted, alpha)).")
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
      sentences.append("With \(units) as random: \(estimate(difference, alpha)).")
    }
    return sentences.map { " " + $0 }.joined(separator: "")
  }

  private func estimate(_ test: TTest, _ alpha: Double) -> InlineText {
    """
    difference = \(figure(test.estimate, decimals: 2)) points, 95% CI \
    \(intervalFigure(test.interval())), $t$(\(figure(test.df, decimals: 1))) = \
    \(figure(test.t, decimals: 2)), $p$ \(pEquation(test.p, at: alpha)); \
    \(test.p <= alpha ? "" : "not ")significant at α = \(level(alpha))
    """
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

extension RandomSituationsContrast {
  /// The variance between the units of a level; nil if the model has no such level, or it drops out.
  func variance(_ level: Design.Level) -> Double? {
    guard let model = success?.model, let index = levels.firstIndex(of: level) else { return nil }
    return model.singular.contains(index) ? nil : model.groupVariances[index]
  }

  /// Why there is no model.
  var obstacle: String? {
    guard case .failure(let failure) = fit else { return nil }
    return switch failure {
    case .oneGroup: "there is a single situation"
    case .oneObservationPerGroup: "each situation was read by one person"
    case .constantWithinGroups:
      "all participants who read the same situation changed by the same amount"
    case .tooFewGroups: "there are not more situations than groups"
    }
  }

  /// Why there is no model, or what is not in it.
  var note: InlineText? {
    if let obstacle { return "there is no model \(.code(notation)), because \(obstacle)" }
    guard !dropped.isEmpty else { return nil }
    let units = enumerated(dropped.map { "\($0.rawValue)s" })
    return """
      the variance between \(units) is estimated as 0 (singular fit), which does not show that they \
      do not differ
      """
  }
}

extension Contrast.Dropout {
  /// Whether the shares differ.
  func reading(alpha: Double) -> InlineText {
    let interval: InlineText =
      comparison.interval.map {
        """
        , 95% CI [\(figure($0.low * 100, decimals: 1)), \(figure($0.high * 100, decimals: 1))]
        """
      } ?? ""
    let p = comparison.fisher?.p
    let verdict: InlineText =
      p.map {
        """
        ; the shares \($0 <= alpha ? "differ" : "do not differ") significantly at α = \
        \(level(alpha)) (Fisher's exact test, $p$ \(pEquation($0, at: alpha)))
        """
      } ?? ""
    return """
      \(percentage(first.share)) (\(first.unfinished) of \(first.assigned)) and \
      \(percentage(second.share)) (\(second.unfinished) of \(second.assigned)) did not complete, \
      difference = \(figure(comparison.difference * 100, decimals: 1)) percentage points\(interval)\
      \(verdict)
      """
  }
}
