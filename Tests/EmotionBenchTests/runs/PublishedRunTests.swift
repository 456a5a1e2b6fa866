import Foundation
import Study
import TestSupport
import Testing
import TextFormats

@testable import EmotionBench

extension ReferenceFiles {
  fileprivate static func run(_ path: String) throws -> RunFile {
    let situations = try [Situation](
      csv: TemplateStudy().text(of: "situations.csv")!, file: "situations.csv")
    return try RunFile(
      [UInt8](Data(contentsOf: emotionBench.appending(path: path))), file: path,
      instrument: MadeRun.instrument, design: EmotionBenchFile.published(situations))
  }
}

@Suite(
  "EmotionBench's published runs",
  .needsReference)
struct PublishedRunTests {
  /// Sums of all Positive and Negative Affect scores, default and evoked: Python 3.11's csv module on
  /// the same files, exact integers.
  @Test(
    "have 1,800 columns that all count, and the sums that Python reads",
    arguments: [
      ("davinci-003", [2_385, 1_293, 45_912, 65_506]),
      ("gpt-3.5-turbo", [1_961, 1_316, 41_656, 46_413]),
      ("gpt-4", [2_492, 500, 39_006, 56_311]),
      ("llama2-13b", [2_051, 1_133, 58_209, 51_954]),
      ("mixtral-8x22b", [1_595, 501, 36_912, 49_658]),
    ])
  func sums(name: String, expected: [Double]) throws {
    let run = try ReferenceFiles.run("models/\(name)-PANAS-testing.csv")
    #expect(run.respondents.count == 1800 && run.leftOut.isEmpty)
    #expect(run.respondents.design.cells.count == 175)
    #expect(run.scores.map(\.subscale) == ["positive_affect", "negative_affect"])
    for scores in run.scores {
      #expect(scores.default.count == 50)
      let counts = Dictionary(grouping: scores.situation) { $0 }.mapValues(\.count)
      #expect(counts.count == 175 && counts.values.allSatisfy { $0 == 10 })
    }
    #expect(
      run.scores.map { $0.default.reduce(0, +) } + run.scores.map { $0.evoked.reduce(0, +) }
        == expected)
  }

  @Test("on other scales are refused by name", arguments: ["AGQ", "BFNE", "FDS", "FSS", "GASP"])
  func otherScales(scale: String) throws {
    let error = #expect(throws: DiagnosedError.self) {
      try ReferenceFiles.run("challenging/gpt-3.5-turbo-\(scale)-testing.csv")
    }
    let place = "challenging/gpt-3.5-turbo-\(scale)-testing.csv:3:1: error: the run answers another"
    #expect(error?.description.hasPrefix(place) == true)
  }
}
