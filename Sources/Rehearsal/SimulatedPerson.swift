import Foundation
import Statistics
import Study
import Survey

/// A simulated participant: plausible answers that follow from a seed.
///
/// The figures are Evoke's own guesses of how people answer, good for rehearsals and for nothing
/// else: positive feelings around the middle, negative ones near the floor, and after a negative
/// situation fewer of the one and more of the other. After a positive situation the change is the
/// opposite, as far as the scale's floor allows; after a neutral one there is none.
struct SimulatedPerson {
  private var generator: SeededGenerator
  private let liveliness: Double
  private let sensitivity: Double

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    liveliness = Self.normal(&generator)
    sensitivity = 0.5 + 0.5 * abs(Self.normal(&generator))
  }

  /// What the participant answers on a page, by the names of its fields.
  mutating func answers(to page: InterviewPage) -> [String: String] {
    var answers: [String: String] = [:]
    if case .check(let check) = page.content { return [check.id.name: check.expectedCode] }
    for question in page.questions {
      if question.canDecline, question.screening == nil,
        Double.random(in: 0..<1, using: &generator) < 0.02
      {
        if case .number = question.form {
          answers[question.declineField] = "yes"
        } else {
          answers[question.id.name] = Question.declined
        }
      } else {
        answers[question.id.name] = answer(question, year: page.participant.year)
      }
    }
    guard case .scale(let scale) = page.content else { return answers }
    let positive = Set(scale.instrument.subscales.first.map { $0.parts.map(\.item) } ?? [])
    for entry in page.entries {
      answers[entry.field] =
        switch entry {
        case .check(let check, _): check.expectedCode
        case .item(let item):
          code(
            item, isPositive: positive.contains(item.id), scale.occasion,
            after: page.participant.situation?.kind ?? .negative)
        }
    }
    return answers
  }

  private mutating func answer(_ question: Question, year: Int) -> String {
    switch question.form {
    case .choices(let choices):
      let accepted = choices.map(\.value).filter { question.screening?.accepts($0) ?? true }
      return accepted.randomElement(using: &generator) ?? choices[0].value
    case .country:
      return ["GB", "ZA", "AU", "US", "CA", "IE"].randomElement(using: &generator)!
    case .yearOfBirth(let ages):
      let age = Int((38 + 12 * Self.normal(&generator)).rounded())
      return String(year - min(max(age, ages.lowerBound), ages.upperBound))
    case .number(let range):
      return String(Int.random(in: range, using: &generator))
    case .text:
      return "simulated"
    }
  }

  private mutating func code(
    _ item: Item, isPositive: Bool, _ occasion: Occasion, after kind: Situation.Kind
  ) -> String {
    let before = isPositive ? 0.48 + 0.12 * liveliness : 0.08 - 0.03 * liveliness
    let negative = isPositive ? 0.32 + 0.10 * liveliness : 0.12 + 0.28 * sensitivity
    let share =
      switch (occasion, kind) {
      case (.default, _), (.evoked, .neutral): before
      case (.evoked, .negative): negative
      case (.evoked, .positive): 2 * before - negative
      }
    let drawn = share + 0.2 * Self.normal(&generator)
    let last = Double(item.options.count - 1)
    return item.options[Int((min(max(drawn, 0), 1) * last).rounded())].code
  }

  /// A standard normal deviate (Box and Muller 1958).
  private static func normal(_ generator: inout SeededGenerator) -> Double {
    let u = Double.random(in: .leastNormalMagnitude..<1, using: &generator)
    let v = Double.random(in: 0..<1, using: &generator)
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}
