package import Study
package import TextFormats

extension ReleaseRules {
  /// The hierarchy of a question: the study's, else Evoke's, else the two levels "as answered" and
  /// "removed".
  ///
  /// - Throws: `DiagnosedError` with every problem of the study's file.
  func hierarchy(
    of question: String, form: Question.Form?
  ) throws(DiagnosedError) -> GeneralisationHierarchy {
    if let own = hierarchies[question] {
      return try GeneralisationHierarchy(yaml: own.text, file: own.name).keeping(home: home)
    }
    let isCountry = if case .country? = form { true } else { false }
    let isYear = if case .yearOfBirth? = form { true } else { false }
    let name = isCountry ? "country" : isYear ? "year_of_birth" : question
    if let bundled = GeneralisationHierarchy.bundled(name) { return bundled.keeping(home: home) }
    if case .number(let range)? = form { return GeneralisationHierarchy(range: range) }
    return GeneralisationHierarchy()
  }

  /// Reads every hierarchy that the study names.
  ///
  /// - Throws: `DiagnosedError` with every problem of all files.
  package func checkHierarchies() throws(DiagnosedError) {
    var problems: [Diagnostic] = []
    for (_, file) in hierarchies.sorted(by: { $0.key < $1.key }) {
      do throws(DiagnosedError) {
        _ = try GeneralisationHierarchy(yaml: file.text, file: file.name)
      } catch {
        problems += error.diagnostics
      }
    }
    if !problems.isEmpty { throw DiagnosedError(problems) }
  }
}
