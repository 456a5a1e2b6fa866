import ArgumentParser
import Documents
import Foundation
import Responses
import Study

struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy a study's database, also while the server is running.",
    usage: "evoke backup <folder> [--to …] [--keep …] [--format …] […]",
    discussion: """
      The copy is consistent, and opened and compared with the database before it gets its name. The \
      study's key and responses.history are copied beside it. The versions of the study that asked \
      participants are in the database. `evoke restore` returns to a copy; `evoke serve --backup-every` \
      makes one regularly.
      """)

  @Argument(help: "The study's folder.")
  var folder: String

  @Option(
    help: ArgumentHelp(
      "Where copies are kept. (default: backups in the study's folder)", valueName: "folder"))
  var to: String?

  @Option(help: ArgumentHelp("Remove all but the newest copies of this database.", valueName: "n"))
  var keep: Int?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let keep, keep < 1 { throw ValidationError("--keep must be at least 1.") }
  }

  func run() async throws {
    let files = StudyFolder(path: folder)
    let path = files.responsesPath
    guard FileManager.default.fileExists(atPath: path) else {
      throw ResponseStore.loss(at: path) ?? StoreError.noResponses(folder: folder)
    }
    let backup = try await ResponseStore.backUp(
      path, to: to ?? files.backupsPath, keeping: keep, now: .now())
    try output.write(BackupReport(backup))
  }
}
