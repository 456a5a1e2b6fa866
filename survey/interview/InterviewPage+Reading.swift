package import Study
import TextFormats

// How a page that was sent is read, and what is recorded of it.
extension InterviewPage {
  /// Reads the page as it was sent: what is to be recorded, or what is still missing.
  package func read(_ submission: PageSubmission) -> FilledPage {
    var recording = PageRecording(page: name, step: step)
    var problems: [PageProblem] = []
    for question in questions {
      do throws(PageProblem) {
        record(try answer(to: question, in: submission), to: question, in: &recording)
      } catch {
        problems.append(error)
      }
    }
    var answers: [ItemID: ItemAnswer] = [:]
    for entry in entries {
      do throws(PageProblem) {
        let option = try option(of: entry, in: submission)
        switch entry {
        case .item(let item): answers[item.id] = option.map { .chosen($0) } ?? .skipped
        case .check(let check, _): record(option?.code, of: check, in: &recording)
        }
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { return .incomplete(problems) }
    if case .scale(let scale) = content {
      recording.administrations = [
        AdministrationRecord(
          ordinal: scale.ordinal, instrument: scale.instrument.id, occasion: scale.occasion,
          itemOrder: itemOrder, orderSeed: orderSeed, answers: answers,
          layout: layout(of: submission))
      ]
    }
    recording.paradata = submission.paradata(of: self)
    recording.keepsChanges = keepsChanges
    lead(&recording)
    return .complete(recording)
  }

  /// Reads a form that may answer some items only: what is to be kept, and the first problem.
  package func readItems(
    _ submission: PageSubmission
  ) -> (answers: [SavedAnswer], problem: PageProblem?) {
    var asked: String?
    if case .items(let item) = submission.extent { asked = item }
    var answers: [SavedAnswer] = []
    var problem: PageProblem?
    for entry in entries
    where entry.field == asked || submission.answers[entry.field] != nil {
      do throws(PageProblem) {
        let option = try option(of: entry, in: submission)
        answers.append(SavedAnswer(field: entry.field, option: option?.code))
      } catch {
        problem = problem ?? error
      }
    }
    return (answers, problem)
  }

  // MARK: One answer

  /// - Returns: nil if the participant declines to answer, or leaves an optional question open.
  private func answer(
    to question: Question, in submission: PageSubmission
  ) throws(PageProblem) -> String? {
    func problem(_ reason: PageProblem.Reason) -> PageProblem {
      PageProblem(field: question.id.name, text: question.text, reason: reason)
    }
    let declines = question.canDecline && submission.answer(in: question.declineField) != nil
    guard let sent = declines ? Question.declined : submission.answer(in: question.id.name) else {
      if question.isOptional { return nil }
      throw problem(.unanswered)
    }
    let answer = question.cleaned(sent)
    guard question.accepts(answer, year: participant.year) else {
      let isText = if case .text = question.form { true } else { false }
      throw problem(isText ? (answer.isEmpty ? .unanswered : .tooLong) : .notAnOption)
    }
    return answer == Question.declined ? nil : answer
  }

  /// - Returns: nil if the entry is left open on purpose.
  private func option(
    of entry: Entry, in submission: PageSubmission
  ) throws(PageProblem) -> AnswerOption? {
    func problem(_ reason: PageProblem.Reason) -> PageProblem {
      PageProblem(field: entry.field, text: entry.text, reason: reason)
    }
    guard let code = submission.answer(in: entry.field) else {
      if submission.skipsOpenItems, canSkip(entry) { return nil }
      throw problem(.unanswered)
    }
    guard let option = entry.options.first(where: { $0.code == code }) else {
      throw problem(.notAnOption)
    }
    return option
  }

  // MARK: What is recorded

  /// Whether earlier answers are kept beside the last ones.
  var keepsChanges: Bool { interview.study.paradata.contains(.answerChanges) }

  /// How the answers lay on the participant's screen; nil if that is not known, or the page is not a
  /// scale's.
  package func layout(of submission: PageSubmission) -> Presentation.Layout? {
    isScale ? fixedLayout ?? submission.layout : nil
  }

  private func record(
    _ answer: String?, to question: Question, in recording: inout PageRecording
  ) {
    let purpose: QuestionRecord.Purpose
    switch content {
    case .check(let check): return record(answer, of: check, in: &recording)
    case .situation: purpose = .situation
    default: purpose = question.screening == nil ? .demographics : .screening
    }
    let isAccepted = question.screening?.accepts(answer)
    recording.questions.append(
      QuestionRecord(
        question: question.id, purpose: purpose, value: answer, accepted: isAccepted))
    if isAccepted == false, question.screening?.consequence.ends == true {
      recording.endedBy = recording.endedBy ?? question.id.name
    }
  }

  private func record(
    _ code: String?, of check: StudyDefinition.AttentionCheck, in recording: inout PageRecording
  ) {
    let passed = code == check.expectedCode
    recording.attention.append(AttentionRecord(check: check.id, option: code, passed: passed))
    if !passed, check.consequence.ends {
      recording.endedBy = recording.endedBy ?? check.id.name
    }
  }

  /// Says where the recorded page leads: on, to the debrief, or to an early end.
  private func lead(_ recording: inout PageRecording) {
    guard recording.endedBy == nil else {
      recording.nextStatus = .screenedOut
      return
    }
    recording.nextStep = step + 1
    recording.nextStatus = step + 1 == interview.steps.count - 1 ? .completed : .active
    if interview.assignsCell(after: step) {
      let quota = interview.study.quota
      recording.assignsCell = { design, counts, generator in
        Assignment.leastFilled(of: design, counts, quota: quota, using: &generator)
      }
    }
  }
}

extension Interview {
  /// True for the step after which a person is given a situation.
  package func assignsCell(after step: Int) -> Bool {
    guard steps.indices.contains(step + 1) else { return false }
    if case .situation = steps[step + 1].content { return true }
    return false
  }
}

extension Question {
  /// An answer as it is compared and stored: without space around it, lines ended by `\n` alone.
  fileprivate func cleaned(_ sent: String) -> String {
    let answer = sent.trimmingWhitespace
    guard case .text = form else { return answer }
    return answer.replacing("\r\n", with: "\n").replacing("\u{0}", with: "")
  }
}
