package import Statistics

/// How close a run is to people, counted in people: the crowd's own sampling error is the yardstick.
package struct Closeness: Sendable, Equatable {
  /// How large a group of people would be as close.
  package enum Group: Sendable, Equatable {
    /// The means of any number of people would be further: the RMSE is at or below the floor.
    case any
    /// The means of that many people drawn at random for each factor would be as close; 1 or more.
    case people(Double)
    /// One person drawn at random for each factor would be closer.
    case lessThanOne
  }

  package let error: SamplingError
  package let rmse: Double
  /// How many people the largest of the crowd's factors has.
  package let crowdSize: Int
  /// k of RMSE² = σ²/k + floor²; nil at or below the floor.
  package let people: Double?

  /// nil without an RMSE, and if a factor has fewer than two people.
  ///
  /// - Parameter changes: the crowd's, of every factor that is compared.
  init?(rmse: Double?, changes: [SampleSummary]) {
    guard let rmse, let error = SamplingError(changes) else { return nil }
    self.error = error
    self.rmse = rmse
    crowdSize = changes.map(\.n).max() ?? 0
    people = error.people(asCloseAs: rmse)
  }

  package var group: Group { group(at: rmse) }

  /// The group that would have another RMSE, such as an end of its interval.
  package func group(at rmse: Double) -> Group {
    guard let people = error.people(asCloseAs: rmse) else { return .any }
    return people < 1 ? .lessThanOne : .people(people)
  }
}
