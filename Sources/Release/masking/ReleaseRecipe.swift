package import Disclosure

/// What was done, or is to be done, to quasi-identifiers before a release: enough to do it again.
package struct ReleaseRecipe: Sendable, Hashable {
  /// What a release must keep to.
  package struct Limits: Sendable, Hashable {
    /// The fewest people that agree on all quasi-identifiers.
    package var k: Int
    /// The fewest distinct values of each sensitive column in a class; nil for no limit.
    package var l: Int?
    /// The largest distance of a class from all in a sensitive column, 0 to 1; nil for no limit.
    package var t: Double?
    /// The largest share of quasi-identifier cells that is suppressed, 0 to 1.
    package var maximumSuppression: Double
    /// The largest share of the quasi-identifiers' information that is lost, 0 to 1.
    package var maximumLoss: Double
    package var suppression: SuppressionKind
    package var time: TimeGrain

    package init(
      k: Int = 5, l: Int? = nil, t: Double? = nil, maximumSuppression: Double = 0.05,
      maximumLoss: Double = 0.5, suppression: SuppressionKind = .cells, time: TimeGrain = .none
    ) {
      self.k = k
      self.l = l
      self.t = t
      self.maximumSuppression = maximumSuppression
      self.maximumLoss = maximumLoss
      self.suppression = suppression
      self.time = time
    }
  }

  package struct Column: Sendable, Hashable {
    package let name: String
    /// The level's name in its hierarchy; for people to read.
    package let level: String
    package let generalisation: Generalisation

    package init(name: String, level: String, generalisation: Generalisation) {
      self.name = name
      self.level = level
      self.generalisation = generalisation
    }
  }

  package var limits: Limits
  package let columns: [Column]

  package init(limits: Limits, columns: [Column]) {
    self.limits = limits
    self.columns = columns
  }
}
