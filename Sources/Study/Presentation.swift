import TextFormats

/// How the pages of a study are shown, beside what they ask.
package struct Presentation: Sendable, Hashable {
  /// How many items of an instrument are on the screen.
  package enum Items: String, Sendable, CaseIterable {
    case together
    case oneAtATime = "one_at_a_time"
  }

  /// How the answers of an item lie.
  package enum Answers: String, Sendable, CaseIterable {
    /// Below each other on a phone, in a row on a wide screen.
    case byWidth = "by_width"
    /// Below each other on every screen, so a change of screen changes nothing.
    case stacked
  }

  /// How the answers of an item lay on a person's screen.
  package enum Layout: String, Sendable, CaseIterable {
    case stacked, rows
  }

  package internal(set) var items = Items.together
  package internal(set) var answers = Answers.byWidth
  /// The order of items on each occasion; nil leaves it to each instrument.
  package internal(set) var order: ItemOrder?
  /// Whether an item can be left unanswered, after having been asked for once more.
  package internal(set) var allowsSkipping = false

  /// The layout that a participant's pages are fixed to; nil if the width of the screen decides.
  ///
  /// Participants who began with answers below each other keep that layout. Rows cannot be kept on
  /// a screen that has no room for them.
  ///
  /// - Parameter first: the first layout that the participant saw; nil if it is not known.
  package func fixedLayout(after first: Layout?) -> Layout? {
    answers == .stacked || first == .stacked ? .stacked : nil
  }

  static func load(_ fields: YAMLMapping) -> Presentation {
    guard
      let shown = fields.fields(
        "presentation", name: "`presentation`", keys: ["items", "answers", "order", "skipping"])
    else { return Presentation() }
    return Presentation(
      items: shown.optionalChoice("items", of: Items.self) ?? .together,
      answers: shown.optionalChoice("answers", of: Answers.self) ?? .byWidth,
      order: shown.optionalChoice("order", of: ItemOrder.self),
      allowsSkipping: shown.optionalBoolean("skipping") ?? false)
  }
}
