package import Responses
import Study
import Survey

/// A participant's own answers, in the words in which they were asked.
package struct AnswerCopy: Sendable {
  package struct Answer: Sendable, Hashable {
    package let question: String
    /// nil for a question that was left open.
    package let answer: String?
  }

  /// A page of the interview.
  package struct Section: Sendable {
    package let heading: String
    /// The situation that was shown on the page; nil on other pages.
    package let situation: String?
    package let answers: [Answer]
    /// False for the page that is still being filled in.
    package let isSent: Bool
  }

  package let standing: Standing
  /// In the order of the interview; none if nothing is stored.
  package let sections: [Section]

  init(_ own: OwnAnswers, of standing: Standing, _ participant: InterviewPage.Participant) {
    let interview = standing.interview
    self.standing = standing
    let countries = Dictionary(
      uniqueKeysWithValues: Country.named(in: interview.study.language).map { ($0.code, $0.name) })
    let declined = Phrases.of(interview.study.language).preferNotToSay
    func words(_ answer: String?, to question: Question) -> String? {
      guard let answer, answer != Question.declined else {
        return question.canDecline ? declined : nil
      }
      return switch question.form {
      case .choices(let choices): choices.first { $0.value == answer }?.label ?? answer
      case .country: countries[answer] ?? answer
      case .yearOfBirth, .number, .text: answer
      }
    }
    sections = interview.steps.indices.compactMap { step in
      let page = interview.page(at: step, for: participant)
      let isNext = standing.isActive && step == standing.state.step
      var ordinal: Int?
      if case .scale(let scale) = page.content { ordinal = scale.ordinal }
      let codes = ordinal.flatMap { own.scales[$0] } ?? [:]
      let items = page.entries.compactMap { entry -> Answer? in
        let stored =
          switch entry {
          case .item(let item): codes[item.id]
          case .check(let check, _): own.questions[check.id.name]
          }
        guard let code = stored ?? (isNext ? own.unsent[entry.field] : nil) else { return nil }
        let option = entry.options.first { $0.code == code }
        return Answer(question: entry.text, answer: option?.label ?? code)
      }
      let questions = page.questions.compactMap { question -> Answer? in
        let name = question.id.name
        guard let answer = own.questions[name] ?? (isNext ? own.unsent[name] : nil) else {
          return nil
        }
        return Answer(question: question.text, answer: words(answer, to: question))
      }
      var situation: String?
      if case .situation = page.content, step < standing.state.step || isNext,
        standing.state.status != .withdrawn
      {
        situation = page.situation?.text
      }
      guard situation != nil || !(items + questions).isEmpty else { return nil }
      return Section(
        heading: page.heading, situation: situation, answers: items + questions, isSent: !isNext)
    }
  }
}

extension InterviewSession {
  /// The answers of the participant who holds the code; nil for a code that was never given out.
  package func answerCopy(with code: AccessCode) async throws -> AnswerCopy? {
    guard let state = try interviews.owner(of: code, for: .withdraw) else { return nil }
    let standing = try await interviews.standing(of: state)
    let own = try await store.ownAnswers(
      of: state, before: standing.isActive ? standing.step.name : nil)
    return AnswerCopy(own, of: standing, standing.participant(now: interviews.clock()))
  }
}
