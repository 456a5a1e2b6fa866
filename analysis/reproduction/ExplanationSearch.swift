import Foundation
import Statistics
import Study

/// The search for what explains the figures of one column that do not follow from the scores.
///
/// A cause predicts figures; by chance it would fit one with the probability that a figure drawn
/// anywhere in the column's range lies in the window of its rounding. The evidence for a cause is
/// -log of these probabilities summed over all figures that it accounts for, less the log of how
/// many causes of its family were tried: one cause for many rows beats a cause for each. The cause
/// with the most evidence is taken first, over rows that it explains whole, then the next for what
/// is left; single figures of half-explained rows come last. Nothing is taken whose fit would come
/// about by chance too often (`Cause.Family.chance`); of causes of equal evidence the one of the
/// simpler family is taken, in the order of `Cause`.
struct ExplanationSearch {
  enum Measure: Hashable {
    /// By row.
    case change(Int)
    case defaultMean, defaultSD
  }

  struct Target: Hashable {
    let measure: Measure
    let subscale: Int

    var unit: Int {
      if case .change(let row) = measure { row } else { -1 }
    }
  }

  let table: PublishedTables.Table
  let column: PublishedTables.Column
  let evidence: Evidence
  let own: RecomputedFigures
  /// max - min of the column's recomputed changes, by subscale.
  private let ranges: [Double]

  init(
    table: PublishedTables.Table, column: PublishedTables.Column, evidence: Evidence,
    own: RecomputedFigures
  ) {
    self.table = table
    self.column = column
    self.evidence = evidence
    self.own = own
    ranges = evidence.subscales.map { subscale in
      let changes = (own.cells[subscale] ?? [:]).filter { $0.key.isPrintable }
        .compactMap(\.value.meanChange)
      return (changes.max() ?? 0) - (changes.min() ?? 0)
    }
  }

  func causes(of mismatched: [Target]) -> [Target: Cause] {
    var fits: [Target: [Cause: Fit]] = [:]
    for target in mismatched { fits[target] = self.fits(of: target) }
    var found: [Target: Cause] = [:]
    for wholeRows in [true, false] {
      while let best = best(among: fits.filter { found[$0.key] == nil }, wholeRows: wholeRows) {
        for target in best.targets { found[target] = best.cause }
      }
    }
    for target in mismatched where found[target] == nil { found[target] = .unexplained }
    return found
  }

  /// A cause that predicts a printed figure.
  private struct Fit {
    /// -log of the probability that it does so by chance.
    let surprise: Double
    /// How many figures the causes of its family predict for this target.
    let tried: Int
  }

  private func fits(of target: Target) -> [Cause: Fit] {
    guard let printed = printed(target) else { return [:] }
    var fits: [Cause: Fit] = [:]
    for causes in Dictionary(grouping: candidates(target), by: \.family).values {
      let predictions = causes.map { ($0, estimates($0, target)) }.filter { !$0.1.isEmpty }
      // Causes that predict the same figure count once.
      let tried = Set(predictions.map { $0.1.map { ($0.value * 1e6).rounded() } }).count
      for (cause, estimates) in predictions
      where estimates.contains(where: { printed.canStand(for: $0.value, slack: $0.slack) }) {
        fits[cause] = Fit(
          surprise: -log(chance(of: estimates, printed, target)), tried: max(1, tried))
      }
    }
    return fits
  }

  private func best(
    among fits: [Target: [Cause: Fit]], wholeRows: Bool
  ) -> (cause: Cause, targets: [Target])? {
    let rows = Dictionary(grouping: fits.keys) { wholeRows ? [$0.unit] : [$0.unit, $0.subscale] }
    var covered: [Cause: [Target]] = [:]
    for targets in rows.values {
      for cause in fits[targets[0]]!.keys
      where targets.allSatisfy({ fits[$0]![cause] != nil }) {
        covered[cause, default: []] += targets
      }
    }
    let weighed = covered.map { cause, targets in
      let each = targets.map { fits[$0]![cause]! }
      let surprise = each.map(\.surprise).sorted().reduce(0, +)
      return (
        cause: cause, targets: targets,
        weight: surprise - log(Double(each.map(\.tried).max() ?? 1))
      )
    }
    return weighed.filter { $0.weight >= -log($0.cause.family.chance) }
      .max { a, b in
        abs(a.weight - b.weight) > 1e-9 ? a.weight < b.weight : isSimpler(b.cause, than: a.cause)
      }
      .map { ($0.cause, $0.targets) }
  }

  private func isSimpler(_ a: Cause, than b: Cause) -> Bool {
    if a.family != b.family { return a.family < b.family }
    if case .rounding(let a) = a, case .rounding(let b) = b { return a.rawValue < b.rawValue }
    return "\(a)" < "\(b)"
  }

  private func evokedSD(_ subscale: Int) -> Double {
    cell(.overall, subscale)?.evoked.sd ?? 0
  }

  /// The probability that a figure drawn anywhere in the column's range fits one of the estimates.
  /// The range of a default's mean is from 0 to it, that of an SD from 0 to twice the larger of the
  /// default's and the evoked one.
  private func chance(
    of estimates: [Evidence.Estimate], _ printed: PrintedFigure, _ target: Target
  ) -> Double {
    var windows: [Evidence.Estimate] = []
    for estimate in estimates
    where !windows.contains(where: { abs($0.value - estimate.value) < printed.unit }) {
      windows.append(estimate)
    }
    let width = windows.reduce(0) { $0 + printed.unit + 2 * $1.slack }
    let range =
      switch target.measure {
      case .change: ranges[target.subscale]
      case .defaultMean: abs(recomputed(target) ?? 0)
      case .defaultSD: 2 * max(recomputed(target) ?? 0, evokedSD(target.subscale))
      }
    return min(0.5, width / max(range, 10 * printed.unit))
  }
}

extension Design.Position {
  /// Whether tables print rows of this kind.
  fileprivate var isPrintable: Bool {
    if case .situation = self { false } else { true }
  }
}

// MARK: Figures

extension ExplanationSearch {
  func printed(_ target: Target) -> PrintedFigure? {
    switch target.measure {
    case .change(let row): column.changes[row][target.subscale].figure
    case .defaultMean: column.default[target.subscale].mean
    case .defaultSD: column.default[target.subscale].sd
    }
  }

  func recomputed(_ target: Target) -> Double? {
    switch target.measure {
    case .change(let row): cell(table.rows[row].position, target.subscale)?.meanChange
    case .defaultMean: cell(.overall, target.subscale)?.default.mean
    case .defaultSD: cell(.overall, target.subscale)?.default.sd
    }
  }

  func cell(_ position: Design.Position, _ subscale: Int) -> RecomputedFigures.Cell? {
    own[evidence.subscales[subscale], position]
  }
}
