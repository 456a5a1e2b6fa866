package import Analysis
package import Study
import TextFormats

extension Source {
  /// The rules that an option names: `study`, or a list.
  ///
  /// - Parameter path: of the source, as it was given.
  package func exclusionRules(
    _ text: String, named path: String, option: String = "--exclude"
  ) throws -> [StudyDefinition.ExclusionRule] {
    try text.split(separator: ",", omittingEmptySubsequences: false).flatMap { name in
      if String(name).trimmingWhitespace == "study" {
        guard let study = try study() else {
          throw UserMistake(
            "\(option) study: \(path) brings no study.yaml; name the rules, as in "
              + "\(option) identical_answers")
        }
        return study.exclusions
      }
      let parts = name.split(separator: ":", maxSplits: 1).map {
        String($0).trimmingWhitespace
      }
      let thresholds = StudyDefinition.ExclusionRule.thresholds
      if parts.count == 2, let known = thresholds.first(where: { $0.name == parts[0] }) {
        let threshold = Double(parts[1])
        guard let rule = threshold.flatMap({ StudyDefinition.ExclusionRule(parts[0], $0) }) else {
          throw UserMistake("\(option): `\(known.name)` must be \(known.range)")
        }
        return [rule]
      }
      if let known = thresholds.first(where: { $0.name == parts[0] }) {
        throw UserMistake(
          "\(option): `\(known.name)` needs a number, `\(known.name):N`, \(known.range)")
      }
      let name = String(name).trimmingWhitespace
      let known = StudyDefinition.ExclusionRule.plain
      guard let rule = known.first(where: { $0.name == name }) else {
        let hint = nearest(to: name, among: known.map(\.name)).map { "; did you mean `\($0)`?" }
        throw UserMistake(
          "\(option): no rule is called `\(name)`\(hint ?? ""); known are `study`, "
            + known.map { "`\($0.name)`" }.joined(separator: ", ") + ", "
            + thresholds.map { "`\($0.name):N`" }.joined(separator: ", "))
      }
      return [rule]
    }
  }

  /// What the rules look at, of all respondents of a kind in the order of the answers.
  package func traits(
    of kind: RespondentKind, for rules: [StudyDefinition.ExclusionRule], _ answers: ItemAnswers
  ) async throws -> [Crowd.Respondent] {
    let respondents = try await crowd(of: kind, withTraits: true).crowd.respondents
    return Self.with(respondents, for: rules, answers)
  }

  /// The respondents of a crowd with what the rules look at.
  package func traits(
    of kind: RespondentKind, for rules: [StudyDefinition.ExclusionRule], _ crowd: Crowd
  ) async throws -> [Crowd.Respondent] {
    guard rules.contains(where: \.looksAtItems) else { return crowd.respondents }
    return Self.with(crowd.respondents, for: rules, try await answers(of: kind).answers)
  }

  private static func with(
    _ respondents: [Crowd.Respondent], for rules: [StudyDefinition.ExclusionRule],
    _ answers: ItemAnswers
  ) -> [Crowd.Respondent] {
    guard rules.contains(where: \.looksAtItems) else { return respondents }
    return zip(respondents, Carelessness(answers).signs).map { $0.with($1) }
  }
}
