import ArgumentParser
import Study
import Survey

/// The folder of a study; the current folder unless one is named.
struct StudyOption: ParsableArguments {
  @Argument(help: "The study's folder.")
  var folder = "."

  var files: StudyFolder { StudyFolder(path: folder) }

  /// Reads the study, and passes on what is doubtful in its files.
  func load(
    isPreview: Bool = false, warn: (String) -> Void = { standardError.write($0 + "\n") }
  ) throws -> StudyDefinition {
    let (study, warnings) = try StudyDefinition.load(
      from: files, gaps: isPreview ? .marked : .refused)
    for warning in warnings + study.phraseWarnings(in: files) { warn("\(warning)") }
    return study
  }
}
