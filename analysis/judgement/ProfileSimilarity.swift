package import Statistics
package import Study

/// How a run's changes follow the crowd's from factor to factor, in one subscale.
package struct ProfileSimilarity: Sendable, SubscaleFigures {
  package let scale: ScoredSubscale
  /// How many factors have a change on both sides; the figures are over these.
  package let factors: Int
  /// nil below three factors, like `spearman`: two points always lie on a line.
  package let pearson: Correlation?
  package let spearman: Correlation?
  /// The root of the mean squared difference of changes, in points of the scale; nil without
  /// factors.
  package let rmse: Double?
  /// How many of the factors have an arrow on both sides: the run's, and that of the crowd's
  /// one-sample t of its changes, both at the same level.
  package let arrows: Int
  /// The share of these whose arrows agree, from 0 to 1; nil if there are none.
  package let arrowAgreement: Double?
  /// The same corrected for chance; nil also if both sides have the same arrow everywhere, or
  /// below five factors with arrows: chance agreement is estimated from these few.
  package let arrowKappa: CohenKappa?
  /// The RMSE by the yardstick of people; nil also with situations as units, whose means it is not
  /// made for.
  package let closeness: Closeness?

  /// How many factors a correlation over them takes.
  package static let fewestFactors = 3
  /// How many factors with arrows Cohen's kappa takes.
  package static let fewestArrows = 5

  package init(_ column: Run.Column, _ rows: [Judgement.Row], method: Judgement.Method) {
    let alpha = method.alpha
    let pairs = rows.compactMap { row in
      row.changes.map { (run: $0.run, crowd: $0.crowd, row: row) }
    }
    scale = column.scale
    factors = pairs.count
    let hasProfile = factors >= Self.fewestFactors
    pearson = hasProfile ? .pearson(pairs.map(\.run), pairs.map(\.crowd)) : nil
    spearman = hasProfile ? .spearman(pairs.map(\.run), pairs.map(\.crowd)) : nil
    rmse = rootMeanSquare(pairs.map { $0.run - $0.crowd })
    let arrows = pairs.compactMap { pair in
      pair.row.published.arrow.flatMap { ours in
        pair.row.crowdArrow(alpha: alpha).map { (run: ours, crowd: $0) }
      }
    }
    self.arrows = arrows.count
    arrowAgreement =
      arrows.isEmpty ? nil : Double(arrows.count { $0.run == $0.crowd }) / Double(arrows.count)
    arrowKappa =
      arrows.count >= Self.fewestArrows
      ? CohenKappa(arrows.map(\.run), arrows.map(\.crowd)) : nil
    closeness = Closeness(rmse, pairs.map(\.row), method.unit)
  }
}

/// How far a run is from people: the root mean squared difference of its changes from the crowd's,
/// over the factors of every subscale.
package struct DistanceFromCrowd: Sendable, Equatable {
  /// A factor of a subscale.
  package struct Figure: Sendable, Hashable {
    package let scale: ScoredSubscale
    package let position: Design.Position
  }

  /// The factors of every subscale that have a change on both sides: 72 for EmotionBench's 36 and
  /// two.
  package let over: Set<Figure>
  /// In points of the scale; nil without figures.
  package let rmse: Double?
  /// As of a subscale.
  package let closeness: Closeness?

  package init(_ rows: [Judgement.Row], unit: Judgement.Unit = .repetition) {
    let rows = rows.filter { $0.changes != nil }
    let differences = rows.compactMap { $0.changes.map { $0.run - $0.crowd } }
    over = Set(rows.map { Figure(scale: $0.scale, position: $0.position) })
    rmse = rootMeanSquare(differences)
    closeness = Closeness(rmse, rows, unit)
  }

  package var figures: Int { over.count }
  /// How many factors they are, each counted once.
  package var factors: Int { Set(over.map(\.position)).count }
}

extension Closeness {
  fileprivate init?(_ rmse: Double?, _ rows: [Judgement.Row], _ unit: Judgement.Unit) {
    guard unit == .repetition else { return nil }
    self.init(rmse: rmse, changes: rows.compactMap { $0.crowd?.crowd.change })
  }
}

extension Judgement.Row {
  /// The mean changes; nil unless both are defined.
  fileprivate var changes: (run: Double, crowd: Double)? {
    guard let change, let crowd = crowd?.crowd.change.mean else { return nil }
    return (change, crowd)
  }

  /// The arrow of the crowd's one-sample t of its changes, as a baseline has it; nil without one.
  package func crowdArrow(alpha: Double) -> Arrow? {
    Arrow(crowd.flatMap { TTest.oneSample($0.crowd.change) }, alpha: alpha)
  }
}

private func rootMeanSquare(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  return defined((sum(values) { $0 * $0 } / Double(values.count)).squareRoot())
}
