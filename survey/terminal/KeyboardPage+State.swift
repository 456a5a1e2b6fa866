import Study
import Survey

extension KeyboardPage {
  /// A page on its way to being sent: what is answered, and where the participant is in it.
  struct State {
    enum Position: Equatable {
      /// The situation is being read.
      case reading
      case question(Int)
      /// Every question has been gone through.
      case end
    }

    let page: KeyboardPage
    /// By field: what the form would send, or nil if the question was left open on purpose.
    private(set) var given: [String: String?]
    var position: Position
    private(set) var times: KeyboardTimes
    /// Questions that have been asked for once more.
    var prompted: Set<String> = []
    /// Whether the person was asked to read once more.
    var isHinted = false
    /// The question that the person came to first.
    let start: Int?

    init(
      _ kept: PageState, of page: KeyboardPage, isTyped: Bool
    ) {
      self.page = page
      given = kept.answers
      times = KeyboardTimes(
        asked: page.interviewPage.interview.study.paradata, isTyped: isTyped,
        hasAnswer: kept.answers.values.contains { $0 != nil })
      position = .end
      start = page.questions.indices.first { !Self.isDone(page.questions[$0], kept.answers) }
      if page.situation != nil {
        position = .reading
      } else if let start {
        position = .question(start)
      }
    }

    private static func isDone(_ question: KeyboardQuestion, _ given: [String: String?]) -> Bool {
      given[question.field] != nil || isDeclined(question, given)
    }

    private static func isDeclined(
      _ question: KeyboardQuestion, _ given: [String: String?]
    ) -> Bool {
      question.declineField.map { given[$0] == "yes" } ?? false
    }

    /// The first question that has neither an answer nor been left open on purpose.
    var firstOpen: Position {
      page.questions.firstIndex { !Self.isDone($0, given) }.map { .question($0) } ?? .end
    }

    /// The answer, an empty text if the participant declined in a separate field.
    func answer(to question: KeyboardQuestion) -> String? {
      Self.isDeclined(question, given) ? "" : given[question.field] ?? nil
    }

    func isLeftOpen(_ question: KeyboardQuestion) -> Bool {
      given[question.field] == .some(.none)
    }

    var leftOpen: Int { page.questions.count { isLeftOpen($0) } }

    mutating func show(_ question: KeyboardQuestion) { times.show(question.field) }

    /// Accepts the fields as answers to the question; nil leaves it open on purpose.
    ///
    /// - Returns: what is to be saved, with what was measured.
    mutating func accept(
      _ fields: [String: String]?, for question: KeyboardQuestion
    ) -> PageDraft {
      let before = answer(to: question)
      var changed: [String: String?] = fields ?? [question.field: nil]
      // An answer of the other kind is taken back.
      for field in [question.field, question.declineField].compactMap(\.self)
      where changed[field] == nil && given[field] != nil {
        changed[field] = ""
      }
      for (field, value) in changed { given[field] = value == "" ? nil : .some(value) }
      var paradata: [ParadataRecord] = []
      if fields != nil {
        paradata = times.answer(
          question.field, isFirst: before == nil, isChange: before != answer(to: question))
      } else if before != nil {
        paradata = times.answer(question.field, isFirst: false, isChange: true)
      }
      return page.interviewPage.draft(
        of: changed.map { SavedAnswer(field: $0.key, option: $0.value) }, paradata: paradata,
        layout: page.layout)
    }

    mutating func goBack() {
      switch position {
      case .reading: break
      case .question(0): if page.situation != nil { position = .reading }
      case .question(let index): position = .question(index - 1)
      case .end: position = page.questions.isEmpty ? .reading : .question(page.questions.count - 1)
      }
    }

    mutating func goOn() {
      guard case .question(let index) = position else { return }
      position = index + 1 < page.questions.count ? .question(index + 1) : .end
    }

    var canGoBack: Bool {
      switch position {
      case .reading: false
      case .question(let index): index > 0 || page.situation != nil
      case .end: true
      }
    }

    /// The page as it is sent.
    var submission: PageSubmission {
      var submission = PageSubmission(given.compactMapValues(\.self))
      submission.skipsOpenItems = leftOpen > 0
      submission.wasHinted = isHinted
      submission.layout = page.layout
      let measured = times.sent(fields: page.questions.map(\.field))
      submission.measured = { _ in measured }
      return submission
    }
  }
}
