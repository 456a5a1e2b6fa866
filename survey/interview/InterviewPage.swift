import Statistics
package import Study

/// A page of the interview as one participant gets it: what it asks, in this participant's order.
///
/// It is made once for a request. All that is shown, read, saved or recorded of the page follows from
/// it.
package struct InterviewPage: Sendable {
  /// What a page depends on, of the participant.
  package struct Participant: Sendable {
    package let seed: UInt64
    package let situation: SituationKey?
    /// How the answers lay on the first scale page that was sent; nil if that is not known.
    package let layout: Presentation.Layout?
    /// The current calendar year, for questions of age.
    package let year: Int

    package init(
      seed: UInt64, situation: SituationKey? = nil, layout: Presentation.Layout? = nil, year: Int
    ) {
      self.seed = seed
      self.situation = situation
      self.layout = layout
      self.year = year
    }
  }

  /// An item of a scale, or an attention check among the items.
  package enum Entry: Sendable {
    case item(Item)
    case check(StudyDefinition.AttentionCheck, options: [AnswerOption])

    package var field: String {
      switch self {
      case .item(let item): item.id.name
      case .check(let check, _): check.id.name
      }
    }

    package var text: String {
      switch self {
      case .item(let item): item.text
      case .check(let check, _): check.text
      }
    }

    package var options: [AnswerOption] {
      switch self {
      case .item(let item): item.options
      case .check(_, let options): options
      }
    }
  }

  package let interview: Interview
  /// The position of the page among the steps of the interview, from 0.
  package let step: Int
  package let participant: Participant
  /// What is asked beside the items of a scale.
  package let questions: [Question]
  /// The items of a scale, each followed by the checks that stand behind it; none on other pages.
  package let entries: [Entry]
  /// Positions of the instrument's items, from 1, in the order shown; nil if as printed.
  package let itemOrder: [Int]?
  package let orderSeed: UInt64?

  package init(at step: Int, of interview: Interview, for participant: Participant) {
    self.interview = interview
    self.step = step
    self.participant = participant
    questions = interview.questions(at: step)
    guard case .scale(let scale) = interview.steps[step].content else {
      (entries, itemOrder, orderSeed) = ([], nil, nil)
      return
    }
    var positions = Array(scale.instrument.items.indices)
    if (interview.study.presentation.order ?? scale.instrument.order) == .shuffled {
      var derived = SeededGenerator(seed: participant.seed &+ UInt64(scale.ordinal))
      let drawn = derived.next()
      var generator = SeededGenerator(seed: drawn)
      positions.shuffle(using: &generator)
      (itemOrder, orderSeed) = (positions.map { $0 + 1 }, drawn)
    } else {
      (itemOrder, orderSeed) = (nil, nil)
    }
    var entries: [Entry] = []
    entries.reserveCapacity(positions.count + interview.study.attention.count)
    for position in positions {
      let item = scale.instrument.items[position]
      entries.append(.item(item))
      for check in interview.study.attention {
        guard case .behind(item.id, scale.instrument.id, scale.occasion) = check.place else {
          continue
        }
        entries.append(.check(check, options: item.options))
      }
    }
    self.entries = entries
  }

  package var name: String { interview.steps[step].name }
  package var content: Interview.Step.Content { interview.steps[step].content }

  /// The names of the fields by which the page is answered.
  package var fieldNames: [String] { entries.map(\.field) + questions.map(\.id.name) }

  package var isScale: Bool {
    if case .scale = content { true } else { false }
  }

  /// Whether each item has a screen of its own.
  package var asksOneAtATime: Bool {
    isScale && interview.study.presentation.items == .oneAtATime
  }

  /// The words above everything else on the page.
  package var heading: String {
    let phrases = Phrases.of(interview.study.language)
    return switch content {
    case .consent: phrases.consentTitle
    case .screening: phrases.screeningTitle
    case .demographics: phrases.demographicsTitle
    case .check: phrases.answering.question
    case .situation: phrases.situationTitle
    case .scale(let scale):
      scale.occasion == .default ? phrases.defaultTitle : phrases.evokedTitle
    case .debrief: phrases.debriefTitle
    }
  }

  /// What the participant is to do; nil if the page does not say so.
  package var instruction: String? {
    switch content {
    case .scale(let scale): scale.instrument.instruction[scale.occasion]
    case .situation: Phrases.of(interview.study.language).situationInstruction
    case .consent, .screening, .demographics, .check, .debrief: nil
    }
  }

  /// The situation that the participant imagines; nil before one has been assigned.
  package var situation: Situation? {
    participant.situation.flatMap { interview.study.situation($0) }
  }

  /// How the situation stays in sight above a scale; nil if it does not.
  package var recall: Imagining.Recall? {
    guard case .scale(let scale) = content, scale.occasion == .evoked else { return nil }
    return interview.study.imagining.recall
  }

  /// The least time for reading the situation, in seconds, before which participants who continue are
  /// asked once to read it again; nil if they are not.
  package var readingSeconds: Double? {
    guard case .situation = content, interview.study.imagining.hintsAtReadingTime, let situation
    else { return nil }
    return Double(interview.study.readingSeconds(situation))
  }

  /// The layout that the answers are fixed to; nil if the width of the screen decides.
  package var fixedLayout: Presentation.Layout? {
    interview.study.presentation.fixedLayout(after: participant.layout)
  }
}

extension Interview {
  package func page(at step: Int, for participant: InterviewPage.Participant) -> InterviewPage {
    InterviewPage(at: step, of: self, for: participant)
  }

  /// What a page asks beside the items of a scale.
  fileprivate func questions(at step: Int) -> [Question] {
    switch steps[step].content {
    case .screening: study.screening
    case .demographics: study.demographics
    case .check(let check): [check.question].compactMap(\.self)
    case .situation: questionsOnImagining
    case .consent, .scale, .debrief: []
    }
  }
}
