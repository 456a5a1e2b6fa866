/// How a package is laid out, and what its tables hold for a value.
package enum PackageFormat: String, Sendable, CaseIterable {
  /// A Psych-DS dataset, which is a Frictionless data package as well.
  case psychds
  /// Phenotype files of the Brain Imaging Data Structure.
  case bids

  /// The path of the SPSS file, which a Psych-DS package has.
  static let spssFile = "data/description-wide_data.sav"

  /// The path of the table with a row per participant. A Psych-DS package has every variable in it,
  /// under its name and in order.
  package var wideTable: String {
    switch self {
    case .psychds: "data/description-wide_data.csv"
    case .bids: "participants.tsv"
    }
  }

  /// What the tables hold for a value, as `PackageReader` reads it back.
  package func cell(_ value: ReleasedValue) -> String {
    switch self {
    case .psychds: value.cell
    case .bids: value.bidsCell
    }
  }

  /// What the tables hold for a missing value.
  func cell(_ reason: MissingReason) -> String { cell(.missing(reason)) }
}
