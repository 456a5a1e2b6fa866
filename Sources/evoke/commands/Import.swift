import ArgumentParser
import Documents
import EmotionBench
import Foundation
import Responses
import Study
import Workbench

struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import responses from elsewhere into a study's database.",
    usage: "evoke import <file> --into <into> [--format …] […]",
    discussion: """
      Reads EmotionBench's published workbook. A file is imported whole or not at all. People who \
      are stored already, by their details and answers, are left out: importing a file again, or one \
      with more people in it, adds the new ones alone.
      """)

  @Argument(help: "The file to read.")
  var file: String

  @Option(help: "The study's folder, or a .sqlite file; the database is created if there is none.")
  var into: String

  @Option(
    help: "People whose answers to all items are those of another: add or skip. Refused by default."
  )
  var doubtful: DoubtfulRespondents?

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let read: SourceFile
    switch try Source(file) {
    case .workbook(let file), .runFile(let file), .table(let file): read = file
    case .study, .database, .baseline: throw SourceError.notImportable(path: file)
    }
    let workbook = try read.workbook()
    let path = try database()
    let isNew = !FileManager.default.fileExists(atPath: path)
    let store = try ResponseStore(path: path, now: .now())
    let outcome: ImportOutcome
    do {
      outcome = try await store.importRespondents(
        workbook.imports, read: workbook.respondents, of: [workbook.instrument],
        design: workbook.design,
        fileName: URL(fileURLWithPath: read.path).lastPathComponent,
        format: "emotionbench-workbook", sha256: read.sha256, doubtful: doubtful,
        now: .now())
    } catch {
      if isNew { try store.removeIfEmpty() }
      throw error
    }
    try output.write(
      ActionReport.importing(
        added: outcome.added, known: outcome.known, doubtful: outcome.doubtful, into: store.path,
        earlier: outcome.earlier))
  }

  private func database() throws -> String {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: into, isDirectory: &isFolder), isFolder.boolValue {
      return StudyFolder(path: into).responsesPath
    }
    guard into.hasSuffix(".sqlite") || FileManager.default.fileExists(atPath: into) else {
      throw SourceError.noDestination(path: into)
    }
    return into
  }
}

extension DoubtfulRespondents: ExpressibleByArgument {}
