import ArgumentParser
import Documents
import Foundation
import Responses
import Study
import TextFormats

struct Withdraw: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Deletes the answers of somebody who withdraws.",
    discussion: """
      The person is found by the receipt code of the last page, by the participant's UUID, or by the \
      id that a panel gave. Every answer goes, overwritten on disk, and so does the panel's id. A \
      note without answers stays, and an entry in the log of actions. The server may be running. \
      Copies that you made of the database are not touched.
      """)

  @Argument(help: "The study's folder.")
  var folder: String

  @Argument(help: "The code that the person kept.")
  var code: String?

  @Option(help: ArgumentHelp("The participant's UUID, instead of a code.", valueName: "uuid"))
  var participant: String?

  @Option(help: ArgumentHelp("The id that the panel gave, instead of a code.", valueName: "id"))
  var panelId: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard [code, participant, panelId].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Name the person once: by a code, --participant or --panel-id.")
    }
  }

  private func key() throws -> WithdrawalKey {
    if let participant { return .participant(participant) }
    if let panelId { return .panelID(panelId) }
    guard let code = AccessCode(code ?? "") else {
      throw UserMistake(
        "`\(code ?? "")` is no code; a code has twelve letters and digits, as in 7QKF-2M9X-BT4D")
    }
    return .code(code)
  }

  func run() async throws {
    let key = try key()
    let path = StudyFolder(path: folder).responsesPath
    guard FileManager.default.fileExists(atPath: path) else {
      throw UserMistake("\(folder): there are no responses here (no responses.sqlite)")
    }
    let store = try ResponseStore(path: path, now: .now())
    guard let done = try await store.withdraw(key, by: .researcher, now: .now()) else {
      throw UserMistake(
        "nobody in \(folder) is known by this; check every letter and digit, and that it is the "
          + "right study. Nothing was changed")
    }
    try await store.finish()
    try output.write(
      ActionReport.withdrawal(
        participant: done.participant, responsesDeleted: done.responsesDeleted,
        isNew: done.isNew, at: done.at))
  }
}
