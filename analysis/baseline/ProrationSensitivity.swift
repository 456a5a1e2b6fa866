package import Study

/// What answers that are missing do to the overall figures of one subscale.
///
/// A baseline counts everybody with a score on both occasions: complete cases, and, where the
/// instrument's missing rule prorates, those with enough answers. Both sets stand here side by side.
package struct ProrationSensitivity: Sendable {
  package let instrument: InstrumentID
  package let subscale: SubscaleID
  package let title: String
  /// How many have no score before or after; the baseline leaves them out of the subscale.
  package let unscored: Int
  /// How many have both scores, at least one of them on fewer answers than there are items.
  package let prorated: Int
  /// Those who answered every item on both occasions; nil where there is nobody.
  package let complete: Baseline.Row?
  /// The same and the prorated; nil where nobody is prorated.
  package let withProrated: Baseline.Row?

  /// One entry a subscale on which somebody has answers missing, in the order of the crowd's columns.
  package static func all(in crowd: Crowd, alpha: Double) -> [ProrationSensitivity] {
    crowd.missing.map { ProrationSensitivity($0, of: crowd, alpha: alpha) }
  }

  private init(_ missing: Crowd.Missing, of crowd: Crowd, alpha: Double) {
    func overall(_ crowd: Crowd) -> Baseline.Row? {
      let column = crowd.columns.first {
        $0.instrument == missing.instrument && $0.subscale == missing.subscale
      }
      guard let column, !column.default.isEmpty else { return nil }
      return Baseline.Row(
        column, members: Array(column.default.indices),
        position: Baseline.Position(level: .overall), alpha: alpha)
    }
    instrument = missing.instrument
    subscale = missing.subscale
    title = missing.title
    unscored = missing.unscored.count
    prorated = missing.prorated.count
    complete = overall(crowd.without(Set(missing.prorated)))
    withProrated = prorated > 0 ? overall(crowd) : nil
  }
}
