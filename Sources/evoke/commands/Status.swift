import ArgumentParser
import Documents
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
    var notes: [String] = []
    if try store.isClosed() {
      notes.append(
        "The study is closed to newcomers; `evoke close --reopen \(folder)` opens it again.")
    } else if let end = study.closes {
      notes.append("The study \(end <= .now() ? "was closed" : "closes") to newcomers at \(end).")
    }
    if case .broken(let entry) = try await store.checkActionLog() {
      standardError.write(
        "warning: \(files.responsesPath): entry \(entry) of the table action_log does not follow from "
          + "the one before it; somebody has changed the log\n")
    }
    print(text(progress, study, notes: notes), terminator: "")
  }

  private func text(_ progress: StudyProgress, _ study: StudyDefinition, notes more: [String])
    -> String
  {
    let people = RespondentStatus.allCases.compactMap { status in
      progress.statuses[status].map { "\($0) \(status.rawValue.replacing("_", with: " "))" }
    }
    let known = Set(study.situations.map(\.key))
    var groups: [ReportTable.Group] = []
    for (emotion, factors) in StudyPlan(study).factorsByEmotion {
      let rows = factors.map { factor in
        let cells = progress.cells.filter {
          $0.situation.emotion == emotion && $0.situation.factor == factor.factor
            && known.contains($0.situation)
        }
        return [
          factor.factor, "\(cells.reduce(0) { $0 + $1.completed })",
          "\(cells.reduce(0) { $0 + $1.active })", "\(factor.participants)",
        ]
      }
      groups.append(.init(title: emotion, rows: rows))
    }
    let removed = progress.cells.filter { !known.contains($0.situation) }
    if !removed.isEmpty {
      groups.append(
        .init(
          title: "No longer in the study",
          rows: removed.map { cell in
            let key = cell.situation
            return [
              "\(key.emotion): \(key.factor) \(key.index)", "\(cell.completed)", "\(cell.active)",
              "",
            ]
          }))
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
    let withdrawn = progress.withdrawn.filter { $0.key != .active }
    if !withdrawn.isEmpty {
      let before = RespondentStatus.allCases.compactMap { status in
        withdrawn[status].map { "\($0) \(status.rawValue.replacing("_", with: " "))" }
      }
      notes.append(
        "Of those who have withdrawn, these were counted elsewhere before: "
          + "\(before.joined(separator: ", ")).")
    }
    for (what, caught) in [
      ("Screening answers that were not accepted", progress.failedScreening),
      ("Failed attention checks", progress.failedChecks),
    ] where !caught.isEmpty {
      let rules = caught.map { rule in
        "\(rule.rule) \(rule.people)"
          + (rule.ended == 0 ? "" : " (\(rule.ended) of them ended the interview)")
      }
      notes.append("\(what): \(rules.joined(separator: ", ")).")
    }
    notes += more
    return ReportTable(
      title: study.title,
      columns: [
        .init("", .leading, width: 50), .init("Completed"), .init("Active"), .init("Places"),
      ], groups: groups, notes: notes
    ).text()
  }
}
