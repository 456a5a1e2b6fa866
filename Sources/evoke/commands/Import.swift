import ArgumentParser
import Documents
import EmotionBench
import Foundation
import Responses
import Study
import TextFormats
import Workbench

struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Brings responses from elsewhere into a study's database.",
    discussion: """
      Reads EmotionBench's published workbook. All of a file is imported or nothing; the same file \
      imported again adds nothing.
      """)

  @Argument(help: "The file to read.")
  var file: String

  @Option(help: "The study's folder, or a .sqlite file; the database is made where there is none.")
  var into: String

  @OptionGroup var output: OutputOptions

  func run() async throws {
    guard case .workbook(let path, let contents) = try Source(file) else {
      throw UserMistake("\(file): an Evoke database; a published workbook (.xlsx) can be imported")
    }
    let workbook = try EmotionBenchFile(workbook: contents, file: path)
    let store = try ResponseStore(path: try database(), now: .now())
    let outcome = try await store.importRespondents(
      workbook.respondents, of: [workbook.instrument], design: workbook.design,
      fileName: URL(fileURLWithPath: path).lastPathComponent, format: "emotionbench-workbook",
      sha256: sha256Hex(contents), now: .now())
    let (participants, earlier): (Int, String?) =
      switch outcome {
      case .imported(let respondents): (respondents, nil)
      case .known(let respondents, let at): (respondents, at)
      }
    try output.write(
      ActionReport.importing(participants: participants, into: store.path, earlier: earlier))
  }

  private func database() throws -> String {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: into, isDirectory: &isFolder), isFolder.boolValue {
      return StudyFolder(path: into).responsesPath
    }
    guard into.hasSuffix(".sqlite") || FileManager.default.fileExists(atPath: into) else {
      throw UserMistake(
        "\(into): no such folder; `evoke new \(into)` makes a study, or name a file that ends in "
          + ".sqlite")
    }
    return into
  }
}
