import Foundation
import Study
import Survey

/// One question of a page, as it is asked at a keyboard.
struct KeyboardQuestion {
  enum Form {
    /// Values and labels; `keys` are what is typed.
    case choice([(value: String, label: String)], keys: [String])
    /// What is typed must fit one of these.
    case search([(value: String, label: String)], prompt: String)
    case number(ClosedRange<Int>)
    /// The person's own words.
    case words(limit: Int)
  }

  /// What becomes of the question when no answer is given.
  enum Omission {
    case refused
    /// The participant declines, by a separate value or in a separate field.
    case declined(label: String, fields: [String: String])
    /// Left open, once it has been asked for again.
    case afterPrompt
    /// Left open without a word.
    case free
  }

  let field: String
  /// Where the participant declines to answer, if that is a field of its own.
  let declineField: String?
  let text: String
  let form: Form
  let omission: Omission

  init(_ entry: InterviewPage.Entry, of page: InterviewPage) {
    // The key is the number of the answer, as on the page, if one key can say it.
    let codes = entry.options.map(\.code)
    let isDigits = codes.allSatisfy { $0.count == 1 && $0.first!.isNumber }
    field = entry.field
    declineField = nil
    text = entry.text
    form = .choice(
      entry.options.map { ($0.code, $0.label) },
      keys: isDigits ? codes : codes.indices.map { "\($0 + 1)" })
    omission = page.canSkip(entry) ? .afterPrompt : .refused
  }

  init(_ question: Question, of page: InterviewPage, _ phrases: Phrases) {
    let field = question.id.name
    self.field = field
    let declineField = question.declineField
    self.declineField = declineField
    text = question.isOptional ? "\(question.text) \(phrases.answering.optional)" : question.text
    var declined = [field: Question.declined]
    switch question.form {
    case .choices(let choices):
      let all =
        choices.map { ($0.value, $0.label) }
        + (question.canDecline ? [(Question.declined, phrases.preferNotToSay)] : [])
      let keys = all.indices.map { "\($0 + 1)" }
      form = .choice(
        zip(keys, all).map { ($1.0, Self.label($1.1, withoutNumber: $0)) }, keys: keys)
    case .country:
      form = .search(
        Country.named(in: page.interview.study.language).map { ($0.code, $0.name) },
        prompt: phrases.typeCountry)
    case .yearOfBirth(let ages):
      let years = question.years(ages: ages, in: page.participant.year)
      form = .number(years.min()!...years.max()!)
    case .number(let range):
      form = .number(range)
      // As the web form has it: the field itself takes nothing but a number.
      declined = [declineField: "yes"]
    case .text(let limit): form = .words(limit: limit)
    }
    omission =
      question.isOptional
      ? .free
      : question.canDecline
        ? .declined(label: phrases.preferNotToSay, fields: declined) : .refused
  }

  /// A label such as `3 – Fairly clearly` without the number that is its key.
  private static func label(_ label: String, withoutNumber key: String) -> String {
    let number = "\(key) \u{2013} "
    return label.hasPrefix(number) ? String(label.dropFirst(number.count)) : label
  }

  /// A line that was typed, read as an answer.
  enum Typed {
    case answer(String)
    /// The message to the participant.
    case unclear(String)
  }

  func read(_ line: String, _ phrases: Phrases) -> Typed {
    switch form {
    case .choice:
      return .unclear(phrases.notAnOption)
    case .number(let range):
      // Digits of any script.
      let digits = line.map { $0.wholeNumberValue.map(String.init) ?? String($0) }.joined()
      guard let number = Int(digits), range.contains(number) else {
        return .unclear(phrases.typeNumber(range.lowerBound, range.upperBound))
      }
      return .answer("\(number)")
    case .words(let limit):
      return line.count > limit ? .unclear(phrases.answering.tooLong) : .answer(line)
    case .search(let options, let prompt):
      return search(line, in: options, prompt: prompt, phrases)
    }
  }

  private func search(
    _ line: String, in options: [(value: String, label: String)], prompt: String, _ phrases: Phrases
  ) -> Typed {
    let wanted = comparable(line)
    if let exact = options.first(where: {
      $0.value.lowercased() == line.lowercased() || comparable($0.label) == wanted
    }) {
      return .answer(exact.value)
    }
    // What has no letters would fit every name.
    guard !wanted.isEmpty else { return .unclear(prompt) }
    let fitting = options.filter { comparable($0.label).hasPrefix(wanted) }
    if fitting.count == 1 { return .answer(fitting[0].value) }
    guard !fitting.isEmpty else { return .unclear(prompt) }
    let names = fitting.prefix(6).map(\.label).joined(separator: ", ")
    return .unclear("\(phrases.severalFit) (\(names)\(fitting.count > 6 ? ", …" : ""))")
  }

  /// Letters alone, without case and accents: `cote divoire` finds Côte d’Ivoire.
  private func comparable(_ text: String) -> String {
    let decomposed = text.lowercased().decomposedStringWithCanonicalMapping
    return String(
      decomposed.unicodeScalars.filter { $0.properties.isAlphabetic }.map(Character.init))
  }
}
