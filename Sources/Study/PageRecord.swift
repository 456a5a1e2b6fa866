package import Statistics

/// The answer to one item, as it is stored.
package enum ItemAnswer: Sendable, Hashable {
  case chosen(AnswerOption)
  case skipped
  case notReached
}

/// One instrument given once, with what was answered.
package struct AdministrationRecord: Sendable {
  package let ordinal: Int
  package let instrument: InstrumentID
  package let occasion: Occasion
  /// Positions of the instrument's items, from 1, in the order shown; nil if in printed order.
  package let itemOrder: [Int]?
  package let orderSeed: UInt64?
  package let answers: [ItemID: ItemAnswer]
  /// The layout of an item's answers on the screen; nil if that is not known.
  package let layout: Presentation.Layout?

  package init(
    ordinal: Int, instrument: InstrumentID, occasion: Occasion, itemOrder: [Int]?,
    orderSeed: UInt64?, answers: [ItemID: ItemAnswer], layout: Presentation.Layout? = nil
  ) {
    self.ordinal = ordinal
    self.instrument = instrument
    self.occasion = occasion
    self.itemOrder = itemOrder
    self.orderSeed = orderSeed
    self.answers = answers
    self.layout = layout
  }
}

package struct QuestionRecord: Sendable {
  package enum Purpose: String, Sendable {
    case demographics, screening, situation
  }

  package let question: QuestionID
  package let purpose: Purpose
  /// nil if the participant declined to say.
  package let value: String?
  /// Whether a screening question accepts the answer; nil for every other question.
  package let accepted: Bool?

  package init(question: QuestionID, purpose: Purpose, value: String?, accepted: Bool? = nil) {
    self.question = question
    self.purpose = purpose
    self.value = value
    self.accepted = accepted
  }
}

package struct AttentionRecord: Sendable {
  package let check: ItemID
  package let option: String?
  package let passed: Bool

  package init(check: ItemID, option: String?, passed: Bool) {
    self.check = check
    self.option = option
    self.passed = passed
  }
}

/// How a cell of the design is chosen: from the number of participants in each, and a seeded generator.
package typealias CellChoice =
  @Sendable (_ design: Design, _ counts: [Int], _ generator: inout SeededGenerator) -> Int

/// A completed page, and where it leads.
package struct PageRecording: Sendable {
  package let page: String
  /// The step that the page belongs to; a participant who is elsewhere by now changes nothing.
  package let step: Int
  package var nextStep: Int
  package var nextStatus: RespondentStatus
  package var questions: [QuestionRecord] = []
  package var administrations: [AdministrationRecord] = []
  package var attention: [AttentionRecord] = []
  /// The question or check whose answer ends the interview; nil if it continues or is completed.
  package var endedBy: String?
  package var paradata: [ParadataRecord] = []
  /// Whether the answers on the way to the last ones are kept.
  package var keepsChanges = false
  /// Set if the page is the last one before the situation.
  package var assignsCell: CellChoice?

  /// Whether a participant whom the page completes fills a cell, by all that was recorded; nil if
  /// everyone does.
  package var fillsCell: (@Sendable (Respondents) -> Bool)?

  /// A page without an answer, after which the participant is where it stands.
  package init(page: String, step: Int) {
    self.init(page: page, step: step, nextStep: step, nextStatus: .active)
  }

  package init(page: String, step: Int, nextStep: Int, nextStatus: RespondentStatus) {
    self.page = page
    self.step = step
    self.nextStep = nextStep
    self.nextStatus = nextStatus
  }
}
