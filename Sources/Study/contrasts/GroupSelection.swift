import TextFormats

/// A group of respondents by what they have in common: `emotion=Anger, gender=female`. They meet every
/// criterion.
///
/// A group that names no kind of situation leaves controls out, as the positions of a design do.
package struct GroupSelection: Sendable, Hashable, CustomStringConvertible {
  /// What respondents can be told apart by: their situation, how they were asked, what they said of
  /// themselves. Anything else that a respondent has joins this list.
  package enum Trait: Sendable, Hashable {
    case emotion, factor, kind, language
    /// The answer to a question of the study.
    case answer(QuestionID)

    private static let named: [(name: String, trait: Trait)] = [
      ("emotion", .emotion), ("factor", .factor), ("kind", .kind), ("language", .language),
    ]

    package init(_ name: String) {
      self = Self.named.first { $0.name == name }?.trait ?? .answer(QuestionID(name))
    }

    package var name: String {
      if case .answer(let question) = self { return question.name }
      return Self.named.first { $0.trait == self }!.name
    }

    /// The names that need no question.
    package static let names = named.map(\.name)

    /// Whether the situation alone decides it.
    package var isOfSituation: Bool {
      switch self {
      case .emotion, .factor, .kind: true
      case .language, .answer: false
      }
    }
  }

  package struct Criterion: Sendable, Hashable {
    package let trait: Trait
    package let value: String
    /// `1..3` as a range of numbers; nil for any other value.
    let range: ClosedRange<Int>?

    init(trait: Trait, value: String) {
      self.trait = trait
      self.value = value
      range = value.wholeMatch(of: /(-?\d+)\.\.(-?\d+)/).flatMap { match in
        guard let low = Int(match.1), let high = Int(match.2), low <= high else { return nil }
        return low...high
      }
    }

    /// Whether an answer meets it.
    package func includes(_ answer: String) -> Bool {
      answer == value || range.map { range in Int(answer).map(range.contains) ?? false } ?? false
    }

    /// Whether no answer meets both.
    func excludes(_ other: Criterion) -> Bool {
      guard range != nil || other.range != nil else { return value != other.value }
      guard let numbers, let others = other.numbers else { return true }
      return !numbers.overlaps(others)
    }

    /// The numbers that it names; nil if it names none.
    var numbers: ClosedRange<Int>? { range ?? Int(value).map { $0...$0 } }
  }

  /// In the order of the traits, none of them twice.
  package let criteria: [Criterion]

  /// - Parameter text: `name=value`, several joined by commas. A comma in a value is part of it unless
  ///   another name follows.
  package init(_ text: String) throws(SelectionError) {
    var criteria: [Criterion] = []
    for part in Self.parts(of: text) {
      guard let sign = part.firstIndex(of: "=") else { throw .noValue(part) }
      let name = String(part[..<sign]).trimmingWhitespace
      let value = String(part[part.index(after: sign)...]).trimmingWhitespace
      guard !name.isEmpty, !value.isEmpty else { throw .noValue(part) }
      let trait = Trait(name)
      guard !criteria.contains(where: { $0.trait == trait }) else { throw .twice(name) }
      criteria.append(Criterion(trait: trait, value: value))
    }
    func rank(_ criterion: Criterion) -> (Int, String) {
      let name = criterion.trait.name
      return (Trait.names.firstIndex(of: name) ?? Trait.names.count, name)
    }
    self.criteria = criteria.sorted { rank($0) < rank($1) }
  }

  private static func parts(of text: String) -> [String] {
    var parts: [String] = []
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      if parts.isEmpty || piece.prefixMatch(of: /\s*[A-Za-z_][A-Za-z0-9_]*\s*=/) != nil {
        parts.append(String(piece))
      } else {
        parts[parts.count - 1] += ",\(piece)"
      }
    }
    return parts.map(\.trimmingWhitespace)
  }

  package var description: String {
    criteria.map { "\($0.trait.name)=\($0.value)" }.joined(separator: ", ")
  }

  /// The value that a trait has to have; nil if it does not count.
  package subscript(_ trait: Trait) -> String? { criteria.first { $0.trait == trait }?.value }

  /// The criteria that are not about the situation.
  package var ofPeople: [Criterion] { criteria.filter { !$0.trait.isOfSituation } }

  /// Whether a situation of the design is one of the group's.
  package func includes(_ cell: Int, of design: Design) -> Bool {
    let key = design.cells[cell].key
    return namesPosition(of: key)
      && self[.kind].map { $0 == key.kind.rawValue } ?? !design.isControl(cell)
  }

  /// Whether a situation has the emotion and the factor of the group, whatever its kind.
  func namesPosition(of key: SituationKey) -> Bool {
    self[.emotion].map { $0 == key.emotion } ?? true
      && self[.factor].map { $0 == key.factor } ?? true
  }
}

/// Why a text names no group.
package enum SelectionError: UserFacingError, Equatable {
  case noValue(String)
  case twice(String)

  package var description: String {
    switch self {
    case .noValue("rest"): "`rest` stands for everyone else, and can only be the second group"
    case .noValue(let part):
      "`\(part)` is not a criterion; write NAME=VALUE, for example emotion=Anger, several joined by "
        + "commas"
    case .twice(let name):
      "`\(name)` appears twice; a participant has one \(name), and must meet every criterion"
    }
  }
}
