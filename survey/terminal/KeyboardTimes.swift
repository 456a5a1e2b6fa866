import Study

/// What a study asks to measure of how a page is answered at a keyboard.
///
/// Each question is alone on the screen, so its time runs from when it was first shown. Answers from a
/// pipe are not timed.
package struct KeyboardTimes {
  private let asked: Set<ParadataMeasure>
  private let isTyped: Bool
  private let now: () -> ContinuousClock.Instant
  private let pageShown: ContinuousClock.Instant
  private var shown: [String: ContinuousClock.Instant] = [:]
  private var hasAnswer: Bool
  private var changes: [String: Int] = [:]

  /// - Parameters:
  ///   - isTyped: false if answers come from a pipe.
  ///   - hasAnswer: whether the page had been answered in part before it was shown.
  ///   - now: a clock that never goes back.
  init(
    asked: Set<ParadataMeasure>, isTyped: Bool, hasAnswer: Bool,
    now: @escaping () -> ContinuousClock.Instant = { ContinuousClock().now }
  ) {
    self.asked = asked
    self.isTyped = isTyped
    self.hasAnswer = hasAnswer
    self.now = now
    pageShown = now()
  }

  /// The question is on the screen.
  mutating func show(_ field: String) {
    if shown[field] == nil { shown[field] = now() }
  }

  /// What is stored with an answer: the times of the first one.
  ///
  /// - Parameter isFirst: false if the question had an answer, or was left open on purpose.
  mutating func answer(_ field: String, isFirst: Bool, isChange: Bool) -> [ParadataRecord] {
    guard isFirst else {
      if isChange { changes[field, default: 0] += 1 }
      return []
    }
    let isFirstOfPage = !hasAnswer
    hasAnswer = true
    guard isTyped else { return [] }
    var records: [ParadataRecord] = []
    if isFirstOfPage, asked.contains(.timeToFirstAnswer) {
      records.append(ParadataRecord(measure: .timeToFirstAnswer, value: since(pageShown)))
    }
    if asked.contains(.itemTimes), let shown = shown[field] {
      records.append(ParadataRecord(measure: .itemTime, item: field, value: since(shown)))
    }
    return records
  }

  /// What is stored with the page, its fields in this order.
  func sent(fields: [String]) -> [ParadataRecord] {
    ParadataMeasure.allCases.filter(asked.contains).flatMap { measure -> [ParadataRecord] in
      switch measure {
      case .answerChanges:
        fields.compactMap { field in
          changes[field].map {
            ParadataRecord(measure: .answerChanges, item: field, value: .count($0))
          }
        }
      case .inputMode:
        isTyped && hasAnswer
          ? [ParadataRecord(measure: .inputMode, value: .text("keyboard"))] : []
      // Stored with the first answer.
      case .timeToFirstAnswer, .itemTimes: []
      // A terminal has no windows, no pointer and no scripts.
      case .pageVisibility, .deviceClass, .scripts: []
      }
    }
  }

  private func since(_ start: ContinuousClock.Instant) -> ParadataRecord.Value {
    let time = (now() - start).components
    return .milliseconds(Int(time.seconds) * 1000 + Int(time.attoseconds / 1_000_000_000_000_000))
  }
}
