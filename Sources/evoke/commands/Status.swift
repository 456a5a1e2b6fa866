import ArgumentParser
import Documents
import Foundation
import Responses
import Study

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how far a study has come: participants, factors, where participants stopped.",
    usage: "evoke status [<folder>] [--kind …] [--format …] […]")

  @OptionGroup var study: StudyOption

  @Option(help: "Whose progress: human, simulated, test or model.")
  var kind = RespondentKind.human

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let files = study.files
    let definition = try study.load(warn: { _ in })
    let now = Timestamp.now()
    guard FileManager.default.fileExists(atPath: files.responsesPath) else {
      if let loss = ResponseStore.loss(at: files.responsesPath) { throw loss }
      output.note("`evoke serve \(study.folder)` opens the study.")
      return try output.write(
        ProgressReport(StudyProgress(), of: definition, kind: kind, isClosed: false, now: now))
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
        progress, of: definition, kind: kind, isClosed: try store.isClosed(), now: now))
  }
}
