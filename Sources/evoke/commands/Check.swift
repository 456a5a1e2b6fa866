import ArgumentParser
import Documents
import Release
import Study
import Survey

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check everything that a study names, report every mistake and print the plan.")

  @Argument(help: "The study's folder.")
  var folder = "."

  @OptionGroup var output: OutputOptions

  func run() throws {
    let files = StudyFolder(path: folder)
    let (study, warnings) = try StudyDefinition.load(from: files)
    try study.release?.checkHierarchies()
    for warning in warnings + study.phraseWarnings(in: files) { output.note("\(warning)") }
    if study.isClosed(at: .now()) {
      output.note(
        "warning: `closes` in \(files.displayName(of: "study.yaml")) lies in the past, so new "
          + "participants are turned away")
    }
    try output.write(PlanReport(study))
  }
}
