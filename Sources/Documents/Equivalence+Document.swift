internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension EquivalenceTest {
  /// Where the change is, judged by its 90% interval.
  enum Outcome: String {
    case within, undecided, beyond
  }

  var outcome: Outcome {
    if isEquivalent() { return .within }
    guard let interval = interval() else { return .undecided }
    return interval.low > bounds.high || interval.high < bounds.low ? .beyond : .undecided
  }

  /// - Parameter estimate: what is tested.
  static func fields(of estimate: String) -> [Field<EquivalenceTest>] {
    [
      .interval("bounds", "the bounds in points", \.bounds),
      .number("t_lower", "*t* against the lower bound", \.tLower),
      .number("p_lower", "its upper-tail *p*", \.lower.p),
      .number("t_upper", "*t* against the upper bound", \.tUpper),
      .number("p_upper", "its lower-tail *p*", \.upper.p),
      .number("df", "degrees of freedom", \.df),
      .number("p", "the larger *p*", \.p),
      .interval("ci90", "90% interval of the \(estimate)") { $0.interval() },
      .text("result", "`within`, `beyond` or `undecided`, at α = .05", \.outcome.rawValue),
    ]
  }
}

extension EquivalenceBounds {
  /// "±2 points" or "±0.2 SD of the change".
  var words: String {
    switch self {
    case .points(let points): "±\(formatted(points)) point\(points == 1 ? "" : "s")"
    case .sds(let share): "±\(formatted(share)) SD of the change"
    }
  }

  /// The same of the difference of two groups: "±0.2 pooled SD of the changes".
  var wordsOfGroups: String {
    switch self {
    case .points: words
    case .sds(let share): "±\(formatted(share)) pooled SD of the changes"
    }
  }
}

extension Baseline {
  /// Whether the mean changes lie within bounds, with what the overall ones say.
  func equivalenceTable(_ bounds: EquivalenceBounds, levels: Set<Design.Level>) -> ReportTable {
    let origin: [InlineText] =
      switch bounds {
      case .points: []
      case .sds:
        [
          """
          The bounds come from the $SD$ of the changes that are tested, so they were not fixed in \
          advance, differ between rows and are estimates themselves. Prefer bounds in points.
          """
        ]
      }
    return ReportTable(
      title: "Equivalence of the change with no change, bounds \(bounds.words)",
      columns: [
        .words(), "$n$", .words(), "Change", "90% CI", "Bounds", "$p$", .words("Result"),
      ],
      groups: groups(levels: levels) { row in
        let test = row.equivalence(within: bounds)
        return [
          figure(row.change.summary.mean, decimals: 2), intervalFigure(test?.interval()),
          test.map { "±" + figure($0.bounds.high, decimals: 2) } ?? "—",
          pFigure(test?.p, at: EquivalenceTest.alpha), test?.outcome.rawValue ?? "—",
        ]
      },
      notes: labels.legend + [
        """
        Two one-sided paired $t$ tests at α = \(level(EquivalenceTest.alpha)), not adjusted; $p$, of \
        equivalence, is the larger of both. within: significantly within the bounds. beyond: the 90% interval lies outside \
        them. undecided: neither; the data do not show equivalence, which is not evidence of a larger \
        change. —: no test, because all changed by the same amount or there is one participant.
        """
      ] + origin + overall.map { $0.equivalenceReading(bounds, alpha: alpha) })
  }
}

extension Baseline.Row {
  /// What the tests of equivalence say.
  ///
  /// - Parameter alpha: the level of the arrows.
  func equivalenceReading(_ bounds: EquivalenceBounds, alpha: Double) -> InlineText {
    guard let test = equivalence(within: bounds), let interval = test.interval() else {
      let reason =
        n < 2 ? "one participant is too few" : sameness
      return "\(title): there is no test of equivalence, because \(reason)."
    }
    let size: InlineText =
      if case .sds = bounds { " (±\(figure(test.bounds.high, decimals: 2)) points)" } else { "" }
    let finding: InlineText =
      switch test.outcome {
      case .within: "is significantly within \(bounds.words)\(size)"
      case .beyond: "is beyond \(bounds.words)\(size): its 90% interval lies outside these bounds"
      case .undecided: "is not significantly within \(bounds.words)\(size)"
      }
    let both: InlineText =
      test.outcome == .within && (arrow == .up || arrow == .down)
      ? """
      \(" ")It also differs significantly from 0 (paired $t$ test at α = \(level(alpha))): there is a \
      change, and it is smaller than the bounds.
      """ : ""
    let open: InlineText =
      test.outcome == .undecided && arrow == .notSignificant
      ? """
      \(" ")The paired $t$ test at α = \(level(alpha)) is not significant either: the data show neither \
      a change nor that it is smaller than the bounds.
      """ : ""
    return """
      \(title): the mean change of \(figure(test.difference, decimals: 2)) points, 90% CI \
      \(intervalFigure(interval)), \(finding) (two one-sided paired $t$ tests at α = \
      \(level(EquivalenceTest.alpha)), $p$\(test.outcome == .beyond ? " of equivalence" : "") \
      \(pEquation(test.p, at: EquivalenceTest.alpha))).\(both)\(open)
      """
  }

  /// What `--bounds` adds to a row.
  static func equivalence(
    _ bounds: EquivalenceBounds, alpha: Double
  ) -> [Field<Baseline.Row>] {
    return [
      .group(
        "equivalence", "`--bounds`: two one-sided paired *t* tests",
        EquivalenceTest.fields(of: "mean change")
      ) {
        $0.equivalence(within: bounds)
      },
      .text("equivalence_reading", "`--bounds`: the same in words") {
        $0.equivalenceReading(bounds, alpha: alpha).plain
      },
    ]
  }
}
