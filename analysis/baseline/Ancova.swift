package import Statistics
package import Study

/// How the change of a row goes with the default score.
package struct DefaultDependence: Sendable {
  /// r of the default score and the change. The error of the default score is in both, with opposite
  /// signs, so it is negative even if the true change does not depend on the true score.
  package let correlation: Correlation?
  /// r of the mean of both scores and the change (Oldham, 1962, Journal of Chronic Diseases 15,
  /// 969-977): above 0 exactly if the scores vary more after than before.
  package let oldham: Correlation?
  /// What the row's mean evoked score and change are expected to be if it had the mean default score of
  /// everyone; nil in the overall row, which has it, and without a model.
  package fileprivate(set) var adjusted: (evoked: CovarianceAnalysis.AdjustedMean, change: Double)?
  /// The 95% interval of the adjusted change.
  package fileprivate(set) var changeInterval: Interval?

  init(_ scores: ScoreTable, members: some Sequence<Int32>) {
    let before = scores.scores(.default, of: members)
    let after = scores.scores(.evoked, of: members)
    let changes = differences(from: before, to: after)
    // If one score is constant, the change is the other one: r is 1 or −1 by arithmetic.
    let isDefined = varies(before) && varies(after)
    correlation = isDefined ? Correlation.pearson(before, changes) : nil
    oldham =
      isDefined ? Correlation.pearson(zip(before, after).map { ($0 + $1) / 2 }, changes) : nil
  }
}

private func varies(_ scores: [Double]) -> Bool { scores.contains { $0 != scores[0] } }

/// Means of emotions, factors or situations adjusted for the default score: `evoked ~ factor +
/// default`.
package struct Ancova: Sendable, SubscaleFigures {
  package enum Obstacle: Sendable {
    /// No more people than parameters.
    case tooFew
    /// Of the scores within groups, one does not vary.
    case constantDefault, constantEvoked
    /// The default score and the group explain the evoked score but for rounding.
    case nothingLeft
  }

  package let scale: ScoredSubscale
  /// What the groups are.
  package let level: Design.Level
  package let n: Int
  package let groups: Int
  /// nil if something is in the way.
  package let model: CovarianceAnalysis?
  /// The reason why there is no model.
  package let obstacle: Obstacle?
  /// The group whose mean change the adjustment moves most, and by how many points; nil without a
  /// model.
  package fileprivate(set) var largestShift: (position: Design.Position, by: Double)?
}

extension Ancova.Obstacle {
  /// Of groups that have no model.
  fileprivate init(_ groups: [(before: [Double], after: [Double])]) {
    self =
      if groups.reduce(0, { $0 + $1.before.count }) < groups.count + 2 {
        .tooFew
      } else if !groups.contains(where: { varies($0.before) }) {
        .constantDefault
      } else if !groups.contains(where: { varies($0.after) }) {
        .constantEvoked
      } else {
        .nothingLeft
      }
  }
}

extension Baseline {
  /// The same rows with how the change goes with the default score, and the models that adjust it: of
  /// each subscale, those of the emotions, the factors and the situations.
  ///
  /// - Parameter respondents: those whom the baseline was computed from.
  package func withAncova(_ respondents: Respondents) -> (baseline: Baseline, models: [Ancova]) {
    var rows = rows
    let members = members(in: respondents)
    for (index, (table, members)) in members.enumerated() {
      rows[index].ancova = DefaultDependence(table, members: members)
    }
    var models: [Ancova] = []
    for scale in rows.filter(\.isOverall).map(\.scale) {
      for level in [Design.Level.emotion, .factor, .situation] {
        let own = rows.indices.filter {
          rows[$0].scale == scale && rows[$0].position.level == level
        }
        let columns = own.map { index in
          let (table, members) = members[index]
          return (table.scores(.default, of: members), table.scores(.evoked, of: members))
        }
        let model = CovarianceAnalysis(columns)
        var ancova = Ancova(
          scale: scale, level: level, n: own.reduce(0) { $0 + rows[$1].n }, groups: own.count,
          model: model, obstacle: model == nil ? Ancova.Obstacle(columns) : nil)
        let start = model?.covariateMean ?? 0
        for (index, mean) in zip(own, model?.means ?? []) {
          guard let mean, let raw = rows[index].change.summary.mean else { continue }
          let change = mean.estimate - start
          rows[index].ancova?.adjusted = (mean, change)
          rows[index].ancova?.changeInterval = Interval(
            low: mean.interval.low - start, high: mean.interval.high - start)
          if ancova.largestShift.map({ abs(change - raw) > abs($0.by) }) ?? true {
            ancova.largestShift = (rows[index].position, change - raw)
          }
        }
        models.append(ancova)
      }
    }
    return (Baseline(alpha: alpha, rows: rows), models)
  }
}
