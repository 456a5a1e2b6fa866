import Study
import Survey

/// A page on its way to being sent: what is answered, and where the person stands in it.
struct KeyboardFilling {
  enum Place: Equatable {
    /// The situation is being read.
    case reading
    case question(Int)
    /// Every question has been gone through.
    case end
  }

  let page: KeyboardPage
  let interview: Interview
  /// By field: what the form would send, or nil where the question was left open on purpose.
  private(set) var given: [String: String?]
  var place: Place
  private(set) var times: KeyboardTimes
  /// Questions that have been asked for once more.
  var prompted: Set<String> = []
  /// How long ago the page was first shown; nil where it had not been.
  let shownBefore: Double?
  /// Whether the person was asked to read once more.
  var isHinted = false
  /// The question that the person came to first.
  let start: Int?

  init(
    _ page: KeyboardPage, of interview: Interview, saved: [String: String?], isTyped: Bool,
    shownBefore: Double?
  ) {
    self.page = page
    self.interview = interview
    self.shownBefore = shownBefore
    given = saved
    times = KeyboardTimes(
      asked: interview.study.paradata, isTyped: isTyped,
      hasAnswer: saved.values.contains { $0 != nil })
    place = .end
    start = page.questions.indices.first { !Self.isDone(page.questions[$0], saved) }
    if page.situation != nil {
      place = .reading
    } else if let start {
      place = .question(start)
    }
  }

  private static func isDone(_ question: Asked, _ given: [String: String?]) -> Bool {
    given[question.field] != nil || given["\(question.field)-declined"] == "yes"
  }

  /// The first question that has neither an answer nor been left open on purpose.
  var firstOpen: Place {
    page.questions.firstIndex { !Self.isDone($0, given) }.map { .question($0) } ?? .end
  }

  /// The answer, an empty text where the person declined in a field of its own.
  func answer(to question: Asked) -> String? {
    given["\(question.field)-declined"] == "yes" ? "" : given[question.field] ?? nil
  }

  func isLeftOpen(_ question: Asked) -> Bool {
    given[question.field] == .some(.none)
  }

  var leftOpen: Int { page.questions.count { isLeftOpen($0) } }

  mutating func show(_ question: Asked) { times.show(question.field) }

  /// Takes the fields as answers to the question; nil leaves it open on purpose.
  ///
  /// - Returns: what is to be saved, and what was measured.
  mutating func take(
    _ fields: [String: String]?, for question: Asked
  ) -> (answers: [SavedAnswer], paradata: [ParadataRecord]) {
    let before = answer(to: question)
    var changed: [String: String?] = fields ?? [question.field: nil]
    // An answer of the other kind is taken back.
    let declined = "\(question.field)-declined"
    for field in [question.field, declined] where changed[field] == nil && given[field] != nil {
      changed[field] = ""
    }
    for (field, value) in changed { given[field] = value == "" ? nil : .some(value) }
    guard fields != nil else {
      return (Self.saved(changed), before == nil ? [] : measured(question, false, true))
    }
    let now = answer(to: question)
    return (Self.saved(changed), measured(question, before == nil, before != now))
  }

  private mutating func measured(
    _ question: Asked, _ isFirst: Bool, _ isChange: Bool
  ) -> [ParadataRecord] {
    times.answer(question.field, isFirst: isFirst, isChange: isChange)
  }

  private static func saved(_ fields: [String: String?]) -> [SavedAnswer] {
    fields.map { SavedAnswer(field: $0.key, option: $0.value) }
  }

  mutating func goBack() {
    switch place {
    case .reading: break
    case .question(0): if page.situation != nil { place = .reading }
    case .question(let index): place = .question(index - 1)
    case .end: place = page.questions.isEmpty ? .reading : .question(page.questions.count - 1)
    }
  }

  mutating func goOn() {
    guard case .question(let index) = place else { return }
    place = index + 1 < page.questions.count ? .question(index + 1) : .end
  }

  var canGoBack: Bool {
    switch place {
    case .reading: false
    case .question(let index): index > 0 || page.situation != nil
    case .end: true
    }
  }

  /// The form as it is sent.
  var fields: FormFields {
    let answers = given.compactMapValues(\.self).map { (name: $0.key, value: $0.value) }
    return FormFields(answers + (leftOpen > 0 ? [(name: FormFields.skip, value: "yes")] : []))
  }

  var paradata: [ParadataRecord] { times.sent(fields: page.questions.map(\.field)) }
}
