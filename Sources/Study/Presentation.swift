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

  package let items: Items
  package let answers: Answers
  /// The order of items on each occasion; nil leaves it to each instrument.
  package let order: ItemOrder?
  /// Whether an item can be left unanswered, after having been asked for once more.
  package let allowsSkipping: Bool

  package init(
    items: Items = .together, answers: Answers = .byWidth, order: ItemOrder? = nil,
    allowsSkipping: Bool = false
  ) {
    self.items = items
    self.answers = answers
    self.order = order
    self.allowsSkipping = allowsSkipping
  }

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

/// What happens around the situation that a person imagines.
package struct Imagining: Sendable, Hashable {
  /// Whether a question about the imagining must be answered.
  package enum Need: String, Sendable, CaseIterable {
    case optional, required
  }

  /// How the situation is shown above the scales that follow it.
  package enum Recall: String, Sendable, CaseIterable {
    case open, folded
  }

  /// The questions' names in the database.
  package static let vividnessID: QuestionID = "vividness"
  package static let descriptionID: QuestionID = "imagined"
  /// The longest description that is taken, in characters.
  package static let longestDescription = 50_000

  /// The rating of how clearly the situation was seen; nil does not ask.
  package let vividness: Need?
  /// The person's own words about what was imagined; nil does not ask.
  package let description: Need?
  /// nil shows the situation on its own page alone.
  package let recall: Recall?
  /// Whether participants who continue sooner than the words can be read are asked, once, to stay.
  package let hintsAtReadingTime: Bool

  package init(
    vividness: Need? = nil, description: Need? = nil, recall: Recall? = nil,
    hintsAtReadingTime: Bool = false
  ) {
    self.vividness = vividness
    self.description = description
    self.recall = recall
    self.hintsAtReadingTime = hintsAtReadingTime
  }

  static func load(_ fields: YAMLMapping) -> Imagining {
    guard
      let imagining = fields.fields(
        "imagining", name: "`imagining`",
        keys: ["vividness", "description", "situation_stays", "reading_hint"])
    else { return Imagining() }
    return Imagining(
      vividness: imagining.optionalChoice("vividness", of: Need.self),
      description: imagining.optionalChoice("description", of: Need.self),
      recall: imagining.optionalChoice("situation_stays", of: Recall.self),
      hintsAtReadingTime: imagining.optionalBoolean("reading_hint") ?? false)
  }

  /// Questions of the study whose name is needed for what is asked about the imagining.
  func taken(by questions: [Question]) -> [QuestionID] {
    let asked = [
      vividness.map { _ in Self.vividnessID }, description.map { _ in Self.descriptionID },
    ].compactMap(\.self)
    return asked.filter { id in questions.contains { $0.id == id } }
  }
}
