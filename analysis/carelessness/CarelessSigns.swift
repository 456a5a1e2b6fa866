import Statistics
import Study

/// The most striking figures of one person over all that the person answered; see `Carelessness`.
package struct CarelessSigns: Sendable, Hashable {
  /// The largest.
  package let longString: Int?
  /// The smallest.
  package let variability: Double?
  /// The smallest p of Mahalanobis' distance.
  package let distanceP: Double?
  /// The smallest.
  package let evenOdd: Double?
}

extension Carelessness {
  /// For each respondent, in order; nil for those without an answer.
  package var signs: [CarelessSigns?] {
    var rowsOf = [[Row]](repeating: [], count: respondents.count)
    for row in rows { rowsOf[Int(row.respondent)].append(row) }
    return rowsOf.map { rows in
      guard !rows.isEmpty else { return nil }
      let given = rows.flatMap { [$0.default, $0.evoked] }.compactMap(\.self)
      return CarelessSigns(
        longString: given.map(\.longString).max(),
        variability: given.compactMap(\.variability).min(),
        distanceP: given.compactMap { $0.distance?.p }.min(),
        evenOdd: rows.compactMap(\.evenOdd).min())
    }
  }
}
