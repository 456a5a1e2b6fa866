import TextFormats

/// What happens around the situation that a person imagines.
package struct Imagining: Sendable, Hashable {
  /// Whether a question about the imagining must be answered.
  package enum Need: String, Sendable, CaseIterable {
    case optional, required
  }

  /// How the situation is shown above the scales that follow it.
  package enum Recall: String, Sendable, CaseIterable {
    case open, folded
  }

  /// The questions' names in the database.
  package static let vividnessID: QuestionID = "vividness"
  package static let descriptionID: QuestionID = "imagined"
  /// The longest description that is taken, in characters.
  package static let longestDescription = 50_000

  /// The rating of how clearly the situation was seen; nil does not ask.
  package internal(set) var vividness: Need?
  /// The person's own words about what was imagined; nil does not ask.
  package internal(set) var description: Need?
  /// nil shows the situation on its own page alone.
  package internal(set) var recall: Recall?
  /// Whether participants who continue sooner than the words can be read are asked, once, to stay.
  package internal(set) var hintsAtReadingTime = false

  static func load(_ fields: YAMLMapping) -> Imagining {
    guard
      let imagining = fields.fields(
        "imagining", name: "`imagining`",
        keys: ["vividness", "description", "situation_stays", "reading_hint"])
    else { return Imagining() }
    return Imagining(
      vividness: imagining.optionalChoice("vividness", of: Need.self),
      description: imagining.optionalChoice("description", of: Need.self),
      recall: imagining.optionalChoice("situation_stays", of: Recall.self),
      hintsAtReadingTime: imagining.optionalBoolean("reading_hint") ?? false)
  }

  /// Questions of the study whose name is needed for what is asked about the imagining.
  func taken(by questions: [Question]) -> [QuestionID] {
    let asked = [
      vividness.map { _ in Self.vividnessID }, description.map { _ in Self.descriptionID },
    ].compactMap(\.self)
    return asked.filter { id in questions.contains { $0.id == id } }
  }
}
