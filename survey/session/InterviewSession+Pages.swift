import Responses
package import Study
package import Survey

// The pages between consent and debrief: shown, filled in, sent.
extension InterviewSession {
  // MARK: Showing

  /// The page that comes next, with what has been kept of it; nil if there is none to be answered.
  ///
  /// - Parameter item: the number of the item that is asked for, if items come one at a time.
  package func page(of standing: Standing, item: Int? = nil) throws -> PageState? {
    let steps = standing.interview.steps
    guard standing.isActive, (1..<steps.count - 1).contains(standing.state.step) else {
      return nil
    }
    let page = page(at: standing.state.step, of: standing)
    return PageState(
      page, kept: try store.savedAnswers(of: standing.state, on: page.name), item: item)
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
    /// The page is shown again: with problems, or to be read again.
    case shownAgain(PageState, at: Standing)
    /// The answers could not be kept; the same page can be sent again.
    case unsaved(PageState, at: Standing, any Error)
  }

  /// Records a page that is complete and next; returns after the commit.
  package func send(_ submission: PageSubmission, of name: String) async throws -> SendOutcome {
    guard let standing = try await standing() else { return .unknown }
    guard standing.isActive, standing.step.name == name else {
      guard standing.interview.asks(name) else { return .moved(standing) }
      let state = try await store.noteRepeated(name, from: token, now: interviews.clock())
      return .moved(Standing(state, in: standing.version))
    }
    let page = page(at: standing.state.step, of: standing)
    do {
      if page.asksOneAtATime, case .items(let asked) = submission.extent {
        return try await sendItems(submission, asked: asked, of: page, from: standing)
      }
      return try await record(submission, of: page, from: standing)
    } catch {
      var state = PageState(page, sent: submission)
      state.notice = .unsaved
      return .unsaved(state, at: standing, error)
    }
  }

  private func record(
    _ submission: PageSubmission, of page: InterviewPage, from standing: Standing
  ) async throws -> SendOutcome {
    switch page.read(submission) {
    case .incomplete(let problems):
      return showAgain(PageState(page, sent: submission, problems: problems), submission, standing)
    case .complete(let recording):
      if !submission.wasHinted, try isTooSoon(page, for: standing) {
        var state = PageState(page, sent: submission)
        state.notice = .readAgain
        return showAgain(state, submission, standing)
      }
      let state = try await store.record(
        recording, of: standing.state, from: token, in: standing.version.registered,
        now: interviews.clock())
      return .moved(Standing(state, in: standing.version))
    }
  }

  private func showAgain(
    _ state: PageState, _ submission: PageSubmission, _ standing: Standing
  ) -> SendOutcome {
    store.noteIncomplete(
      state.page.name, from: standing.state, paradata: submission.paradata(state.page),
      now: interviews.clock())
    return .shownAgain(state, at: standing)
  }

  /// Whether the participant would leave the situation sooner than its words can be read.
  package func isTooSoon(_ page: InterviewPage, for standing: Standing) throws -> Bool {
    guard let least = page.readingSeconds else { return false }
    // The note that the page was shown may still be on its way to the disk.
    let seconds = try store.secondsSinceServed(
      page.name, to: standing.state, now: interviews.clock())
    return (seconds ?? 0) < least
  }

  /// Keeps the answers to some items and leads to the next; after the last the page is recorded.
  private func sendItems(
    _ submission: PageSubmission, asked: String?, of page: InterviewPage, from standing: Standing
  ) async throws -> SendOutcome {
    let (answers, problem) = page.readItems(submission)
    if let problem {
      return showAgain(
        PageState(page, sent: submission, problems: [problem]), submission, standing)
    }
    var kept = try store.savedAnswers(of: standing.state, on: page.name)
    for answer in answers { kept[answer.field] = .some(answer.option) }
    guard let next = page.item(after: asked, kept: kept) else {
      return try await record(submission.whole(kept), of: page, from: standing)
    }
    let draft = page.draft(
      of: answers, paradata: submission.paradata(page), layout: page.layout(of: submission))
    switch try await save(draft) {
    case .kept: return .nextItem(next, of: page)
    case .moved(let standing): return .moved(standing)
    case .unknown: return .unknown
    }
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
    guard let standing = try await standing() else { return .unknown }
    guard standing.isActive, standing.step.name == name else { return .moved(standing) }
    let page = page(at: standing.state.step, of: standing)
    let answers = page.savable(submission.answers)
    return answers.isEmpty ? .kept : try await save(page.draft(of: answers))
  }

  /// Keeps answers to the participant's next page; returns after the commit.
  package func save(_ draft: PageDraft) async throws -> SaveOutcome {
    guard let state = try await store.save(draft, from: token, now: interviews.clock()) else {
      return .unknown
    }
    if state.status == .active, state.step == draft.step { return .kept }
    return .moved(try await interviews.standing(of: state))
  }
}
