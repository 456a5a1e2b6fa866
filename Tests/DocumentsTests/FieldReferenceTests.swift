import Analysis
import Documents
import Foundation
import Release
import Testing

/// `docs/fields.md`, which follows from the lists of fields.
private struct FieldReference {
  static let chapters: [(command: String, entries: [FieldEntry])] = [
    ("baseline", BaselineReport.entries), ("contrast", ContrastReport.entries),
    ("judge", JudgementReport.entries),
    ("judge --against norms", NormReport.entries), ("judge --items", ItemShiftReport.entries),
    ("reproduce", ReproductionReport.entries), ("reliability", ReliabilityReport.entries),
    ("careless", CarelessnessReport.entries), ("power", PowerPlan.entries),
    ("power --of", DetectableChangeReport.entries), ("risk", DisclosureRiskReport.entries),
    ("export", ReleaseOutcome.entries),
    ("status", ProgressReport.entries), ("doctor", ExaminationReport.entries),
    ("backup", BackupReport.entries), ("restore", RestorationReport.entries),
    ("check", PlanReport.entries),
    (
      "close",
      entries(ActionReport.closing(study: "", isClosed: true, changed: true))
    ),
    ("free", entries(.freeing(freed: 0, others: 0, unknown: 0))),
    (
      "withdraw",
      entries(.withdrawal(participant: "", responsesDeleted: 0, isNew: true, at: ""))
    ),
    ("import", entries(.importing(added: 0, known: 0, doubtful: [], into: "", earlier: nil))),
    (
      "simulate",
      entries(.rehearsal(participants: 0, responses: 0, full: 0, closed: 0, seconds: 0))
    ),
  ]

  private static func entries(_ report: ActionReport) -> [FieldEntry] {
    report.fields.flatMap(\.entries)
  }

  static var page: String {
    """
    # Fields of JSON and CSV

    What `--format json` and `--format csv` hold, command by command. `a.b` is the key `b` in the \
    object `a`, and `a[]` stands for each element of an array. A name in capitals stands for names \
    that the data give. A value that is undefined is null in JSON and an empty cell in CSV. An \
    interval is an array of two numbers in JSON and two columns in CSV. Every JSON begins with \
    `evoke`, the version that wrote it.

    The lists follow from the code, which a test checks.

    \(chapters.map(chapter).joined(separator: "\n"))
    """
  }

  private static func chapter(_ command: String, _ entries: [FieldEntry]) -> String {
    func code(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
    let rows = entries.map { entry in
      "| \(entry.path.isEmpty ? "" : code([entry.path])) | \(code(entry.columns)) | "
        + "\(entry.meaning) |"
    }
    return """
      ## `evoke \(command)`

      | JSON | CSV | meaning |
      | --- | --- | --- |
      \(rows.joined(separator: "\n"))

      """
  }
}

@Suite struct FieldReferenceTests {
  /// With `EVOKE_REWRITE` set the page is written anew.
  @Test func `the docs name every field with its meaning`() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/fields.md")
    if ProcessInfo.processInfo.environment["EVOKE_REWRITE"] != nil {
      try Data(FieldReference.page.utf8).write(to: file)
    }
    let written = try String(contentsOf: file, encoding: .utf8)
    #expect(written == FieldReference.page, "set EVOKE_REWRITE to write docs/fields.md anew")
  }

  @Test func `no command has two fields of one name`() {
    for (command, entries) in FieldReference.chapters {
      for names in [entries.map(\.path).filter { !$0.isEmpty }, entries.flatMap(\.columns)] {
        let twice = Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys
        #expect(twice.isEmpty, "\(command): \(twice.sorted())")
      }
    }
  }
}
