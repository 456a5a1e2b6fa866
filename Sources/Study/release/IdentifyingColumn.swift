/// A column that identifies a person, or may. It is released only if the study names it and both
/// options of the command confirm it.
package enum IdentifyingColumn: Sendable, Hashable {
  /// When the person began, and was done, to the millisecond.
  case startedAt, finishedAt
  /// The id under which the person was recruited.
  case recruitingID
  /// What the person imagined, in the person's own words.
  case imagined
  /// A question of demographics, as it was answered.
  case answer(QuestionID)

  private static let named: [(name: String, column: IdentifyingColumn)] = [
    ("started_at", .startedAt), ("finished_at", .finishedAt), ("recruiting_id", .recruitingID),
    (Imagining.descriptionID.name, .imagined),
  ]

  /// What a study, the command and the tables call it.
  package var name: String {
    if case .answer(let id) = self { return id.name }
    return Self.named.first { $0.column == self }!.name
  }

  /// What the codebook says of it.
  package var label: String {
    switch self {
    case .startedAt: "When the participant began, to the millisecond (UTC)."
    case .finishedAt: "When the participant finished, to the millisecond (UTC)."
    case .recruitingID: "The id under which the participant was recruited."
    case .imagined: "What the participant imagined, in their own words."
    case .answer(let id): "The answer to `\(id)`, as the participant gave it."
    }
  }

  /// Whether its values are words that participants wrote, which can contain anything.
  package var isFreeText: Bool {
    switch self {
    case .startedAt, .finishedAt, .recruitingID: false
    case .imagined, .answer: true
    }
  }

  /// The column of a name; nil if there is none.
  ///
  /// - Parameter questions: those of the demographics.
  static func called(_ name: String, questions: [String]) -> IdentifyingColumn? {
    named.first { $0.name == name }?.column
      ?? (questions.contains(name) ? .answer(QuestionID(name)) : nil)
  }

  /// The names that a study can give.
  static func names(questions: [String]) -> [String] { named.map(\.name) + questions }

  /// Whether the name is of something that no study can release: with such a code anyone could act
  /// as the participant, or find the participant in the database.
  package static func isNeverReleased(_ name: String) -> Bool {
    let words = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
    return !words.isDisjoint(with: [
      "access", "address", "code", "codes", "cookie", "ip", "participant", "receipt", "respondent",
      "resume", "seed", "session", "token", "tokens", "uuid", "withdraw",
    ])
  }
}
