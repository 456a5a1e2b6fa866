import Statistics

/// What a finished study could have detected: for each row of a baseline the smallest change that
/// its participants can detect with a given power, and the smallest bounds within which they can
/// show equivalence.
///
/// Power at the effect that was found is omitted on purpose: it says nothing that p does not
/// (Hoenig and Heisey, 2001, The American Statistician 55, 19-24).
package struct DetectableChange: Sendable {
  package struct Row: Sendable {
    package let baseline: Baseline.Row
    /// In SDs of the change, by the two-sided paired t; nil for fewer than two people.
    package let d: Double?
    /// The same in points of the scale; nil also if the SD is undefined or 0.
    package let points: Double?
    /// In SDs of the change, by two one-sided tests at the level of `EquivalenceTest` and a true
    /// change of 0.
    package let bound: Double?
    package let boundPoints: Double?

    /// How far a change can go at most; nil if the ends of the scale are not known.
    package var widest: Double? {
      baseline.ends.map { $0.range.upperBound - $0.range.lowerBound }
    }
  }

  package let alpha: Double
  package let power: Double
  package let rows: [Row]

  package init(_ baseline: Baseline, alpha: Double, power: Double) {
    self.alpha = alpha
    self.power = power
    // Many rows have the same n.
    var known: [Int: (d: Double?, bound: Double?)] = [:]
    rows = baseline.rows.map { row in
      let found =
        known[row.n]
        ?? (
          TTestPower(alpha: alpha).detectable(n: Double(row.n), power: power),
          EquivalencePower(alpha: EquivalenceTest.alpha)
            .detectableBound(n: Double(row.n), power: power)
        )
      known[row.n] = found
      let sd = row.change.summary.sd
      let points = { (effect: Double?) in
        effect.flatMap { effect in sd.flatMap { $0 > 0 ? effect * $0 : nil } }
      }
      return Row(
        baseline: row, d: found.d, points: points(found.d), bound: found.bound,
        boundPoints: points(found.bound))
    }
  }
}
