import Analysis
import Study

extension StudyDefinition {
  /// Whether the one respondent that is given fills a cell; nil if everyone who completes does.
  ///
  /// It is decided when the participant completes. A rule that cannot decide then excludes nobody.
  var fillsCell: (@Sendable (Respondents) -> Bool)? {
    guard quotaCounts == .valid else { return nil }
    return { Exclusion([], stated: [], of: $0).leftOut.isEmpty }
  }
}
