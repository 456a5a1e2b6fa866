import ArgumentParser
import Documents
import Foundation
import Responses
import Study

struct Close: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Close a study to new participants, or open it again.",
    usage: "evoke close <folder> [--reopen] [--format …] […]",
    discussion: """
      A running server stops admitting new participants at once; participants who have consented \
      continue to the end. `closes` in study.yaml does the same at a stated time.
      """)

  @Argument(help: "The study's folder.")
  var folder: String

  @Flag(help: "Open the study again.")
  var reopen = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let files = StudyFolder(path: folder)
    let (study, _) = try StudyDefinition.load(from: files)
    let store = try ResponseStore(path: files.responsesPath, now: .now())
    let changed = try await store.close(!reopen, now: .now())
    try await store.finish()
    try output.write(
      ActionReport.closing(study: study.title, isClosed: !reopen, changed: changed))
    if reopen, study.isClosed(at: .now()) {
      output.note(
        "warning: `closes` in \(files.displayName(of: "study.yaml")) lies in the past and keeps "
          + "new participants out; change it and start `evoke serve` again")
    }
  }
}
