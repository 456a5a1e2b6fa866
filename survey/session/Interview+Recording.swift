package import Study
package import Survey

extension Interview {
  /// What the store is to record of a complete page.
  ///
  /// - Parameter layout: how the answers of an item lay on the screen; nil where that is not known.
  package func recording(
    of answers: PageAnswers, at step: Int, seed: UInt64, layout: Presentation.Layout? = nil
  ) -> PageRecording {
    let ended = answers.end != nil
    let finishes = step + 1 == steps.count - 1
    var recording = PageRecording(
      page: steps[step].name, step: step, nextStep: ended ? step : step + 1,
      nextStatus: ended ? .screenedOut : finishes ? .completed : .active)
    recording.questions = answers.questions.map {
      QuestionRecord(
        question: $0.question.id, purpose: purpose(of: $0.question, at: step), value: $0.value,
        accepted: $0.isAccepted)
    }
    recording.endedBy = answers.end?.rule
    recording.attention = answers.checks.map {
      AttentionRecord(check: $0.check.id, option: $0.code, passed: $0.passed)
    }
    if case .scale(let scale) = steps[step].content {
      let page = page(of: scale, seed: seed)
      recording.administrations = [
        AdministrationRecord(
          ordinal: scale.ordinal, instrument: scale.instrument.id, occasion: scale.occasion,
          itemOrder: page.itemOrder, orderSeed: page.orderSeed,
          answers: answers.items.mapValues { .chosen($0) }
            .merging(answers.skipped.map { ($0, .skipped) }) { chosen, _ in chosen },
          layout: layout)
      ]
    }
    if assignsCell(after: step), !ended {
      let quota = study.quota
      recording.assignsCell = { counts, generator in
        Assignment.leastFilled(counts, quota: quota, using: &generator)
      }
    }
    return recording
  }

  private func purpose(of question: Question, at step: Int) -> QuestionRecord.Purpose {
    if case .situation = steps[step].content { return .situation }
    return question.screening == nil ? .demographics : .screening
  }
}
