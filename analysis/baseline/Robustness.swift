package import Statistics

/// What tests that do not assume normal changes say of one row, beside the t.
package struct Robustness: Sendable {
  /// Yuen's paired test of means trimmed by 20%; nil where it is undefined.
  package let trimmed: TrimmedTTest?
  package let signs: SignTest
  /// Of the changes; nil for fewer than 8 people, or where everybody changed alike.
  package let normality: NormalityTest?

  /// nil without people.
  package init?(_ column: Crowd.Column, members: [Int]) {
    let before = members.map { column.default[$0] }
    let after = members.map { column.evoked[$0] }
    let changes = differences(from: before, to: after)
    guard let signs = signTest(changes) else { return nil }
    trimmed = trimmedTTest(from: before, to: after)
    self.signs = signs
    normality = normalityTest(changes)
  }
}

extension Baseline {
  /// The same rows with robust tests.
  ///
  /// - Parameter crowd: the crowd that the baseline was computed from.
  package func withRobustTests(_ crowd: Crowd) -> Baseline {
    let members = crowd.columns.map { Self.respondents($0, of: crowd.places) }
    var rows = rows
    for index in rows.indices {
      let row = rows[index]
      guard
        let column = crowd.columns.firstIndex(where: {
          $0.instrument == row.instrument && $0.subscale == row.subscale
        }), let people = members[column][row.position]
      else { continue }
      rows[index].robust = Robustness(crowd.columns[column], members: people)
    }
    return Baseline(alpha: alpha, rows: rows)
  }
}

extension Baseline.Row {
  /// The natural logarithm of the JZS Bayes factor of the paired t, prior scale √2/2; nil where
  /// the t is undefined.
  package var logBayesFactor: Double? {
    pairedT.flatMap { Statistics.logBayesFactor(t: $0.t, n: n) }
  }
}
