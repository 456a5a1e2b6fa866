import ArgumentParser
import Documents
import Foundation
import Responses
import Study

struct Withdraw: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Delete the answers of a participant who withdraws.",
    usage: """
      evoke withdraw <folder> <code> [--format …] […]
      evoke withdraw <folder> --participant <uuid> | --panel-id <id> […]
      """,
    discussion: """
      Name the participant by the receipt code of the last page, by the UUID, or by the panel's id. \
      Every answer is deleted and overwritten on disk, and so is the panel's id. A record without \
      answers remains, and an entry in the log of actions. The server may be running. Copies of the \
      database are not changed.
      """)

  @Argument(help: "The study's folder.")
  var folder: String

  @Argument(help: "The code that the participant kept.")
  var code: String?

  @Option(help: ArgumentHelp("The participant's UUID, instead of a code.", valueName: "uuid"))
  var participant: String?

  @Option(help: ArgumentHelp("The id that the panel gave, instead of a code.", valueName: "id"))
  var panelId: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard [code, participant, panelId].count(where: { $0 != nil }) == 1 else {
      throw ValidationError(
        "Name the participant by exactly one of a code, --participant and --panel-id.")
    }
  }

  private func key() throws -> WithdrawalKey {
    if let participant { return .participant(participant) }
    if let panelId { return .panelID(panelId) }
    guard let known = AccessCode(code ?? "") else { throw StoreError.notACode(code ?? "") }
    return .code(known)
  }

  func run() async throws {
    let key = try key()
    let path = StudyFolder(path: folder).responsesPath
    guard FileManager.default.fileExists(atPath: path) else {
      throw ResponseStore.loss(at: path) ?? StoreError.noResponses(folder: folder)
    }
    let store = try ResponseStore(path: path, now: .now())
    guard let done = try await store.withdraw(key, by: .researcher, now: .now()) else {
      throw StoreError.unknownParticipant(folder: folder)
    }
    try await store.finish()
    try output.write(
      ActionReport.withdrawal(
        participant: done.participant, responsesDeleted: done.responsesDeleted,
        isNew: done.isNew, at: done.at))
    if store.keepsErasedAnswers { output.note("warning: \(StoreError.erasedInLog(path: path))") }
  }
}
