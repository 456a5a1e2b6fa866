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
    for doubt in StudyPlan(study).contradictions(name: self.study.files.displayName) {
      output.note("\(doubt)")
    }
    if study.isClosed(at: .now()) {
      output.note(
        "warning: `closes` in \(self.study.files.displayName(of: "study.yaml")) lies in the past, so "
          + "new participants are turned away")
    }
    try output.write(PlanReport(study))
  }
}
