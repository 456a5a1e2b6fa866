package import Study

/// A page as it was filled in, by whatever means.
package struct PageSubmission: Sendable {
  package enum Extent: Sendable {
    case page
    /// Some items, if they are asked one at a time; `asked` is the one that the form asks for.
    case items(asked: String?)
  }

  /// The answers by the names of the page's fields. An empty text is no answer, and takes an earlier
  /// one back.
  package var answers: [String: String]
  package var extent = Extent.page
  /// Whether items without an answer are left open on purpose.
  package var skipsOpenItems = false
  /// Whether the participant has been asked to read the situation again.
  package var wasHinted = false
  /// How the answers lay on the screen; nil if that is not known.
  package var layout: Presentation.Layout?
  /// What was measured while the page was filled in; called only for a page that counts.
  package var measured: @Sendable (InterviewPage) -> [ParadataRecord] = { _ in [] }

  /// What was measured of a page; nothing unless its study asks for measures.
  package func paradata(of page: InterviewPage) -> [ParadataRecord] {
    page.interview.study.paradata.isEmpty ? [] : measured(page)
  }

  package init(_ answers: [String: String]) {
    self.answers = answers
  }

  /// The answer in a field, or nil if there is none.
  package func answer(in field: String) -> String? {
    answers[field].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The page as a whole, put together from the answers to its items that have been kept.
  package func whole(_ kept: [String: String?]) -> PageSubmission {
    var whole = self
    whole.answers = kept.compactMapValues(\.self)
    whole.extent = .page
    whole.skipsOpenItems = true
    return whole
  }
}

/// Why a field keeps its page from being recorded.
package struct PageProblem: Error, Hashable {
  package enum Reason: Sendable, Hashable {
    case unanswered
    case notAnOption
    case tooLong
  }

  package let field: String
  /// The text of the question or item.
  package let text: String
  package let reason: Reason

  package init(field: String, text: String, reason: Reason) {
    self.field = field
    self.text = text
    self.reason = reason
  }
}

/// A page as it was read: what is to be recorded, or what keeps it from being recorded.
package enum FilledPage: Sendable {
  case complete(PageRecording)
  case incomplete([PageProblem])
}
