import Statistics
package import Study

/// How many are at the lowest and at the highest score that a subscale has, before and after.
package struct FloorAndCeiling: Sendable {
  /// Numbers of people.
  package struct Ends: Sendable {
    package let floor: Int
    package let ceiling: Int
  }

  /// The lowest and the highest possible score.
  package let range: ClosedRange<Double>
  package let n: Int
  package let `default`: Ends
  package let evoked: Ends

  /// nil without members, who have both scores, or if the range is not known.
  init?(_ scores: ScoreTable, members: some Collection<Int32>) {
    guard let possible = scores.range, !members.isEmpty else { return nil }
    // As scores are, without what rounding leaves of weights such as 0.1.
    let ends = [possible.lowerBound, possible.upperBound].map {
      fraction(near: $0, within: 8 * max($0.magnitude, 1).ulp)
    }
    let range = ends[0]...ends[1]
    func count(_ occasion: Occasion) -> Ends {
      let values = scores.scores(occasion, of: members)
      return Ends(
        floor: values.count { $0 == range.lowerBound },
        ceiling: values.count { $0 == range.upperBound })
    }
    self.range = range
    n = members.count
    `default` = count(.default)
    evoked = count(.evoked)
  }
}

extension Baseline {
  /// The same rows with those at the ends of the scale.
  ///
  /// - Parameter respondents: those whom the baseline was computed from.
  package func withFloorAndCeiling(_ respondents: Respondents) -> Baseline {
    var rows = rows
    for (index, (table, members)) in members(in: respondents).enumerated() {
      rows[index].ends = FloorAndCeiling(table, members: members)
    }
    return Baseline(alpha: alpha, rows: rows)
  }
}
