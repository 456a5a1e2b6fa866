import Foundation
import Study
import TestSupport
import Testing

@testable import EmotionBench

@Suite(
  "EmotionBench's crowd workbook",
  .needsReference)
struct PublishedCrowdTests {
  private let participants: [CrowdParticipant]

  init() throws {
    let contents = try Data(
      contentsOf: URL(filePath: ReferenceFiles.emotionBench.appending(path: "crowd.xlsx").path))
    participants = try CrowdWorkbook.read(
      [UInt8](contents), file: "crowd.xlsx", layout: .emotionBench
    ).participants
  }

  // The figures of this suite: openpyxl 3.1.5 on the same file, load_workbook(data_only=True), sheet
  // Raw, columns 3 to max_column; exact integers.

  @Test("has 1,266 participants in 175 situations")
  func counts() {
    #expect(participants.count == 1266)
    let situations = Set(
      participants.map(\.cell))
    #expect(situations.count == 175)
    #expect(
      Dictionary(grouping: participants, by: \.cell.key.emotion).mapValues(\.count) == [
        "Depression": 221, "Fear": 182, "Anger": 177, "Guilt": 146, "Embarrassment": 144,
        "Frustration": 144, "Anxiety": 143, "Jealousy": 109,
      ])
  }

  @Test("has the sums of responses that openpyxl reads, item by item")
  func sums() {
    #expect(
      (0..<20).map { item in participants.reduce(0) { $0 + $1.default[item] } } == [
        4148, 1745, 2761, 1653, 3486, 1601, 1640, 1517, 3518, 3162, 2133, 3988, 1552, 2982, 1977,
        3683, 4299, 1769, 3445, 1653,
      ])
    #expect(
      (0..<20).map { item in participants.reduce(0) { $0 + $1.evoked[item] } } == [
        3329, 3546, 2207, 3688, 2847, 2359, 2902, 2634, 2372, 2106, 3366, 3958, 2430, 2214, 3374,
        3130, 3714, 3074, 3102, 3078,
      ])
  }

  @Test("has the demographics that openpyxl reads")
  func demographics() {
    func counts(_ answer: (CrowdParticipant) -> String?) -> [String?: Int] {
      Dictionary(grouping: participants, by: answer).mapValues(\.count)
    }
    #expect(counts(\.gender) == ["Female": 685, "Male": 576, "Prefer not to say": 5])
    #expect(
      counts(\.employment) == [
        "Employed": 958, "Retired": 148, "Unemployed": 106, "Student": 54,
      ])
    #expect(
      counts(\.education) == [
        "University - Bachelors": 562, "Upper secondary school": 447, "University - Masters": 171,
        "Lower secondary school": 47, "University - Doctorate": 37, "Primary school": 1, "None": 1,
      ])
    #expect(counts(\.country)["United Kingdom"] == 998)
    #expect(counts(\.country)["Korea, Republic of (South Korea)"] == 1)
    #expect(participants.compactMap(\.yearOfBirth).reduce(0, +) == 2_506_246)
  }

  @Test("begins and ends with the participants of columns C and AVT")
  func ends() {
    let first = participants[0]
    #expect(first.column == "C" && first.cell.key.emotion == "Anger")
    #expect(first.cell.factorIndex == 1 && first.cell.key.index == 1)
    #expect(first.default == [1, 2, 2, 2, 1, 1, 1, 3, 1, 1, 5, 1, 1, 1, 1, 1, 1, 1, 2, 1])
    #expect(first.evoked == [1, 2, 1, 3, 1, 1, 1, 4, 1, 1, 4, 1, 1, 1, 1, 1, 1, 1, 1, 2])
    let last = participants[1265]
    #expect(last.column == "AVT" && last.cell.key.emotion == "Jealousy")
    #expect(last.cell.factorIndex == 4 && last.cell.key.index == 3)
    #expect(last.gender == "Male" && last.yearOfBirth == 1983 && last.country == "United Kingdom")
    #expect(last.evoked == [5, 1, 5, 1, 4, 1, 1, 1, 5, 5, 1, 3, 1, 4, 1, 5, 4, 1, 3, 1])
  }

  @Test("is refused when the end of the file is missing")
  func truncated() throws {
    let contents = [UInt8](
      try Data(
        contentsOf: URL(filePath: ReferenceFiles.emotionBench.appending(path: "crowd.xlsx").path)))
    for length in [contents.count / 2, contents.count - 1] {
      let error = workbookError { () throws(WorkbookError) in
        try CrowdWorkbook.read(
          Array(contents[..<length]), file: "crowd.xlsx", layout: .emotionBench)
      }
      #expect(error?.problems.count == 1)
    }
  }
}
