package import Statistics
package import Study

/// What a run's likeness to the crowd would be with other situations: its figures over resamples of
/// the situations within each factor.
///
/// A resample has the same situations on both sides, as run and crowd have. Draws of their own would
/// add to the differences what situations add to either side, which the figures themselves do not
/// have. The people and the repetitions in a situation, and the run's default scores, stay as they
/// are; every factor stays, too.
package struct ProfileResamples: Sendable {
  /// Of one subscale.
  package struct Figures: Sendable {
    package let pearson: Resampled
    package let spearman: Resampled
    package let rmse: Resampled
  }

  /// What is drawn, by factor.
  package let situations: [[Design.Position]]
  /// Over the factors of every subscale.
  package let rmse: Resampled
  /// In the order of the run's columns.
  package let subscales: [Figures]

  /// nil if no factor has a change on both sides.
  ///
  /// - Parameter over: the factors of each subscale that have one.
  init?(
    _ columns: [ScoresByCell], _ design: Design, over: Set<DistanceFromCrowd.Figure>,
    against crowd: CrowdReference, method: Judgement.Method
  ) {
    let compared = Set(over.map(\.position))
    let answered = columns.reduce(into: Set()) { $0.formUnion($1.answered) }
    let factors = design.branches(.factor).filter { compared.contains($0.position) }
    let cells = factors.map { $0.cells.filter { answered.contains(columns[0].situations[$0]) } }
    guard !factors.isEmpty else { return nil }
    situations = cells.map { $0.map { columns[0].situations[$0] } }
    let sums = columns.map { column in
      SituationSums(
        column, cells,
        included: factors.map {
          over.contains(.init(scale: column.column.scale, position: $0.position))
        }, against: crowd, unit: method.unit)
    }
    let found = method.bootstrap.intervals(strata: cells.map(\.count)) { units in
      let profiles = sums.map { $0.changes(of: units) }
      var squares = 0.0
      var count = 0
      var isDefined = true
      var figures: [Double?] = []
      for profile in profiles {
        guard let (ours, theirs) = profile, !ours.isEmpty else {
          figures += [nil, nil, nil]
          isDefined = isDefined && profile != nil
          continue
        }
        let hasProfile = ours.count >= ProfileSimilarity.fewestFactors
        let own = sum(zip(ours, theirs).map { $0 - $1 }) { $0 * $0 }
        figures += [
          hasProfile ? Correlation.pearsonCoefficient(ours, theirs) : nil,
          hasProfile ? Correlation.spearmanCoefficient(ours, theirs) : nil,
          (own / Double(ours.count)).squareRoot(),
        ]
        squares += own
        count += ours.count
      }
      return [isDefined && count > 0 ? (squares / Double(count)).squareRoot() : nil] + figures
    }
    rmse = found[0].centeredOnSquare()
    subscales = columns.indices.map {
      Figures(
        pearson: found[3 * $0 + 1], spearman: found[3 * $0 + 2],
        rmse: found[3 * $0 + 3].centeredOnSquare())
    }
  }

  /// Whether an interval misses its figure, so that it is not given.
  package var hasMisses: Bool {
    ([rmse] + subscales.flatMap { [$0.pearson, $0.spearman, $0.rmse] })
      .contains(where: \.missesEstimate)
  }

  /// Whether a factor has a single situation, which is in every resample.
  package var hasSingleSituations: Bool { situations.contains { $0.count == 1 } }
}

/// The weight and the sum of a column's situations on both sides.
private struct SituationSums {
  private let `default`: Double
  /// The factor of each situation.
  private let factor: [Int]
  /// Whether the column has a change on both sides, by factor.
  private let included: [Bool]
  private var ours: [(weight: Double, sum: Double)] = []
  private var theirs: [(weight: Double, sum: Double)] = []

  init(
    _ column: ScoresByCell, _ cells: [[Int]], included: [Bool], against crowd: CrowdReference,
    unit: Judgement.Unit
  ) {
    `default` = column.default.mean ?? 0
    self.included = included
    factor = cells.enumerated().flatMap { factor, cells in cells.map { _ in factor } }
    for cell in cells.joined() {
      let scores = SampleSummary(column.evoked[cell])
      let people =
        scores.n > 0 ? column.people(of: crowd, at: column.situations[cell])?.change : nil
      func part(_ sample: SampleSummary?) -> (weight: Double, sum: Double) {
        guard let sample, let mean = sample.mean else { return (0, 0) }
        let weight = unit == .repetition ? Double(sample.n) : 1
        return (weight, weight * mean)
      }
      ours.append(part(scores))
      theirs.append(part(people))
    }
  }

  /// The mean changes of the factors that are compared; nil if one has none.
  func changes(of situations: [Int]) -> (ours: [Double], theirs: [Double])? {
    let none = [(weight: Double, sum: Double)](repeating: (0, 0), count: included.count)
    var (own, crowd) = (none, none)
    for situation in situations {
      let factor = factor[situation]
      own[factor].weight += ours[situation].weight
      own[factor].sum += ours[situation].sum
      crowd[factor].weight += theirs[situation].weight
      crowd[factor].sum += theirs[situation].sum
    }
    var changes: (ours: [Double], theirs: [Double]) = ([], [])
    for factor in included.indices where included[factor] {
      guard own[factor].weight > 0, crowd[factor].weight > 0 else { return nil }
      changes.ours.append(own[factor].sum / own[factor].weight - `default`)
      changes.theirs.append(crowd[factor].sum / crowd[factor].weight)
    }
    return changes
  }
}
