package import Statistics
package import Study

/// A run against itself and against a crowd: whether its situations moved it, and how far from
/// people it is.
package struct Judgement: Sendable {
  /// What counts as one observation.
  package enum Unit: String, Sendable, CaseIterable {
    /// Every evoked score of the run, and every person of the crowd.
    case repetition
    /// The mean of each situation, on both sides.
    case situation
  }

  /// How a judgement is made.
  package struct Method: Sendable, Equatable {
    package let variant: PublishedVariant
    package let unit: Unit
    /// The level of the F test, and of the t tests for the arrows.
    package let alpha: Double
    /// Whether there are rows of single situations, if the unit is the repetition.
    package let withSituations: Bool
    /// How situations are resampled.
    package let bootstrap: Bootstrap
    /// How many divisions the p of a distance is drawn from; nil for no distances.
    package let permutations: Int?

    package init(
      variant: PublishedVariant = .described, unit: Unit = .repetition, alpha: Double = 0.01,
      withSituations: Bool = false, bootstrap: Bootstrap = Bootstrap(replicates: 2_000, seed: 1),
      permutations: Int? = nil
    ) {
      self.variant = variant
      self.unit = unit
      self.alpha = alpha
      self.withSituations = withSituations && unit == .repetition
      self.bootstrap = bootstrap
      self.permutations = permutations
    }
  }

  package struct Row: Sendable, SubscaleFigures {
    package let scale: ScoredSubscale
    package let position: Design.Position
    /// The run's evoked scores, or the means of its situations.
    package let evoked: SampleSummary
    /// All the run's default scores, in every row the same.
    package let `default`: SampleSummary
    /// Mean evoked minus mean default; nil if either is undefined.
    package let change: Double?
    /// The run's evoked scores against its default ones. With situations as units it is Welch's
    /// test of their means, without a test of variances: a mean's variance is not a score's.
    package let published: PublishedTest
    /// nil if the crowd is empty here.
    package let crowd: CrowdComparison?
    /// nil with situations as units.
    package let random: RandomSituations?
    /// Of the run's evoked scores from the crowd's; nil unless requested and both have some.
    package let distribution: DistributionDistance?
  }

  package let method: Method
  /// In the order of the design, both subscales next to each other; even if the run has no score.
  package let rows: [Row]
  /// One a subscale.
  package let profiles: [ProfileSimilarity]
  /// Over the factors of all subscales together.
  package let distance: DistanceFromCrowd
  /// nil if no factor has a change on both sides.
  package let resamples: ProfileResamples?
  /// How many situations the run answered in any subscale, how many the crowd has, and how many both.
  /// If the run lacks some, every row compares it with the people who had one of the others.
  package let situations: (ofRun: Int, ofCrowd: Int, shared: Int)

  package init(_ run: Run, against crowd: CrowdReference, method: Method = Method()) {
    self.method = method
    let branches = run.design.branches.filter {
      $0.position.level != .control && ($0.position.level != .situation || method.withSituations)
    }
    let columns = run.columns.map { ScoresByCell($0, run.design) }
    let cells = branches.flatMap { branch in columns.map { (branch: branch, scores: $0) } }
    rows = inParallel(cells.count) { index in
      let (branch, scores) = cells[index]
      return switch method.unit {
      case .repetition:
        scores.row(of: branch, against: crowd, method: method, stream: UInt64(index))
      case .situation:
        scores.situationRow(of: branch, against: crowd, method: method)
      }
    }
    let factors = rows.filter { $0.position.level == .factor }
    profiles = run.columns.map { column in
      ProfileSimilarity(
        column, factors.filter { $0.scale == column.scale }, method: method)
    }
    distance = DistanceFromCrowd(factors, unit: method.unit)
    resamples = ProfileResamples(
      columns, run.design, over: distance.over, against: crowd, method: method)
    let answered = columns.reduce(into: Set()) { $0.formUnion($1.answered) }
    situations = (
      answered.count, crowd.situations.count, crowd.situations.count(where: answered.contains)
    )
  }

  /// How many people of the crowd the run is compared with.
  package var people: Int {
    rows.filter { $0.position.level == .overall }.compactMap { $0.crowd?.people }.max() ?? 0
  }

  /// Whether the run has no default score of any subscale, so that it has no change.
  package var lacksDefaults: Bool { rows.allSatisfy { $0.default.n == 0 } }
}

/// The scores of one column, sorted by situation.
struct ScoresByCell: Sendable {
  let column: Run.Column
  /// The evoked scores of each cell in rising order, so that the order of repetitions cannot
  /// change a digit.
  let evoked: [[Double]]
  let `default`: SampleSummary
  /// The situation of each cell, and the number of its factor.
  let situations: [Design.Position]
  let factors: [Int32]
  /// The situations that have evoked scores.
  let answered: Set<Design.Position>

  init(_ column: Run.Column, _ design: Design) {
    self.column = column
    let situations = design.cells.map { Design.Position($0, .situation) }
    self.situations = situations
    factors = design.branches(.factor).enumerated().flatMap { number, branch in
      branch.cells.map { _ in Int32(number) }
    }
    answered = Set(Set(column.cell).map { situations[Int($0)] })
    var evoked = [[Double]](repeating: [], count: situations.count)
    for (score, cell) in zip(column.evoked, column.cell) { evoked[Int(cell)].append(score) }
    self.evoked = evoked.map { $0.sorted() }
    self.default = SampleSummary(column.default.sorted())
  }

  /// The row of a position with repetitions and people as units.
  ///
  /// - Parameter stream: of its random draws.
  func row(
    of branch: Design.Branch, against crowd: CrowdReference, method: Judgement.Method,
    stream: UInt64
  ) -> Judgement.Row {
    let scores = branch.cells.flatMap { self.evoked[$0] }
    let evoked = SampleSummary(scores)
    let people = people(of: crowd, at: branch.position)
    return row(
      of: branch, evoked: evoked,
      published: PublishedTest(
        evoked: evoked, default: `default`, alpha: method.alpha, variant: method.variant),
      crowd: people.map {
        CrowdComparison(evoked: evoked, default: `default`, crowd: $0, people: $0, pairs: nil)
      }, random: randomSituations(of: branch, against: crowd),
      distribution: method.permutations.flatMap { permutations in
        DistributionDistance(
          scores, branch.cells.flatMap { evokedScores(of: crowd, in: $0) },
          permutations: permutations, seed: method.bootstrap.seed, stream: stream)
      })
  }

  /// The crowd's people whose situation the run answered.
  func people(of crowd: CrowdReference, at position: Design.Position) -> CrowdReference.Cell? {
    crowd.people(column.instrument, column.subscale, at: position, having: answered)
  }

  /// The scores of the crowd's people in a situation that the run answered.
  private func evokedScores(of crowd: CrowdReference, in cell: Int) -> [Double] {
    answered.contains(situations[cell])
      ? crowd.evokedScores(column.instrument, column.subscale, in: situations[cell]) : []
  }

  func row(
    of branch: Design.Branch, evoked: SampleSummary, published: PublishedTest,
    crowd: CrowdComparison?, random: RandomSituations? = nil,
    distribution: DistributionDistance? = nil
  ) -> Judgement.Row {
    Judgement.Row(
      scale: column.scale, position: branch.position, evoked: evoked, default: `default`,
      change: evoked.shifted(by: `default`).mean, published: published, crowd: crowd,
      random: random, distribution: distribution)
  }
}

extension SampleSummary {
  /// A run's scores less their mean default, which is taken as a known constant.
  package func shifted(by baseline: SampleSummary) -> SampleSummary {
    guard let before = baseline.mean else { return SampleSummary(n: n, mean: nil, sd: nil) }
    return SampleSummary(n: n, mean: mean.map { $0 - before }, sd: sd)
  }
}
