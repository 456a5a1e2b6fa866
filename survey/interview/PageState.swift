import Study

/// A page, and what stands on it when it is shown.
package struct PageState: Sendable {
  /// What is said above a page that came back without a problem of its own.
  package enum Notice: Sendable, Hashable {
    /// The participant continued sooner than the situation can be read.
    case readAgain
    case unsaved
  }

  /// Why a page that was sent is shown again.
  package enum Return: String, Sendable {
    case missing
    /// Missing, on a page that the participant has been asked to read again.
    case missingAfterHint = "hinted"
    case readAgain = "hint"
  }

  package let page: InterviewPage
  /// By field, what has been answered; nil for a question that was left open on purpose.
  package var answers: [String: String?]
  package var problems: [PageProblem] = []
  /// The number of the item that is asked, from 1, if items come one at a time.
  package let item: Int?
  package var notice: Notice?
  /// Whether the participant has been asked to read the situation again.
  package var wasHinted = false

  /// The page as it is shown first: with what has been kept of it.
  ///
  /// - Parameters:
  ///   - item: the number of the item that is asked for; otherwise the first one that is open.
  ///   - reason: why the page is shown again, if it was sent before; what is wrong with it follows
  ///     from what has been kept.
  package init(
    _ page: InterviewPage, kept: [String: String?] = [:], item: Int? = nil,
    again reason: Return? = nil
  ) {
    self.page = page
    answers = kept
    let count = page.entries.count
    self.item =
      page.asksOneAtATime
      ? item.flatMap { (1...max(1, count)).contains($0) ? $0 : nil }
        ?? page.firstOpenItem(kept) ?? count
      : nil
    switch reason {
    case .missing, .missingAfterHint:
      problems = page.problems(with: kept, item: self.item)
      wasHinted = reason == .missingAfterHint
    case .readAgain: notice = page.readingSeconds == nil ? nil : .readAgain
    case nil: break
    }
  }

  /// The page as it came back, with the item that the form asked for or that has a problem.
  package init(_ page: InterviewPage, sent: PageSubmission, problems: [PageProblem] = []) {
    self.page = page
    answers = sent.answers.mapValues { $0 }
    wasHinted = sent.wasHinted
    self.problems = problems
    var asked = problems.first?.field
    if asked == nil, case .items(let item) = sent.extent { asked = item }
    item = page.asksOneAtATime ? page.number(of: asked) ?? 1 : nil
  }

  /// Why the page that was sent is shown again.
  package var reason: Return {
    notice == .readAgain ? .readAgain : wasHinted ? .missingAfterHint : .missing
  }

  /// Whether the page came back because something is wrong.
  package var hasProblems: Bool { !problems.isEmpty || notice == .unsaved }

  /// Whether the page looks as it does to everyone who sees it first.
  package var isPlain: Bool { answers.isEmpty && problems.isEmpty && notice == nil }

  /// The answer in a field, or nil if there is none.
  package func answer(in field: String) -> String? {
    (answers[field] ?? nil).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// What is on the screen: one entry if items come one at a time, otherwise all.
  package var entries: [InterviewPage.Entry] {
    item.map { [page.entries[$0 - 1]] } ?? page.entries
  }

  /// Whether the page came back and can be sent with items left open.
  package var offersSkipping: Bool {
    guard hasProblems, page.interview.study.presentation.allowsSkipping else { return false }
    return entries.allSatisfy { entry in
      page.canSkip(entry)
        || answer(in: entry.field) != nil && !problems.contains { $0.field == entry.field }
    }
  }
}
