internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension [(title: String?, norms: NormComparisons)] {
  /// The tables of comparisons with norms, in groups.
  ///
  /// - Parameters:
  ///   - whose: whose default scores they are.
  ///   - alpha: the level of Welch's test.
  ///   - note: on the scores.
  func tables(of whose: String, alpha: Double, note: InlineText) -> [ReportTable] {
    let labels = SubscaleLabels(flatMap(\.norms.rows))
    func groups(_ cells: (NormComparison) -> [String]) -> [ReportTable.Group] {
      map { title, norms in
        ReportTable.Group(
          title: title, rows: norms.rows.map { [labels[$0.scale], $0.norm.title] + cells($0) })
      }
    }
    return [
      ReportTable(
        title: "Default scores of \(whose) against norms",
        columns: [
          .words(), .words("Norm"), "$M$ ($SD$)", "$n$", "Default", "Diff.", "95% CI", "$p$",
        ],
        groups: groups { $0.differenceCells(alpha: alpha) },
        notes: labels.legend + [
          """
          $M$ ($SD$): the norm's. $n$ and Default: the default scores, $M$ ($SD$). Diff.: mean default \
          score minus the norm's mean, with its interval. $p$: Welch's $t$ test from these figures, \
          unadjusted. Evoked scores are not compared: a norm group has not imagined a situation.
          """, note,
        ] + timeFrames + sources + withoutNorm),
      ReportTable(
        title: "Size of the differences from norms",
        columns: [
          .words(), .words("Norm"), "$g$", "95% CI", "Bounds", "$p$ equiv.", .words(), "$z$",
          "Pctl.",
        ],
        groups: groups(\.sizeCells),
        notes: labels.legend + [
          """
          $g$: Hedges' $g$, in pooled $SD$s. Bounds: half the norm's $SD$, in points of the scale. \
          $p$ equiv.: two one-sided Welch tests; ≈: equivalent within the bounds at α = .05, with five \
          scores or more that vary. $z$: the \
          difference in $SD$s of the norm. Pctl.: percentile of a person whose score is the mean default \
          score, in a normal population with the norm's $M$ and $SD$; it is not the percentile of the \
          sample.
          """
        ] + departures
          + flatMap { title, norms in
            norms.rows.map { row in
              (title.map { "\($0): " as InlineText } ?? "") + row.reading(alpha: alpha)
            }
          }),
    ]
  }

  private var rows: [NormComparison] { flatMap(\.norms.rows) }

  private var timeFrames: [InlineText] {
    let frames = rows.compactMap(\.timeFrame).unique
    guard !frames.isEmpty else { return [] }
    return [
      """
      The instrument asks how people feel "\(frames.joined(separator: "\", \""))". A norm for another \
      time frame is no yardstick for these scores.
      """
    ]
  }

  private var sources: [InlineText] {
    rows.map { "\($0.title), \($0.norm.name): \($0.norm.source)." }.unique.map { InlineText($0) }
  }

  private var withoutNorm: [InlineText] {
    let titles = flatMap(\.norms.withoutNorm).map(\.title).unique
    return titles.isEmpty ? [] : ["Without a norm: \(titles.joined(separator: ", "))."]
  }

  /// Of norms whose scores cannot be normally distributed.
  private var departures: [InlineText] {
    let texts = rows.compactMap { row -> InlineText? in
      guard let share = row.percentOutside, share >= 5, let scores = row.possibleScores else {
        return nil
      }
      return """
        \(row.title), \(row.norm.name): scores cannot be normally distributed there, because \
        \(figure(share, decimals: 0))% of such a distribution would lie outside the possible scores \
        (\(formatted(scores.lowerBound)) to \(formatted(scores.upperBound))). The percentile is a rough guide.
        """
    }
    return texts.unique
  }
}

extension Array where Element: Equatable {
  /// The elements without repetitions, in their order.
  fileprivate var unique: [Element] {
    enumerated().filter { !self[..<$0.offset].contains($0.element) }.map(\.element)
  }
}

extension Norm {
  /// The group and its number.
  fileprivate var title: String { n.map { "\(name), n = \(grouped($0))" } ?? name }
}

extension NormComparison {
  fileprivate func differenceCells(alpha: Double) -> [String] {
    func meanAndSD(_ mean: Double?, _ sd: Double?) -> String {
      "\(figure(mean, decimals: 1)) (\(figure(sd, decimals: 1)))"
    }
    return [
      meanAndSD(norm.mean, norm.sd), grouped(sample.n),
      meanAndSD(sample.mean, sample.sd), figure(difference, decimals: 1),
      intervalFigure(welch?.interval(), decimals: 1), pFigure(welch?.p, at: alpha),
    ]
  }

  fileprivate var sizeCells: [String] {
    [
      figure(effect?.g, decimals: 2), intervalFigure(effect?.gInterval),
      equivalence.map { "±" + figure($0.bounds.high, decimals: 2) } ?? "—",
      pFigure(equivalence?.p, at: Self.equivalenceAlpha),
      isEquivalent ? "≈" : "",
      figure(z, decimals: 2), percentileFigure,
    ]
  }

  /// The level of the tests of equivalence.
  static let equivalenceAlpha = 0.05

  /// Whether the means are called equivalent.
  var isEquivalent: Bool {
    equivalence?.isEquivalent(alpha: Self.equivalenceAlpha) == true && noEquivalence == nil
  }

  /// Why significant tests of equivalence say nothing; nil if they do.
  var noEquivalence: InlineText? {
    if sample.sd == 0 { return "the default scores do not vary" }
    return sample.n < Self.fewestForEquivalence
      ? "\(counted(sample.n, "score")) \(sample.n == 1 ? "is" : "are") too few for it" : nil
  }

  /// Of fewer scores the SD, and with it the interval, can be narrow by chance.
  private static let fewestForEquivalence = 5

  private var percentileFigure: String {
    switch percentile {
    case let percentile? where percentile < 0.1: "<0.1"
    case let percentile? where percentile > 99.9: ">99.9"
    default: figure(percentile, decimals: 1)
    }
  }
}
