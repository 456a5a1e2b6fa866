import Statistics
package import Study

/// An attribute of respondents that a baseline can be split by: their answers to one question.
package struct Attribute: Sendable, Hashable {
  /// How answers make groups.
  package enum Grouping: Sendable, Hashable {
    /// Each answer is a group.
    case answers
    /// The year of taking part minus the year of birth, in bands of ten years from 25 on.
    case ages
    /// Quarters of the numbers that were answered, by these quartiles (type 7).
    case quarters([Double])

    /// As JSON and the table's note say it.
    package var title: String {
      switch self {
      case .answers: "answers"
      case .ages: "ages in bands: year of taking part minus year of birth"
      case .quarters: "quarters of the numbers answered"
      }
    }
  }

  /// As the caller named it.
  package let name: String
  /// The question that it is read from.
  package let question: QuestionID
  package let grouping: Grouping

  private static let yearOfBirth: QuestionID = "year_of_birth"
  /// Up to so many different numbers, each is a group.
  private static let mostNumbers = 6

  /// The attribute of this name: a question's id, or `age` for the question for the year of birth.
  ///
  /// Its grouping follows from the form of the question, and for a number from the answers.
  package init(_ name: String, of attributes: Respondents.Attributes) {
    self.name = name
    let own = QuestionID(name)
    let isAge = name == "age" && attributes.forms[own] == nil && !attributes.isAnswered(own)
    let question = isAge ? attributes.yearOfBirth ?? Self.yearOfBirth : own
    self.question = question
    switch attributes.forms[question] {
    case .yearOfBirth: grouping = .ages
    case nil where question == Self.yearOfBirth: grouping = .ages
    case .number:
      let numbers = (0..<attributes.count).compactMap {
        attributes[question, $0].flatMap { Double($0) }
      }
      grouping =
        Set(numbers).count > Self.mostNumbers
        ? .quarters(quantiles(numbers, [0.25, 0.5, 0.75])) : .answers
    default: grouping = .answers
    }
  }

  /// The group of each respondent; nil if the question was declined or not asked.
  package func groups(in attributes: Respondents.Attributes) -> [String?] {
    let answers = (0..<attributes.count).map { attributes[question, $0] }
    switch grouping {
    case .answers: return answers
    case .ages: return zip(answers, attributes.years).map { Self.band(bornIn: $0, in: $1) }
    case .quarters(let quartiles):
      let quarters = answers.map { answer in
        answer.flatMap { Int($0) }.map { number in
          (number, quartiles.count { $0 < Double(number) })
        }
      }
      let titles = Dictionary(grouping: quarters.compactMap(\.self), by: \.1).mapValues { quarter in
        let numbers = quarter.map(\.0)
        let (low, high) = (numbers.min()!, numbers.max()!)
        return low == high ? "\(low)" : "\(low) to \(high)"
      }
      return quarters.map { $0.flatMap { titles[$0.1] } }
    }
  }

  private static func band(bornIn year: String?, in taken: Int?) -> String? {
    guard let taken, let born = year.flatMap({ Int($0) }) else { return nil }
    return AgeBand.title(of: taken - born)
  }
}
