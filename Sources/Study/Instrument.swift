import Statistics

/// A scale as administered: its items, response scales, subscales, scoring and source.
package struct Instrument: Sendable {
  package let id: InstrumentID
  package internal(set) var version: String
  package internal(set) var language: Language
  package internal(set) var title: String
  package internal(set) var citation: String
  package internal(set) var doi: String?
  package internal(set) var licence: Licence
  /// The sentence above the items, by occasion.
  package internal(set) var instruction: [Occasion: String]
  package let timeFrame: String?
  package let order: ItemOrder
  package internal(set) var items: [Item]
  package let subscales: [Subscale]
  package let missing: MissingRule
  package let norms: [Norm]
  /// SHA-256 of the file that defined this version, in lower-case hexadecimal.
  package internal(set) var sha256: String
  /// The file's text, kept with the responses that it asked for.
  package internal(set) var source: String

  package func item(_ id: ItemID) -> Item? {
    items.first { $0.id == id }
  }

  package func subscale(_ id: SubscaleID) -> Subscale? {
    subscales.first { $0.id == id }
  }
}

package struct Licence: Sendable, Hashable {
  package let terms: String
  package let evidence: String
}

/// How items follow each other on the page.
package enum ItemOrder: String, Sendable, CaseIterable {
  case fixed, shuffled
}

/// One question of an instrument.
package struct Item: Sendable, Hashable {
  package let id: ItemID
  package let text: String
  package let options: [AnswerOption]
  /// The response scale that the options are from; nil for options of the item's own.
  package let scale: String?
  /// A reversed item is scored as smallest plus largest value of its options, minus the answer.
  package let reversed: Bool

  package func option(_ code: String) -> AnswerOption? {
    options.first { $0.code == code }
  }

  /// The value as it counts towards a subscale.
  package func scored(_ value: Double) -> Double {
    guard reversed, let low = options.map(\.value).min(), let high = options.map(\.value).max()
    else { return value }
    return low + high - value
  }
}

/// One allowed answer: what a form sends, what it counts, and the label (anchor) that people read.
package struct AnswerOption: Sendable, Hashable {
  /// Unique within the item; the numeric value unless two options share it.
  package let code: String
  package let value: Double
  package let label: String
}

/// A scored group of items.
package struct Subscale: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case sum, mean
  }

  package struct Part: Sendable, Hashable {
    package let item: ItemID
    package let weight: Double
  }

  package let id: SubscaleID
  package let title: String
  package let method: Method
  package let parts: [Part]
  /// The score is multiplied by this at the end (the DASS-21 doubles its sums).
  package let factor: Double
  package let range: ClosedRange<Double>?
}

/// What becomes of a subscale when answers are missing.
package enum MissingRule: Sendable, Hashable {
  /// No score unless every item of the subscale is answered.
  case complete
  /// The mean of the answered items replaces the others, if at least this share is answered.
  case prorate(minimumShare: Double)
}
