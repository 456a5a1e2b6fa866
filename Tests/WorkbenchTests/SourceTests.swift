import Foundation
import Study
import Testing
import Workbench

/// A folder of its own for one test, gone with it.
private final class Folder {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("evoke-test-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ contents: [UInt8]) throws -> String {
    let file = url.appendingPathComponent(name)
    try Data(contents).write(to: file)
    return file.path
  }
}

@Suite struct SourceTests {
  private static let run = "question-0,order-0,General_test-0_order-0\n1. Interested,1,3\n"
  private static let baseline = """
    {"source": {"path": "crowd.xlsx", "participants": 1}, "alpha": 0.01, "rows": [{
      "instrument": "panas", "level": "overall", "subscale": "positive_affect", "n": 1,
      "default": {}, "evoked": {}, "change": {}}]}
    """

  private func kind(_ source: Source) -> String {
    switch source {
    case .study: "study"
    case .database: "database"
    case .workbook: "workbook"
    case .runFile: "run file"
    case .table: "table"
    case .baseline: "baseline"
    }
  }

  @Test(
    arguments: [
      ("SQLite format 3\u{0}", "database"), ("PK\u{3}\u{4}", "workbook"),
      ("\u{1}\u{0}", "workbook"),
      (run, "run file"), ("\u{FEFF}" + run, "run file"), ("age,gender\n30,f\n", "table"),
      ("a\tb\n", "table"), ("", "table"), (" \n" + baseline, "baseline"),
    ])
  func `the content of a file says what it is, whatever its name`(content: String, expected: String)
    throws
  {
    let folder = try Folder()
    for name in ["a.csv", "a.xlsx", "a.sqlite", "a"] {
      #expect(kind(try Source(try folder.file(name, Array(content.utf8)))) == expected)
    }
  }

  @Test func `a folder is a study if it has responses`() throws {
    let folder = try Folder()
    #expect(throws: SourceError.noResponses(path: folder.url.path)) { try Source(folder.url.path) }
    _ = try folder.file("responses.sqlite", Array("SQLite format 3\u{0}".utf8))
    #expect(kind(try Source(folder.url.path)) == "study")
  }

  @Test func `a baseline that Evoke brings is found by its name, and a slip is guessed`() throws {
    #expect(kind(try Source("emotionbench-2024")) == "baseline")
    #expect(
      throws: SourceError.notFound(path: "emotionbench-2023", suggestion: "emotionbench-2024")
    ) { try Source("emotionbench-2023") }
  }

  @Test func `a device is no source, and a damaged run is still a run`() throws {
    #expect(throws: SourceError.device(path: "/dev/null")) { try Source("/dev/null") }
    let folder = try Folder()
    let damaged = try folder.file("run.csv", Array((Self.run + "\u{0}").utf8))
    #expect(kind(try Source(damaged)) == "run file")
  }

  @Test func `what a source lacks is named by its kind`() async throws {
    let folder = try Folder()
    let run = try folder.file("run.csv", Array(Self.run.utf8))
    await #expect(throws: SourceError.notACrowd(path: run)) {
      try await Source(run).sample(of: .human, including: .scores)
    }
    await #expect(throws: SourceError.noAnswers(path: "crowd.xlsx")) {
      try await Source(try folder.file("b.json", Array(Self.baseline.utf8)))
        .answers(of: .human, named: "b.json")
    }
    let file = try folder.file("crowd.xlsx", Array("PK\u{3}\u{4}".utf8))
    await #expect(throws: SourceError.humansOnly(path: file, asked: .model)) {
      try await Source(file).sample(of: .model, including: .scores)
    }
    await #expect(throws: SourceError.notARun(path: "emotionbench-2024")) {
      try await ReadRun("emotionbench-2024")
    }
  }

  @Test func `rules are read with their numbers, and mistakes named`() throws {
    let source = try Source("emotionbench-2024")
    func rules(_ text: String) throws -> [StudyDefinition.ExclusionRule] {
      try RuleList(text, of: source, named: "here").rules
    }
    #expect(
      try rules("identical_answers, longstring_above: 9") == [
        .identicalAnswers, .longStringAbove(9),
      ])
    #expect(
      try RuleList("read_too_fast,irv_below:0.5", of: source, named: "here").parts
        == [.checks, .answers])
    #expect(throws: RuleError.noStudy(option: "--exclude", path: "here")) { try rules("study") }
    #expect(throws: RuleError.unknown(option: "--exclude", name: "longstrings")) {
      try rules("longstrings")
    }
    #expect(throws: RuleError.self) { try rules("longstring_above") }
    #expect(throws: RuleError.self) { try rules("irv_below:0") }
  }
}
