package import Study

/// A column of a released dataset: what it is called, what it holds and what its values mean.
package struct ReleasedVariable: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case string, integer, number
  }

  /// What the column is for.
  package enum Role: Sendable, Hashable {
    /// The random id that a row has in this release alone.
    case identifier
    /// A characteristic that others may know: masked.
    case quasiIdentifier
    /// An answer about the person that is released as it was given.
    case attribute
    /// A column that may identify a person, released because the study names it and both options of
    /// the command confirmed it.
    case identifying
    /// Part of the design: emotion, factor, factor index, situation index, kind of the situation.
    case condition(Condition)
    case response(InstrumentID, Occasion, ItemID)
    /// The option chosen, if two options of an item have the same value.
    case option(InstrumentID, Occasion, ItemID)
    case score(InstrumentID, Occasion, SubscaleID)
    /// When the person took part, as coarse as the recipe says.
    case time
  }

  package enum Condition: String, Sendable {
    case emotion, factor, situation
    case factorIndex = "factor_index"
    /// Only where some situations are a control.
    case kind = "situation_kind"
  }

  /// How the numbers of a column may be reckoned with.
  package enum Measure: String, Sendable {
    case nominal, ordinal, scale
  }

  /// An allowed value and its label.
  package struct Level: Sendable, Hashable {
    package let value: ReleasedValue
    package let label: String
  }

  /// Lower-case letters, digits and underscores; unique within the dataset.
  package var name: String
  /// What the column holds, in a sentence or the words of the question or the item.
  package let label: String
  package let kind: Kind
  package let measure: Measure
  package let role: Role
  /// The allowed values in their order, with labels; empty if the values are not listed.
  package var levels: [Level] = []
  /// The lowest and highest number that the column can hold.
  package var range: ClosedRange<Double>?
  /// The reasons for which a value is missing in this column, in order of `allCases`.
  package var missing: [MissingReason] = []

  /// The allowed values without the reasons for missing ones.
  var presentLevels: [Level] {
    levels.filter { if case .missing = $0.value { false } else { true } }
  }
}

/// The reason for a missing value.
package enum MissingReason: String, Sendable, CaseIterable {
  /// Masked, so the participant cannot be found.
  case suppressed
  /// The person would rather not say, or the source holds no answer.
  case declined
  /// The item was shown and not answered.
  case skipped
  /// The item was not shown.
  case notReached = "not_reached"

  /// How a table writes it: a word in parentheses that no answer can be mistaken for.
  package var token: String { "(\(rawValue.replacing("_", with: " ")))" }

  package var meaning: String {
    switch self {
    case .suppressed: "Masked before release, so the participant cannot be found."
    case .declined: "The participant preferred not to say, or was not asked."
    case .skipped: "Shown, but not answered."
    case .notReached: "Not shown."
    }
  }
}

/// The content of a cell of a released dataset.
package enum ReleasedValue: Sendable, Hashable {
  case text(String)
  case integer(Int)
  case number(Double)
  case missing(MissingReason)

  /// The cell as a table writes it. A number reads back as the same double.
  package var text: String {
    switch self {
    case .text(let text): text
    case .integer(let value): "\(value)"
    case .number(let value):
      value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    case .missing(let reason): reason.token
    }
  }
}
