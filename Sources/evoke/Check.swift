import Analysis
import ArgumentParser
import Study
import Survey

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads everything that a study names, reports every mistake, prints the plan.")

  @Argument(help: "The study's folder.")
  var folder = "."

  func run() throws {
    let (study, warnings) = try StudyDefinition.load(from: StudyFolder(path: folder))
    for warning in warnings { standardError.write("\(warning)\n") }
    print(StudyPlan(study).text(of: study), terminator: "")
  }
}
