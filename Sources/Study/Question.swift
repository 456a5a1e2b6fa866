/// A question beside the instruments: a demographic one, or one that screens.
package struct Question: Sendable {
  package struct Choice: Sendable, Hashable {
    package let value: String
    package let label: String

    package init(value: String, label: String) {
      self.value = value
      self.label = label
    }
  }

  package enum Form: Sendable {
    case choices([Choice])
    /// Countries by ISO 3166-1 code.
    case country
    /// A calendar year, such that the person's age this year lies in the range.
    case yearOfBirth(ages: ClosedRange<Int>)
    case number(ClosedRange<Int>)
    /// The person's own words, of at most so many characters.
    case text(limit: Int)
  }

  /// Which answers let a person go on.
  package struct Screening: Sendable {
    package let accepted: Set<String>
    /// What any other answer leads to.
    package let consequence: Consequence

    /// - Parameter answer: nil if the participant declined to say.
    package func accepts(_ answer: String?) -> Bool {
      accepted.contains(answer ?? Question.declined)
    }
  }

  /// The answer that is stored if a participant prefers not to say.
  package static let declined = "prefer_not_to_say"

  package let id: QuestionID
  package internal(set) var text: String
  package internal(set) var form: Form
  /// A question that can be declined offers "prefer not to say".
  package let canDecline: Bool
  /// nil for a question that does not screen.
  package let screening: Screening?
  /// A question that can be left empty without a word.
  package let isOptional: Bool

  package init(
    id: QuestionID, text: String, form: Form, canDecline: Bool, screening: Screening? = nil,
    isOptional: Bool = false
  ) {
    self.id = id
    self.text = text
    self.form = form
    self.canDecline = canDecline
    self.screening = screening
    self.isOptional = isOptional
  }

  /// Whether the text is an answer to this question.
  ///
  /// - Parameter year: the current calendar year, for ages.
  package func accepts(_ answer: String, year: Int) -> Bool {
    if canDecline, answer == Self.declined { return true }
    switch form {
    case .choices(let choices):
      return choices.contains { $0.value == answer }
    case .country:
      return Country.codes.contains(answer)
    case .yearOfBirth(let ages):
      return years(ages: ages, in: year).contains { String($0) == answer }
    case .number(let range):
      return Int(answer).map { range.contains($0) && String($0) == answer } ?? false
    case .text(let limit):
      return !answer.isEmpty && answer.count <= limit
    }
  }

  /// The years of birth to choose from, latest first.
  package func years(ages: ClosedRange<Int>, in year: Int) -> [Int] {
    Array((year - ages.upperBound...year - ages.lowerBound).reversed())
  }
}
