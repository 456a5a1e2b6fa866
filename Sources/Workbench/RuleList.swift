package import Study
import TextFormats

/// Rules for excluding people, as an option of a command names them.
package struct RuleList: Sendable {
  /// As it was typed.
  package let text: String
  /// Rules by their names, which are for all respondents.
  package private(set) var rules: [StudyDefinition.ExclusionRule] = []
  /// The study's, as its files are today; nil if they are not asked for.
  package private(set) var stated: [StudyDefinition.ExclusionRule]?

  /// What of the respondents the rules look at. Versions of the study may have had any rule.
  package var parts: Respondents.Parts {
    rules.reduce(into: stated == nil ? [] : [.answers, .checks]) { $0.formUnion($1.parts) }
  }

  /// The rules of a study alone.
  package init(of study: StudyDefinition) {
    text = "study"
    stated = study.exclusions
  }

  /// The same, with those of the study.
  package func adding(_ study: StudyDefinition?) -> RuleList {
    var list = self
    list.stated = stated ?? study?.exclusions
    return list
  }

  /// - Parameters:
  ///   - text: rules joined by commas; `study` stands for those of the study's file.
  ///   - path: of the source, as it was given.
  /// - Throws: `RuleError`, or what is wrong with the study's files.
  package init(
    _ text: String, of source: Source, named path: String, option: String = "--exclude"
  ) throws {
    self.text = text
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(name).trimmingWhitespace
      guard name == "study" else {
        rules.append(try Self.rule(name, option))
        continue
      }
      guard let study = try source.study() else {
        throw RuleError.noStudy(option: option, path: path)
      }
      stated = study.exclusions
    }
  }

  private static func rule(
    _ name: String, _ option: String
  ) throws(RuleError) -> StudyDefinition.ExclusionRule {
    let parts = name.split(separator: ":", maxSplits: 1).map { String($0).trimmingWhitespace }
    let thresholds = StudyDefinition.ExclusionRule.thresholds
    if let known = thresholds.first(where: { $0.name == parts.first }) {
      guard parts.count == 2 else {
        throw .noThreshold(option: option, rule: known.name, range: known.range)
      }
      guard let threshold = Double(parts[1]),
        let rule = known.rule(threshold)
      else { throw .badThreshold(option: option, rule: known.name, range: known.range) }
      return rule
    }
    guard let rule = StudyDefinition.ExclusionRule.plain.first(where: { $0.name == name }) else {
      throw .unknown(option: option, name: name)
    }
    return rule
  }
}

/// Why an option names no rules.
package enum RuleError: UserFacingError, Equatable {
  case noStudy(option: String, path: String)
  case noThreshold(option: String, rule: String, range: String)
  case badThreshold(option: String, rule: String, range: String)
  case unknown(option: String, name: String)

  package var description: String {
    switch self {
    case .noStudy(let option, let path):
      return "\(option) study: \(path) has no study.yaml; name the rules instead, for example "
        + "\(option) identical_answers"
    case .noThreshold(let option, let rule, let range):
      return "\(option): `\(rule)` needs a number, `\(rule):N`, \(range)"
    case .badThreshold(let option, let rule, let range):
      return "\(option): `\(rule)` must be \(range)"
    case .unknown(let option, let name):
      let known = StudyDefinition.ExclusionRule.plain.map(\.name)
      let hint = nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
      return "\(option): no rule is called `\(name)`\(hint); known are `study`, "
        + known.map { "`\($0)`" }.joined(separator: ", ") + ", "
        + StudyDefinition.ExclusionRule.thresholds.map { "`\($0.name):N`" }.joined(
          separator: ", ")
    }
  }
}
