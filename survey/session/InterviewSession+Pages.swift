import Responses
package import Study
package import Survey

// The pages between consent and debrief: shown, filled in, sent.
extension InterviewSession {
  // MARK: Showing

  /// The page that comes next, with what has been kept of it; nil if there is none to be answered.
  ///
  /// - Parameters:
  ///   - item: the number of the item that is asked for, if items come one at a time.
  ///   - reason: why the page is shown again, if it was sent before.
  package func page(
    of standing: Standing, item: Int? = nil, again reason: PageState.Return? = nil
  ) throws -> PageState? {
    let steps = standing.interview.steps
    guard standing.isActive, (1..<steps.count - 1).contains(standing.state.step) else {
      return nil
    }
    let page = page(at: standing.state.step, of: standing)
    return PageState(
      page, kept: try store.savedAnswers(of: standing.state, on: page.name), item: item,
      again: reason)
  }

  /// Notes that the participant has the page in view: reading times run from the first note.
  package func noteShown(_ page: InterviewPage, to standing: Standing) {
    store.noteServed(page.name, to: standing.state, now: interviews.clock())
  }

  private func page(at step: Int, of standing: Standing) -> InterviewPage {
    standing.interview.page(at: step, for: standing.participant(now: interviews.clock()))
  }

  // MARK: Sending

  package enum SendOutcome: Sendable {
    /// Nobody has begun with this session.
    case unknown
    /// The page is recorded, or was before, or is not the participant's next.
    case moved(Standing)
    /// The answer to an item is kept, and the item with this number comes next on the page.
    case nextItem(Int, of: InterviewPage)
    /// The page is shown again: with problems, or to be read again. What was sent is kept until then,
    /// unless it is too much.
    case shownAgain(PageState, at: Standing, isKept: Bool)
    /// The answers could not be kept; the same page can be sent again.
    case unsaved(PageState, at: Standing, any Error)
  }

  /// Records a page that is complete and next; returns after the commit.
  package func send(_ submission: PageSubmission, of name: String) async throws -> SendOutcome {
    do {
      return try await store.receive(from: token, now: interviews.clock()) { sender in
        try receive(submission, of: name, from: &sender)
      } ?? .unknown
    } catch {
      guard let standing = try await standing(), standing.isActive, standing.step.name == name
      else { throw error }
      var state = PageState(page(at: standing.state.step, of: standing), sent: submission)
      state.notice = .unsaved
      return .unsaved(state, at: standing, error)
    }
  }

  private func receive(
    _ submission: PageSubmission, of name: String, from sender: inout Sender
  ) throws -> SendOutcome {
    let standing = try interviews.standing(of: sender)
    guard standing.isActive, standing.step.name == name else {
      if standing.interview.asks(name) { try sender.noteRepeated(name) }
      return .moved(standing)
    }
    let page = page(at: standing.state.step, of: standing)
    if page.asksOneAtATime, case .items(let asked) = submission.extent {
      return try receiveItems(submission, asked: asked, of: page, at: standing, from: &sender)
    }
    return try record(submission, of: page, at: standing, from: &sender)
  }

  private func record(
    _ submission: PageSubmission, of page: InterviewPage, at standing: Standing,
    from sender: inout Sender
  ) throws -> SendOutcome {
    switch page.read(submission) {
    case .incomplete(let problems):
      return try showAgain(
        PageState(page, sent: submission, problems: problems), submission, standing, sender)
    case .complete(var recording):
      if !submission.wasHinted, let least = page.readingSeconds,
        try sender.secondsSinceServed(page.name) ?? 0 < least
      {
        var state = PageState(page, sent: submission)
        state.notice = .readAgain
        return try showAgain(state, submission, standing, sender)
      }
      if recording.nextStatus == .completed {
        recording.fillsCell = standing.version.study.fillsCell
      }
      try sender.record(recording, in: standing.version.registered)
      return .moved(Standing(sender.state, in: standing.version))
    }
  }

  private func showAgain(
    _ state: PageState, _ submission: PageSubmission, _ standing: Standing, _ sender: Sender
  ) throws -> SendOutcome {
    let page = state.page
    try sender.noteIncomplete(page.name, paradata: submission.paradata(of: page))
    let kept = try sender.savedAnswers(on: page.name)
    let answers = page.draftAnswers(of: submission, kept: kept)
    if let answers, !answers.isEmpty { try sender.save(page.draft(of: answers)) }
    return .shownAgain(state, at: standing, isKept: answers != nil)
  }

  /// Keeps the answers to some items and leads to the next; after the last the page is recorded.
  private func receiveItems(
    _ submission: PageSubmission, asked: String?, of page: InterviewPage, at standing: Standing,
    from sender: inout Sender
  ) throws -> SendOutcome {
    let (answers, problem) = page.readItems(submission)
    if let problem {
      return try showAgain(
        PageState(page, sent: submission, problems: [problem]), submission, standing, sender)
    }
    var kept = try sender.savedAnswers(on: page.name)
    for answer in answers { kept[answer.field] = .some(answer.option) }
    guard let next = page.item(after: asked, kept: kept) else {
      return try record(submission.whole(kept), of: page, at: standing, from: &sender)
    }
    try sender.save(
      page.draft(
        of: answers, paradata: submission.paradata(of: page), layout: page.layout(of: submission)))
    return .nextItem(next, of: page)
  }

  /// Whether the participant would leave the situation sooner than its words can be read.
  package func isTooSoon(_ page: InterviewPage, for standing: Standing) throws -> Bool {
    guard let least = page.readingSeconds else { return false }
    // The note that the page was shown may still be on its way to the disk.
    let seconds = try store.secondsSinceServed(
      page.name, to: standing.state, now: interviews.clock())
    return (seconds ?? 0) < least
  }

  // MARK: Saving

  package enum SaveOutcome: Sendable {
    case unknown
    case kept
    /// The participant has sent the page in the meantime, or is not at it.
    case moved(Standing)
  }

  /// Keeps what can be kept of a page that is still being filled in; returns after the commit.
  package func save(_ submission: PageSubmission, of name: String) async throws -> SaveOutcome {
    try await store.receive(from: token, now: interviews.clock()) { sender in
      let standing = try interviews.standing(of: sender)
      guard standing.isActive, standing.step.name == name else { return .moved(standing) }
      let page = page(at: standing.state.step, of: standing)
      let answers = page.savable(submission.answers)
      if !answers.isEmpty { try sender.save(page.draft(of: answers)) }
      return .kept
    } ?? .unknown
  }

  /// Keeps answers to the participant's next page; returns after the commit.
  package func save(_ draft: PageDraft) async throws -> SaveOutcome {
    let state = try await store.receive(from: token, now: interviews.clock()) { sender in
      try sender.save(draft)
      return sender.state
    }
    guard let state else { return .unknown }
    if state.status == .active, state.step == draft.step { return .kept }
    return .moved(try await interviews.standing(of: state))
  }
}
