package import Disclosure

/// What was done, or is to be done, to quasi-identifiers before a release: enough to do it again.
package struct ReleaseRecipe: Sendable, Hashable {
  /// What a release must keep to.
  package struct Limits: Sendable, Hashable {
    /// The limits of `evoke export` without options.
    package static let usual = Limits()

    /// The fewest people that agree on all quasi-identifiers.
    package var k = 5
    /// The fewest distinct values of each sensitive column in a class; nil for no limit.
    package var l: Int?
    /// The largest distance of a class from all in a sensitive column, 0 to 1; nil for no limit.
    package var t: Double?
    /// The largest share of quasi-identifier cells that is suppressed, 0 to 1.
    package var maximumSuppression = 0.05
    /// The largest share of the quasi-identifiers' information that is lost, 0 to 1.
    package var maximumLoss = 0.5
    package var suppression = SuppressionKind.cells
    package var time = TimeGrain.none
  }

  package struct Column: Sendable, Hashable {
    package let name: String
    /// The level's name in its hierarchy; for people to read.
    package let level: String
    package let generalisation: Generalisation
  }

  package var limits: Limits
  package let columns: [Column]
}
