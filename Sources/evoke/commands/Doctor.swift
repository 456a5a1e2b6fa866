import ArgumentParser
import Documents
import Foundation
import Responses
import Study

struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Examine a study's database, and say what to do about damage.",
    usage: "evoke doctor [<source>] [--format …] […]",
    discussion: """
      Checks the file, references between tables, the chain of the log of actions, every row, scores \
      against answers, stored versions of the study, marks, and the files beside it. Changes nothing; a server may be \
      running. The exit code is 0 for a sound database and 2 for a damaged one.
      """)

  @Argument(help: "A study's folder, or a .sqlite file.")
  var source = "."

  @OptionGroup var output: OutputOptions

  func run() async throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
    let path = exists && isFolder.boolValue ? StudyFolder(path: source).responsesPath : source
    let examination = try await ResponseStore.examination(of: path)
    try output.write(ExaminationReport(examination))
    guard examination.isSound else { throw ExitCode(2) }
  }
}
