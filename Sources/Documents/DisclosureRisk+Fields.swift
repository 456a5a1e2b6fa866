package import Disclosure
internal import Statistics
package import TextFormats

extension DisclosureRisk {
  /// The figures under the names of the JSON contract.
  package var json: [(key: String, value: JSONValue)] { Self.fields.pairs(self) }

  static let fields: [Field<DisclosureRisk>] = sizes + risks + attributes

  private static let sizes: [Field<DisclosureRisk>] = [
    .texts("quasi_identifiers", "what others may know", separator: " ") { $0.quasiIdentifiers },
    .integer("records", "people") { $0.records },
    .integer("classes", "classes of people who agree on the quasi-identifiers") { $0.classes },
    .integer("k", "the size of the smallest class") { $0.k },
    .integer("max_class", "the size of the largest class") { $0.maximumClass },
    .number("mean_class", "the mean size") { $0.meanClass },
    .integer("uniques", "people alone in their class") { $0.uniques },
    .number("unique_share", "their share") { $0.uniqueShare },
    .json("records_below", "people in classes smaller than each threshold") {
      .object($0.recordsBelow.map { ("\($0.threshold)", .integer($0.records)) })
    },
  ]

  private static let risks: [Field<DisclosureRisk>] = [
    .group("prosecutor", "prosecutor risk", Prosecutor.fields) { $0.prosecutor },
    .integer("discernibility", "sum of the squared class sizes") { $0.discernibility },
    .number("c_avg_k5", "mean class size over 5") { $0.averageClassOverFive },
    .json("class_size_histogram", "how many classes have each size") {
      .object($0.histogram.map { ("\($0.size)", .integer($0.classes)) })
    },
    .list("population_model", PopulationRisk.fields) { $0.populations },
  ]

  private static let attributes: [Field<DisclosureRisk>] = [
    .keyed("sensitive", by: "COLUMN", AttributeRisk.fields) {
      $0.sensitive.map { (name: $0.attribute, part: $0) }
    },
    .keyed("by_subset", by: "COLUMNS", Grouping.fields) {
      $0.subsets.map { (name: $0.columns.joined(separator: "+"), part: $0) }
    },
    .keyed("with_condition", by: "COLUMN", Joined.fields) {
      $0.joined.map { (name: $0.column, part: $0) }
    },
    .keyed("residual_linkability", by: "OCCASION", ResidualLinkability.Vector.fields) {
      $0.linkability.map { $0.vectors.map { (name: $0.name, part: $0) } }
    },
  ]
}

extension DisclosureRisk.Prosecutor {
  fileprivate static let fields: [Field<DisclosureRisk.Prosecutor>] = [
    .number("highest", "highest") { $0.highest }, .number("lowest", "lowest") { $0.lowest },
    .number("average", "average") { $0.average },
    .integer("at_highest", "people at the highest") { $0.atHighest },
    .number("records_at_risk_over_0_2", "share of people above .2") { $0.shareOverFifth },
    .number("records_at_risk_over_0_1", "share of people above .1") { $0.shareOverTenth },
    .integer("expected_reidentifications", "re-identifications to be expected") {
      $0.expectedReidentifications
    },
  ]
}

extension DisclosureRisk.Grouping {
  fileprivate static let fields: [Field<DisclosureRisk.Grouping>] = [
    .integer("k", "k, if only these are known") { $0.k },
    .integer("classes", "classes") { $0.classes },
    .integer("uniques", "unique people") { $0.uniques },
  ]
}

extension DisclosureRisk.Joined {
  fileprivate static let fields: [Field<DisclosureRisk.Joined>] = [
    .integer("values", "values of the condition") { $0.values },
    .integer("k", "k, if it is known as well") { $0.k },
    .integer("uniques", "unique people") { $0.uniques },
  ]
}

extension ResidualLinkability.Vector {
  fileprivate static let fields: [Field<ResidualLinkability.Vector>] = [
    .integer("items", "items answered") { $0.items },
    .integer("distinct", "different sets of answers") { $0.distinct },
    .integer("unique", "sets given by one person alone") { $0.unique },
  ]
}

extension PopulationRisk {
  fileprivate static let fields: [Field<PopulationRisk>] = [
    .integer("population", "assumed size of the population") { $0.population },
    .number("sampling_fraction", "share of it in the sample") { $0.samplingFraction },
    .number("journalist_highest_individual", "highest journalist risk") { $0.journalistHighest },
    .number("marketer_average", "average marketer risk") { $0.marketerAverage },
    .number("expected_reidentifications", "re-identifications to be expected") {
      $0.expectedReidentifications
    },
  ]
}

extension AttributeRisk {
  fileprivate static let fields: [Field<AttributeRisk>] = [
    .integer("distinct_l", "fewest distinct values in a class") { $0.distinctL },
    .number("entropy_l", "entropy l-diversity") { $0.entropyL },
    .number("t_equal_distance", "t-closeness, equal distances") { $0.tEqual },
    .number("t_ordered_distance", "t-closeness, ordered distances") { $0.tOrdered },
    .integer("classes_homogeneous", "classes of one value") { $0.homogeneousClasses },
    .integer("records_in_homogeneous_classes_size_ge2", "people in these, not alone") {
      $0.recordsInSharedHomogeneous
    },
    .integer("records_in_homogeneous", "people in these") { $0.recordsInHomogeneous },
  ]
}
