import ArgumentParser
import Documents
import Foundation
import Responses
import Study

struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Return a study to a copy of its database.",
    usage: "evoke restore <folder> <copy> [--dry-run] [--format …] […]",
    discussion: """
      Answers of participants who withdrew after the copy was made are deleted from it first, by the \
      database or, if that is lost, by responses.history. The database is put aside under another name. \
      Stop the server before. The copy is not changed.
      """)

  @Argument(help: "The study's folder.")
  var folder: String

  @Argument(help: "The copy: a .sqlite file that `evoke backup` made.")
  var copy: String

  @Flag(help: "Say what would change, and change nothing.")
  var dryRun = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    guard FileManager.default.fileExists(atPath: copy) else {
      throw StoreError.missing(path: copy)
    }
    let files = StudyFolder(path: folder)
    let restoration = try await ResponseStore.restore(
      files.responsesPath, from: copy, isTrial: dryRun, now: .now())
    try output.write(RestorationReport(restoration))
    let study = try? StudyDefinition.load(from: files).study
    let isKnown = restoration.versions.contains { $0.sha256 == study?.sha256 }
    guard !isKnown, let newest = restoration.versions.last else { return }
    let here =
      study.map { "the study.yaml of \(folder) (“\($0.title)”)" } ?? "no study.yaml of \(folder)"
    output.note(
      "warning: the answers of the copy are those of the study “\(newest.title)”, and "
        + "\(here) is none of the versions that asked. Look whether this is the right folder")
  }
}
