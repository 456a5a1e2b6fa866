import ArgumentParser
import Documents
import Release
import Study
import Survey

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check everything that a study names, report every mistake and print the plan.")

  @OptionGroup var study: StudyOption

  @OptionGroup var output: OutputOptions

  func run() throws {
    let study = try study.load(warn: output.note)
    try study.release?.checkHierarchies()
    try output.write(PlanReport(study))
  }
}
