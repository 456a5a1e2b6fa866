internal import Statistics
internal import Study
internal import TextFormats

extension PlanReport {
  /// A contrast that the study states, and how many people its situations have places for.
  struct PlannedContrast: Sendable {
    let definition: ContrastDefinition
    /// nil if a group is only some of those who are given its situations.
    let first: Int?
    let second: Int?

    /// "anger: emotion=Anger (n = 100) against kind=neutral (n = 20)".
    var words: String {
      func group(_ name: String, _ places: Int?) -> String {
        name + (places.map { " (n = \(grouped($0)))" } ?? "")
      }
      return "\(definition.id ?? ""): \(group("\(definition.of)", first)) against "
        + group("\(definition.against)", second)
        + (definition.bounds.map { "; bounds \($0.wordsOfGroups)" } ?? "")
    }
  }

  static var contrastFields: [Field<PlannedContrast>] {
    [
      .text("id", "a contrast stated in advance", \.definition.id),
      .text("of", "its first group") { "\($0.definition.of)" },
      .text("against", "its second group, or `rest`") { "\($0.definition.against)" },
      .text("bounds", "its bounds of equivalence", \.definition.bounds?.wordsOfGroups),
      .integer(
        "of_participants",
        "participants in the first group once every cell is full; null if answers decide", \.first),
      .integer("against_participants", "the same of the second group", \.second),
    ]
  }

  static func contrasts(of study: StudyDefinition) -> [PlannedContrast] {
    let design = Design(study.situations)
    return study.contrasts.map { contrast in
      let own = contrast.of
      let byAnswers =
        switch contrast.against {
        case .group(let selection): !selection.ofPeople.isEmpty
        case .rest: !own.ofPeople.isEmpty
        }
      return PlannedContrast(
        definition: contrast,
        first: own.ofPeople.isEmpty
          ? study.quota * design.cells.indices.count { own.includes($0, of: design) } : nil,
        second: byAnswers
          ? nil
          : study.quota
            * design.cells.indices.count {
              contrast.against.includes($0, of: design, beside: own)
            })
    }
  }
}
