import Responses
import Study
import Survey
import SurveySession

/// A page that could not be saved, to be shown as it was filled in, so that it can be sent again.
struct UnsavedPage: Error {
  let html: String
  let reason: any Error
}

// The pages between consent and debrief: shown, filled in, sent.
extension SurveyDesk {
  /// A form of the step that its sender stands at.
  struct ReceivedStep: Sendable {
    let running: Running
    let state: RespondentState
    let session: SessionToken
    let step: Int
    let fields: FormFields
    let now: Timestamp
    /// The session that the browser is to remember; nil where it has.
    let remembered: SessionToken?

    var pages: StudyPages { running.pages(in: state.language) }
    var interview: Interview { pages.writer.interview }
    var name: String { interview.steps[step].name }
    var presentation: Presentation { interview.study.presentation }

    var paradata: [ParadataRecord] {
      PageParadata.records(
        fields["_paradata"], fields: interview.fieldNames(at: step, seed: state.seed),
        asked: interview.study.paradata)
    }

    /// How the answers of an item lay on the screen, as the page was made or the script says.
    var layout: Presentation.Layout? {
      guard case .scale = interview.steps[step].content else { return nil }
      return presentation.fixedLayout(after: state.layout)
        ?? fields["_layout"].flatMap { Presentation.Layout(rawValue: $0) }
    }

    func page(_ filling: StudyPages.Filling) -> String {
      pages.page(
        at: step, session: session.text, seed: state.seed,
        situation: state.situation.flatMap { interview.study.situation($0) }, year: now.year,
        isRecruited: state.isRecruited, layout: state.layout, filling) ?? ""
    }
  }

  /// - Parameter item: the place of the item that is asked for, where items come one at a time.
  func show(_ name: String, item: Int? = nil, to visitor: Visitor) async throws -> Reply {
    guard let session = visitor.cookie, let state = try store.state(of: session) else {
      return .seeOther("/")
    }
    let path = try await path(of: state)
    guard path == "/survey/\(name)" else { return .seeOther(path) }
    if try mayTryAgain(state) { return .seeOther("/") }
    let running = try await running(for: state)
    if let ending = Ending(of: state, in: running.interview) {
      let receipt =
        ending.keepsAnswers ? try await store.code(.withdraw, of: session, now: clock()) : nil
      return .page(
        running.pages(in: state.language).page(
          ending, endedBy: state.endedBy, receipt: receipt,
          address: address("/withdraw", for: visitor)))
    }
    let pages = running.pages(in: state.language)
    let interview = pages.writer.interview
    let saved = try store.savedAnswers(of: state, on: name)
    var filling = StudyPages.Filling()
    if !saved.isEmpty {
      filling.sent = FormFields([]).completed(by: saved.compactMapValues(\.self))
    }
    if let entries = interview.singleItems(at: state.step, seed: state.seed) {
      let open = entries.firstIndex { saved[$0.id.name] == nil } ?? entries.count - 1
      filling.item = item.flatMap { entries.indices.contains($0 - 1) ? $0 : nil } ?? open + 1
    }
    guard
      let page = pages.page(
        at: state.step, session: session.text, seed: state.seed,
        situation: state.situation.flatMap { interview.study.situation($0) },
        year: clock().year, isRecruited: state.isRecruited, layout: state.layout, filling)
    else { return .seeOther("/") }
    store.noteServed(name, to: state, now: clock())
    return .page(page)
  }

  func receive(
    _ name: String, from visitor: Visitor, _ fields: FormFields
  ) async throws -> Reply.Remembered {
    guard let session = session(visitor, fields), let state = try store.state(of: session) else {
      return Reply.Remembered(reply: .seeOther("/"), session: nil)
    }
    let running = try await running(for: state)
    let remembered = session == visitor.cookie ? nil : session
    guard let step = running.interview.index(of: name), step > 0,
      step < running.interview.steps.count - 1
    else {
      return Reply.Remembered(reply: .seeOther(try await path(of: state)), session: remembered)
    }
    let received = ReceivedStep(
      running: running, state: state, session: session, step: step, fields: fields, now: clock(),
      remembered: remembered)
    guard state.status == .active, state.step == step else {
      return try await record(PageAnswers(), of: received)
    }
    let entries = received.interview.singleItems(at: step, seed: state.seed)
    do {
      if let entries { return try await receive(received, askedOneAtATime: entries) }
      return try await take(fields, of: received)
    } catch {
      var filling = StudyPages.Filling(sent: fields, isUnsaved: true)
      filling.item = entries?.firstIndex { $0.id.name == fields["_item"] }.map { $0 + 1 }
      throw UnsavedPage(html: received.page(filling), reason: error)
    }
  }

  /// Records a page that is complete, and shows it again where something is missing.
  private func take(
    _ fields: FormFields, of received: ReceivedStep
  ) async throws -> Reply.Remembered {
    switch received.interview.read(
      fields, at: received.step, seed: received.state.seed, year: received.now.year)
    {
    case .incomplete(let problems):
      return comeBack(received, StudyPages.Filling(sent: fields, problems: problems), status: 422)
    case .complete(let answers):
      if try isTooSoon(received) {
        return comeBack(received, StudyPages.Filling(sent: fields, isHinted: true), status: 200)
      }
      return try await record(answers, of: received)
    }
  }

  private func comeBack(
    _ received: ReceivedStep, _ filling: StudyPages.Filling, status: Int
  ) -> Reply.Remembered {
    store.noteIncomplete(
      received.name, from: received.state, paradata: received.paradata, now: received.now)
    return Reply.Remembered(
      reply: .page(received.page(filling), status: status), session: received.remembered)
  }

  private func record(
    _ answers: PageAnswers, of received: ReceivedStep
  ) async throws -> Reply.Remembered {
    var recording = received.interview.recording(
      of: answers, at: received.step, seed: received.state.seed, layout: received.layout)
    recording.paradata = received.paradata
    recording.keepsChanges = received.interview.study.paradata.contains(.answerChanges)
    let state = try await store.record(
      recording, from: received.session, in: received.running.registered, now: received.now)
    return Reply.Remembered(
      reply: .seeOther(try await path(of: state)), session: received.remembered)
  }

  /// Whether somebody leaves the situation sooner than its words can be read, for the first time.
  private func isTooSoon(_ received: ReceivedStep) throws -> Bool {
    let study = received.interview.study
    guard study.imagining.hintsAtReadingTime, received.fields["_hinted"] == nil,
      case .situation = received.interview.steps[received.step].content,
      let situation = received.state.situation.flatMap({ study.situation($0) })
    else { return false }
    // The note that the page was shown may still be on its way to the disk.
    let seconds =
      try store.secondsSinceServed(received.name, to: received.state, now: received.now) ?? 0
    return seconds < Double(study.readingSeconds(situation))
  }

  // MARK: One item at a time

  /// Keeps the answer to one item and leads to the next; after the last the page is recorded.
  ///
  /// A form with all items is taken as such, as where they stand together.
  private func receive(
    _ received: ReceivedStep, askedOneAtATime entries: [Interview.ScaleEntry]
  ) async throws -> Reply.Remembered {
    let fields = received.fields
    let place = fields["_item"].flatMap { name in entries.firstIndex { $0.id.name == name } }
    let skips = received.presentation.allowsSkipping && fields[FormFields.skip] != nil
    var answers: [SavedAnswer] = []
    var problems: [PageProblem] = []
    for (index, entry) in entries.enumerated() where index == place || fields.has(entry.id.name) {
      let code = fields[entry.id.name]
      if code == nil, skips, entry.canBeSkipped {
        answers.append(SavedAnswer(field: entry.id.name, option: nil))
      } else if let code, entry.options.contains(where: { $0.code == code }) {
        answers.append(SavedAnswer(field: entry.id.name, option: code))
      } else {
        problems.append(
          PageProblem(
            field: entry.id.name, text: entry.text, reason: code == nil ? .unanswered : .notAnOption
          ))
      }
    }
    var saved = try store.savedAnswers(of: received.state, on: received.name)
    for answer in answers { saved[answer.field] = .some(answer.option) }
    let open = entries.firstIndex { saved[$0.id.name] == nil }
    if let problem = problems.first {
      let index = entries.firstIndex { $0.id.name == problem.field }!
      return comeBack(
        received, StudyPages.Filling(sent: fields, problems: [problem], item: index + 1),
        status: 422)
    }
    let next = place.map { $0 + 1 }.flatMap { $0 < entries.count ? $0 : nil } ?? open
    guard let next else {
      // Every item has been answered or left out on purpose.
      let answered = saved.compactMapValues(\.self)
      let whole = FormFields(answered.map { ($0.key, $0.value) } + [(FormFields.skip, "yes")])
      return try await take(whole, of: received)
    }
    let state = try await store.save(
      answers, on: received.name, step: received.step, from: received.session,
      keepsChanges: received.interview.study.paradata.contains(.answerChanges),
      paradata: received.paradata, layout: received.layout, now: received.now)
    guard let state, state.status == .active, state.step == received.step else {
      return Reply.Remembered(
        reply: .seeOther(try await path(of: state ?? received.state)), session: received.remembered)
    }
    return Reply.Remembered(
      reply: .seeOther("/survey/\(received.name)?item=\(next + 1)"), session: received.remembered)
  }

  // MARK: Saving

  /// Keeps the answers of a page that is still being filled in.
  ///
  /// 204 says that they are on the disk; 200 that there was nothing to keep, since the page has been
  /// sent in the meantime or nobody is known by this session.
  func save(_ name: String, from visitor: Visitor, _ fields: FormFields) async throws -> Reply {
    guard let session = session(visitor, fields), let state = try store.state(of: session) else {
      return .nothing(status: 200)
    }
    let running = try await running(for: state)
    guard state.status == .active, running.interview.steps[state.step].name == name else {
      return .nothing(status: 200)
    }
    let now = clock()
    let answers = running.interview.savable(
      fields, at: state.step, seed: state.seed, year: now.year)
    guard !answers.isEmpty else { return .nothing(status: 204) }
    let after = try await store.save(
      answers.map { SavedAnswer(field: $0.key, option: $0.value) }, on: name, step: state.step,
      from: session, keepsChanges: running.interview.study.paradata.contains(.answerChanges),
      now: now)
    let isKept = after?.status == .active && after?.step == state.step
    return .nothing(status: isKept ? 204 : 200)
  }
}

extension Interview {
  /// The items of a scale that are asked one at a time, in the person's order; nil elsewhere.
  fileprivate func singleItems(at step: Int, seed: UInt64) -> [ScaleEntry]? {
    guard study.presentation.items == .oneAtATime, case .scale(let scale) = steps[step].content
    else { return nil }
    return page(of: scale, seed: seed).entries
  }
}
