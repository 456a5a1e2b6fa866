import Analysis
import ArgumentParser
import Foundation
import Responses
import Study
import Survey

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows how far a study has come: people, factors, the pages people left at.")

  @Argument(help: "The study's folder.")
  var folder = "."

  @Option(help: "Whose progress: human, simulated, test or model.")
  var kind = RespondentKind.human

  func run() async throws {
    let files = StudyFolder(path: folder)
    let (study, _) = try StudyDefinition.load(from: files)
    guard FileManager.default.fileExists(atPath: files.responsesPath) else {
      print("Nobody has started yet: `evoke serve \(folder)` opens the study.")
      return
    }
    let store = try ResponseStore(reading: files.responsesPath)
    let progress = try await store.progress(of: kind, now: .now())
    print(text(progress, study), terminator: "")
  }

  private func text(_ progress: StudyProgress, _ study: StudyDefinition) -> String {
    let people = RespondentStatus.allCases.compactMap { status in
      progress.statuses[status].map { "\($0) \(status.rawValue.replacing("_", with: " "))" }
    }
    var groups: [ReportTable.Group] = []
    for (emotion, factors) in StudyPlan(study).factorsByEmotion {
      let rows = factors.map { factor in
        let cells = progress.cells.filter {
          $0.situation.emotion == emotion && $0.situation.factor == factor.factor
        }
        return [
          factor.factor, "\(cells.reduce(0) { $0 + $1.completed })",
          "\(cells.reduce(0) { $0 + $1.active })", "\(factor.participants)",
        ]
      }
      groups.append(.init(title: emotion, rows: rows))
    }
    var notes = [
      people.isEmpty ? "Nobody has started yet." : people.joined(separator: ", ") + "."
    ]
    if !progress.lastServed.isEmpty {
      let pages = progress.lastServed.map { "\($0.page) \($0.people)" }.joined(separator: ", ")
      notes.append("People who have not finished were last seen at: \(pages).")
    }
    if progress.latecomers > 0 {
      notes.append("\(progress.latecomers) came back after their place had lapsed.")
    }
    return ReportTable(
      title: study.title,
      columns: [
        .init("", .leading, width: 50), .init("Completed"), .init("Active"), .init("Places"),
      ], groups: groups, notes: notes
    ).text()
  }
}
