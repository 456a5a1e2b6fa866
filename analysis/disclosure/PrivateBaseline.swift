internal import Foundation
import Statistics
package import Study

/// A baseline that is differentially private on its own: whether one person took part or not
/// changes the chance of any outcome by a factor of exp(epsilon) at most (Dwork et al. 2006).
///
/// A person is in one factor alone, so factors do not share the epsilon. Within a factor it is
/// split evenly over the number of people and, for each subscale, the sums of the default and the
/// evoked scores and of squared changes. Scores are clamped to their scale's range, which is known
/// beforehand, and sums are taken from its middle. The noise is the two-sided geometric one (Ghosh,
/// Roughgarden and Sundararajan 2012): whole numbers, so no rounding of a floating-point Laplace
/// draw discloses anything. Rows of emotions and the overall row add up their factors.
package struct PrivateBaseline: Sendable {
  /// A person's scores, and the index of the factor in the design.
  package typealias Pair = (factor: Int, default: Int, evoked: Int)

  package struct Column: Sendable {
    let instrument: String
    let subscale: String
    let range: ClosedRange<Int>
    let pairs: [Pair]

    package init(instrument: String, subscale: String, range: ClosedRange<Int>, pairs: [Pair]) {
      self.instrument = instrument
      self.subscale = subscale
      self.range = range
      self.pairs = pairs
    }
  }

  package struct Row: Sendable {
    package let level: String
    package let emotion: String?
    package let factor: String?
    package let instrument: String
    package let subscale: String
    /// Approximate; at least 1 when means are formed.
    package let n: Int
    package let `default`: Double
    package let evoked: Double
    package let change: Double
    /// Standard deviation of the change; nil if the noise makes it undefined.
    package let changeSD: Double?
    /// What the noise adds to a mean: the standard deviation of its error.
    package let noise: Double
  }

  /// Noisy sums of one factor and subscale, measured from the middle of the range, doubled.
  private struct Sums {
    var n = 0
    var before = 0
    var after = 0
    var squares = 0
    var factors = 0
  }

  package let epsilon: Double
  /// The share of epsilon that each released number has.
  package let share: Double
  package let rows: [Row]

  package init(
    _ columns: [Column], of design: Design, epsilon: Double,
    using generator: inout some RandomNumberGenerator
  ) {
    self.epsilon = epsilon
    let share = epsilon / Double(1 + 3 * max(1, columns.count))
    self.share = share
    let counts = design.branches(.factor).indices.map { factor in
      (columns.map { column in column.pairs.count { $0.factor == factor } }.max() ?? 0)
        + Self.noise(sensitivity: 1, share, using: &generator)
    }
    var rows: [[Row]] = []
    for column in columns {
      let middle = column.range.lowerBound + column.range.upperBound
      let width = column.range.upperBound - column.range.lowerBound
      var sums = counts.map { Sums(n: $0, factors: 1) }
      for pair in column.pairs {
        let before = min(max(pair.default, column.range.lowerBound), column.range.upperBound)
        let after = min(max(pair.evoked, column.range.lowerBound), column.range.upperBound)
        sums[pair.factor].before += 2 * before - middle
        sums[pair.factor].after += 2 * after - middle
        sums[pair.factor].squares += (after - before) * (after - before)
      }
      for cell in sums.indices {
        sums[cell].before += Self.noise(sensitivity: width, share, using: &generator)
        sums[cell].after += Self.noise(sensitivity: width, share, using: &generator)
        sums[cell].squares += Self.noise(sensitivity: width * width, share, using: &generator)
      }
      rows.append(
        Self.branches(design).map { position, factors in
          let total = factors.reduce(into: Sums()) { total, factor in
            total.n += sums[factor].n
            total.before += sums[factor].before
            total.after += sums[factor].after
            total.squares += sums[factor].squares
            total.factors += 1
          }
          return Self.row(column, total, middle: middle, position, share: share)
        })
    }
    self.rows = (rows.first?.indices).map { $0.flatMap { index in rows.map { $0[index] } } } ?? []
  }

  /// The positions down to the factors, each with the indices of its factors.
  private static func branches(_ design: Design) -> [(Design.Position, factors: [Int])] {
    let factors = design.branches(.factor)
    return design.branches.filter {
      $0.position.level != .situation && $0.position.level != .control
    }.map { branch in
      (
        branch.position,
        factors.indices.filter { branch.cells.contains(factors[$0].cells.lowerBound) }
      )
    }
  }

  private static func row(
    _ column: Column, _ sums: Sums, middle: Int, _ position: Design.Position, share: Double
  ) -> Row {
    let n = Double(max(1, sums.n))
    func mean(_ sum: Int) -> Double {
      let mean = (Double(sum) / n + Double(middle)) / 2
      return min(max(mean, Double(column.range.lowerBound)), Double(column.range.upperBound))
    }
    let change = mean(sums.after) - mean(sums.before)
    let variance = (Double(sums.squares) - n * change * change) / max(1, n - 1)
    let width = Double(column.range.upperBound - column.range.lowerBound)
    return Row(
      level: position.level.rawValue, emotion: position.emotion, factor: position.factor,
      instrument: column.instrument, subscale: column.subscale, n: max(0, sums.n),
      default: mean(sums.before), evoked: mean(sums.after), change: change,
      changeSD: variance > 0 ? variance.squareRoot() : nil,
      noise: (2 * Double(sums.factors)).squareRoot() * width / share / 2 / n)
  }

  /// A draw of the two-sided geometric distribution: P(z) is proportional to exp(-|z| share / s).
  package static func noise(
    sensitivity: Int, _ share: Double, using generator: inout some RandomNumberGenerator
  ) -> Int {
    let rate = share / Double(sensitivity)
    func geometric() -> Int {
      // 53 random bits, never 0.
      let uniform = (Double(generator.next() >> 11) + 1) * 0x1p-53
      return Int(min(1e15, (log(uniform) / -rate).rounded(.down)))
    }
    return geometric() - geometric()
  }

  /// The noise's standard deviation in the mean of the factor in the middle.
  package var typicalError: Double {
    let errors = rows.filter { $0.level == "factor" }.map(\.noise).sorted()
    return errors.isEmpty ? 0 : errors[errors.count / 2]
  }

  /// The same for the mean of changes, each the difference of two scores.
  package var typicalErrorOfChange: Double { typicalError * 2.0.squareRoot() }
}
