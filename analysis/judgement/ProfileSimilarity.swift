package import Statistics

/// How a run's changes follow the crowd's from factor to factor, in one subscale.
package struct ProfileSimilarity: Sendable, SubscaleFigures {
  package let scale: ScoredSubscale
  /// How many factors have a change on both sides; the figures are over these.
  package let factors: Int
  package let pearson: Correlation?
  package let spearman: Correlation?
  /// The root of the mean squared difference of changes, in points of the scale; nil without
  /// factors.
  package let rmse: Double?
  /// The share of factors whose arrows agree, from 0 to 1: the run's, and that of the crowd's
  /// one-sample t of its changes, both at the same level. nil without factors.
  package let arrowAgreement: Double?

  package init(_ column: Run.Column, _ rows: [Judgement.Row], alpha: Double) {
    let pairs = rows.compactMap { row in
      row.changes.map { (run: $0.run, crowd: $0.crowd, row: row) }
    }
    scale = column.scale
    factors = pairs.count
    pearson = Correlation.pearson(pairs.map(\.run), pairs.map(\.crowd))
    spearman = Correlation.spearman(pairs.map(\.run), pairs.map(\.crowd))
    rmse = rootMeanSquare(pairs.map { $0.run - $0.crowd })
    let agreeing = pairs.count { $0.row.published.arrow == $0.row.crowdArrow(alpha: alpha) }
    arrowAgreement = pairs.isEmpty ? nil : Double(agreeing) / Double(pairs.count)
  }
}

/// How far a run is from people: the root mean squared difference of its changes from the crowd's,
/// over the factors of every subscale.
package struct DistanceFromCrowd: Sendable, Equatable {
  /// How many factors of how many subscales: 72 for EmotionBench's 36 and two.
  package let figures: Int
  /// In points of the scale; nil without figures.
  package let rmse: Double?

  package init(_ rows: [Judgement.Row]) {
    let differences = rows.compactMap { $0.changes.map { $0.run - $0.crowd } }
    figures = differences.count
    rmse = rootMeanSquare(differences)
  }
}

extension Judgement.Row {
  /// The mean changes; nil unless both are defined.
  fileprivate var changes: (run: Double, crowd: Double)? {
    guard let change, let crowd = crowd?.crowd.change.mean else { return nil }
    return (change, crowd)
  }

  /// The arrow of the crowd's one-sample t of its changes, as a baseline has it.
  package func crowdArrow(alpha: Double) -> Arrow? {
    crowd.map { Arrow(TTest.oneSample($0.crowd.change), alpha: alpha) }
  }
}

private func rootMeanSquare(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  return defined((sum(values) { $0 * $0 } / Double(values.count)).squareRoot())
}
