package import Statistics
package import Study

/// The crowd's figures per overall, emotion, factor, situation and subscale.
package struct Baseline: Sendable {
  /// Mean, standard deviation (n-1), median and the 95% t interval of the mean of one measure.
  package struct Measure: Sendable {
    package let summary: DescriptiveStatistics
    /// nil for fewer than two values.
    package let interval: Interval?

    package init(_ summary: DescriptiveStatistics) {
      self.summary = summary
      interval = summary.sample.meanInterval()
    }
  }

  /// A group of respondents who said the same of themselves.
  package struct Group: Sendable, Hashable {
    package let attribute: Attribute
    package let name: String
  }

  package struct Row: Sendable, SubscaleFigures {
    package let scale: ScoredSubscale
    package let position: Design.Position
    /// nil for a row of all who belong to its position.
    package var group: Group?
    package let n: Int
    package let `default`: Measure
    package let evoked: Measure
    /// Evoked minus default, person by person.
    package let change: Measure
    /// nil if undefined: with fewer than two people, or if all changes are equal.
    package let pairedT: TTest?
    package let wilcoxon: SignedRankTest?
    package let cohenDz: EffectSize?
    package let cohenDav: Double?
    /// Adjusted over the factors, within a subscale; nil on other levels.
    package var pHolm: Double?
    package var pBenjaminiHochberg: Double?
    /// The BCa bootstrap interval of the mean change, if requested.
    package var bca: Interval?
    /// The robust tests, if requested.
    package var robust: Robustness?
    /// Who is at the ends of the scale, if requested and the ends are known.
    package var ends: FloorAndCeiling?
    /// How the change goes with the default score, if requested.
    package var ancova: DefaultDependence?
    /// nil without a paired t.
    package fileprivate(set) var arrow: Arrow?

    /// The level as files write it; that of a group is `demographic`.
    package var levelName: String { group == nil ? position.level.rawValue : "demographic" }
    /// Whether it is a row of everyone.
    package var isOverall: Bool { group == nil && position == .overall }
  }

  package let alpha: Double
  package let rows: [Row]

  /// The baseline of all who have both scores of a subscale.
  ///
  /// Rows follow the design: overall, then each emotion with its factors, each factor with its
  /// situations; the subscales side by side. Positions without a respondent have no row.
  ///
  /// - Parameter alpha: the level of the unadjusted paired t that the arrow stands for.
  package init(_ respondents: Respondents, alpha: Double = 0.01) {
    let scores = PairedScores.all(respondents)
    var rows: [Row] = []
    for branch in respondents.design.branches {
      for scores in scores {
        let members = scores.members(of: branch)
        guard !members.isEmpty else { continue }
        rows.append(Row(scores.table, members: members, position: branch.position, alpha: alpha))
      }
    }
    let plain = Baseline(alpha: alpha, rows: rows)
    let holm = plain.adjusted(.holm)
    let benjaminiHochberg = plain.adjusted(.benjaminiHochberg)
    for index in rows.indices {
      rows[index].pHolm = holm[index]
      rows[index].pBenjaminiHochberg = benjaminiHochberg[index]
    }
    self.init(alpha: alpha, rows: rows)
  }

  package init(alpha: Double, rows: [Row]) {
    self.alpha = alpha
    self.rows = rows
  }

  /// The same figures, with the arrows of another level.
  package func at(alpha: Double) -> Baseline {
    var rows = rows
    for index in rows.indices { rows[index].arrow = Arrow(rows[index].pairedT, alpha: alpha) }
    return Baseline(alpha: alpha, rows: rows)
  }
}

extension Baseline.Row {
  /// - Parameter members: the respondents of the row, who have both scores.
  package init(
    _ scores: ScoreTable, members: some Sequence<Int32>, position: Design.Position, alpha: Double
  ) {
    let changes = scores.changes(of: members)
    self.init(
      scores.scale, at: position,
      default: DescriptiveStatistics(scores.scores(.default, of: members)),
      evoked: DescriptiveStatistics(scores.scores(.evoked, of: members)),
      change: DescriptiveStatistics(changes),
      wilcoxon: SignedRankTest(changes), alpha: alpha)
  }

  /// The figures that follow from the summaries of a row.
  package init(
    _ scale: ScoredSubscale, at position: Design.Position, default before: DescriptiveStatistics,
    evoked after: DescriptiveStatistics,
    change: DescriptiveStatistics, wilcoxon: SignedRankTest?, alpha: Double
  ) {
    self.scale = scale
    self.position = position
    self.wilcoxon = wilcoxon
    n = change.n
    `default` = Baseline.Measure(before)
    evoked = Baseline.Measure(after)
    self.change = Baseline.Measure(change)
    pairedT = TTest.oneSample(change.sample)
    cohenDz = EffectSize.cohenDz(ofDifferences: change.sample)
    cohenDav = EffectSize.cohenDav(from: before.sample, to: after.sample)
    arrow = Arrow(pairedT, alpha: alpha)
  }
}

extension Baseline {
  /// The same rows with the bootstrap interval of each mean change (BCa, Efron 1987).
  ///
  /// - Parameters:
  ///   - respondents: those whom the baseline was computed from.
  ///   - replicates: at least 1.
  package func bootstrapped(
    _ respondents: Respondents, replicates: Int, seed: UInt64
  ) -> Baseline {
    let changes = members(in: respondents).map { $0.table.changes(of: $0.members) }
    let intervals = Bootstrap(replicates: replicates, seed: seed).means(changes)
    var rows = rows
    for (index, interval) in intervals.enumerated() { rows[index].bca = interval?.bca }
    return Baseline(alpha: alpha, rows: rows)
  }

  /// The scores and the members of each row.
  func members(
    in respondents: Respondents
  ) -> [(table: ScoreTable, members: ArraySlice<Int32>)] {
    let scores = PairedScores.all(respondents)
    let branches = Dictionary(
      uniqueKeysWithValues: respondents.design.branches.map { ($0.position, $0) })
    return rows.map { row in
      let own = scores.first { $0.table.scale == row.scale }!
      return (own.table, own.members(of: branches[row.position]!))
    }
  }

  /// The p values of the paired t over the factors of a subscale, adjusted; nil on other rows.
  package func adjusted(_ method: Adjustment) -> [Double?] {
    var found: [Double?] = Array(repeating: nil, count: rows.count)
    let factors = rows.indices.filter { rows[$0].position.level == .factor }
    for indices in Dictionary(grouping: factors, by: { rows[$0].scale }).values {
      for (index, p) in zip(indices, method.adjust(indices.map { rows[$0].pairedT?.p })) {
        found[index] = p
      }
    }
    return found
  }
}
