import ArgumentParser
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
    switch outcome {
    case .imported(let respondents):
      print("imported \(respondents) participants into \(store.path)")
    case .known(let respondents, let at):
      print(
        "nothing added: the same file was imported at \(at) (\(respondents) participants)")
    }
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
