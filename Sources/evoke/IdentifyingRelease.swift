import Release
import Study
import TextFormats
import Workbench

extension Export {
  /// The columns that may tell who somebody is and leave all the same: those on which the study and
  /// both options agree.
  ///
  /// - Throws: `UserMistake` that says which of the three is missing.
  func identifyingColumns(of people: SurveyedPeople, in source: Source) throws
    -> [IdentifyingColumn]
  {
    let asked = Self.names(releaseIdentifying)
    let confirmed = Self.names(yesRelease)
    let named = people.rules.identifying
    var refusals: [String] = []
    for name in asked + confirmed.filter({ !asked.contains($0) }) {
      var missing: [String] = []
      if !named.contains(where: { $0.name == name }) {
        guard !IdentifyingColumn.isNeverReleased(name) else {
          refusals.append("`\(name)` is never released, whoever names it")
          continue
        }
        missing.append(
          source.isDatabase
            ? "study.yaml does not name it (`release: { identifying: [\(name)] }`)"
            : "a published workbook has no study that could name it")
      }
      if !asked.contains(name) { missing.append("--release-identifying \(name) is not given") }
      if !confirmed.contains(name) { missing.append("--yes-release \(name) is not given") }
      if !missing.isEmpty { refusals.append("`\(name)`: \(missing.joined(separator: "; "))") }
    }
    guard refusals.isEmpty else {
      throw UserMistake(
        "refused: what may tell who somebody is leaves only if the study names it and the command is "
          + "told twice. Nothing was written.\n"
          + refusals.map { "- \($0)" }.joined(separator: "\n"))
    }
    let columns = named.filter { asked.contains($0.name) }
    for column in columns where people.count(of: column) == 0 {
      throw UserMistake("refused: nobody has a value in `\(column.name)`. Nothing was written.")
    }
    if !columns.isEmpty, !quiet {
      let counts = columns.map { "\($0.name) (\(people.count(of: $0)) people)" }
      standardError.write(
        "WARNING: the package is NOT ANONYMOUS; it holds \(counts.joined(separator: ", "))\n")
    }
    return columns
  }

  /// The names in a list joined by commas, each once.
  private static func names(_ list: String?) -> [String] {
    var names: [String] = []
    for part in (list ?? "").split(separator: ",") {
      let name = String(part).trimmingWhitespace
      if !name.isEmpty, !names.contains(name) { names.append(name) }
    }
    return names
  }
}

extension Source {
  /// Whether a study may stand behind it.
  var isDatabase: Bool {
    if case .database = self { true } else { false }
  }
}
