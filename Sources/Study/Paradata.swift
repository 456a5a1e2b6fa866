/// A measure of how a page was answered, kept only if the study asks for it.
package enum ParadataMeasure: String, Sendable, Hashable, CaseIterable {
  /// Milliseconds from the page being shown to its first answer.
  case timeToFirstAnswer = "time_to_first_answer"
  /// Milliseconds from the page being shown to each item's first answer.
  case itemTimes = "item_times"
  /// How often each item's answer was changed, and every answer on the way to the last.
  case answerChanges = "answer_changes"
  /// When the page went out of sight and came back, in milliseconds from being shown.
  case pageVisibility = "page_visibility"
  /// `phone`, `tablet` or `desktop`.
  case deviceClass = "device_class"
  /// How answers were given: `touch`, `mouse`, `pen`, `keyboard` or `mixed`.
  case inputMode = "input_mode"
  /// `on` or `off`.
  case scripts

  /// What a browser sends of a measure, and by what name that is stored.
  package enum Form: Sendable {
    /// Milliseconds from the page being shown.
    case time(ParadataRecord.Name)
    case timeByField(ParadataRecord.Name)
    case countByField(ParadataRecord.Name)
    /// Pairs of a time and 1 if the page came into sight, 0 if it went out of sight.
    case sights(shown: ParadataRecord.Name, hidden: ParadataRecord.Name)
    case word(ParadataRecord.Name, among: [String])
    /// Nothing: it is known from whether anything was sent.
    case arrival
  }

  package var form: Form {
    switch self {
    case .timeToFirstAnswer: .time(.timeToFirstAnswer)
    case .itemTimes: .timeByField(.itemTime)
    case .answerChanges: .countByField(.answerChanges)
    case .pageVisibility: .sights(shown: .pageShown, hidden: .pageHidden)
    case .deviceClass: .word(.deviceClass, among: ["phone", "tablet", "desktop"])
    case .inputMode: .word(.inputMode, among: ["touch", "mouse", "pen", "keyboard", "mixed"])
    case .scripts: .arrival
    }
  }
}

/// Something that was measured while a page was answered.
package struct ParadataRecord: Sendable, Hashable {
  /// What is measured, by its name in the database.
  package enum Name: String, Sendable {
    case timeToFirstAnswer = "time_to_first_answer"
    case itemTime = "item_time"
    case answerChanges = "answer_changes"
    case pageShown = "page_shown"
    case pageHidden = "page_hidden"
    case deviceClass = "device_class"
    case inputMode = "input_mode"
    case scripts
    /// How much was measured of the page beyond what is kept.
    case surplus
  }

  package enum Value: Sendable, Hashable {
    case milliseconds(Int)
    case count(Int)
    case text(String)
  }

  package let measure: Name
  /// The field of the item that was answered; nil for a measure of the whole page.
  package let item: String?
  package let value: Value

  package init(measure: Name, item: String? = nil, value: Value) {
    self.measure = measure
    self.item = item
    self.value = value
  }
}
