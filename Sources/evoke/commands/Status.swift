import ArgumentParser
import Documents
import Foundation
import Responses
import Study

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how far a study has come: participants, factors, where participants stopped.")

  @Argument(help: "The study's folder.")
  var folder = "."

  @Option(help: "Whose progress: human, simulated, test or model.")
  var kind = RespondentKind.human

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let files = StudyFolder(path: folder)
    let (study, _) = try StudyDefinition.load(from: files)
    let now = Timestamp.now()
    guard FileManager.default.fileExists(atPath: files.responsesPath) else {
      output.note("`evoke serve \(folder)` opens the study.")
      return try output.write(
        ProgressReport(StudyProgress(), of: study, kind: kind, isClosed: false, now: now))
    }
    let store = try ResponseStore(reading: files.responsesPath)
    let progress = try await store.progress(of: kind, now: now)
    if case .broken(let entry) = try await store.checkActionLog() {
      output.note(
        "warning: \(files.responsesPath): entry \(entry) of the table action_log does not follow "
          + "from the one before it; someone has changed the log")
    }
    try output.write(
      ProgressReport(
        progress, of: study, kind: kind, isClosed: try store.isClosed(), now: now))
  }
}
