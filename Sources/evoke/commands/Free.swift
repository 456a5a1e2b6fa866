import ArgumentParser
import Documents
import Foundation
import Responses
import Study
import TextFormats

struct Free: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give the places of participants whom the panel has lost to others.",
    usage: """
      evoke free <folder> <panel-id> … [--format …] […]
      evoke free <folder> --submissions <file> [--format …] […]
      """,
    discussion: """
      A place is held for reservation_minutes after each page. When participants return their \
      submission to the panel, or the panel's time runs out, their places can be given to others at \
      once: name the participants by the panel's ids, or give the panel's list of submissions. The \
      server may be running. Participants who continue all the same keep their situation. Whoever has \
      completed keeps the place.
      """)

  @Argument(help: "The study's folder.")
  var folder: String

  @Argument(help: ArgumentHelp("The ids that the panel gave.", valueName: "panel-id"))
  var panelIds: [String] = []

  @Option(
    help: ArgumentHelp(
      "Prolific's list of submissions as CSV; whoever returned or timed out is taken from it.",
      valueName: "file"))
  var submissions: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard panelIds.isEmpty != (submissions == nil) else {
      throw ValidationError("Name the participants by the panel's ids, or by --submissions.")
    }
  }

  func run() async throws {
    var ids = panelIds
    if let submissions {
      guard let bytes = FileManager.default.contents(atPath: submissions) else {
        throw ValidationError("\(submissions): no such file, or no permission to read it.")
      }
      let text = try UTF8Text.text(of: Array(bytes), file: submissions)
      ids = try PanelSubmissions(text, file: submissions).givenBack
    }
    let path = StudyFolder(path: folder).responsesPath
    guard FileManager.default.fileExists(atPath: path) else {
      throw ResponseStore.loss(at: path) ?? StoreError.noResponses(folder: folder)
    }
    let store = try ResponseStore(path: path, now: .now())
    let places = try await store.freePlaces(ofPanelIDs: ids, now: .now())
    try await store.finish()
    try output.write(
      ActionReport.freeing(freed: places.freed, others: places.held, unknown: places.unknown))
  }
}
