import EmotionBench
import Foundation
import Resources
import Responses
import Study
import Testing
import TextFormats

@Suite struct EmotionBenchFileTests {
  private func file(_ made: MadeCrowd) throws -> EmotionBenchFile {
    try EmotionBenchFile(
      workbook: made.workbook.contents, file: "made.xlsx",
      instrument: Instrument(
        yaml: BundledFile.text("instruments/panas.yaml")!, file: "panas.yaml"),
      design: [Situation](csv: TemplateStudy().text(of: "situations.csv")!, file: "situations.csv"))
  }

  @Test func `the published design has 175 situations under EmotionBench's names`() throws {
    let design = try file(MadeCrowd(codes: ["Angry_F1S1"])).design.cells
    #expect(design.count == 175)
    #expect(design[0].key.description == "Anger › Facing Self-Opinioned People › 1")
    #expect(design.filter { $0.key.factor == "Material Possession" }.count == 2)
    #expect(design.filter { $0.key.factor == "Experiential" }.count == 3)
  }

  @Test func `participants bring their answers, demographics and situation`() throws {
    let made = MadeCrowd(codes: ["Jealous_F4S3", "Fear_F2S1"])
    let read = try file(made)
    #expect(read.respondents.keys == ["C", "D"])
    let imported = read.imports[0]
    #expect(imported.situation.description == "Jealousy › Experiential › 3")
    #expect(imported.administrations.map(\.occasion) == [.default, .evoked])
    #expect(imported.administrations.allSatisfy { $0.answers.count == 20 })
    #expect(
      imported.questions.map(\.question.name)
        == ["gender", "year_of_birth", "country", "employment", "education"])
  }

  @Test func `an import is whole, once, and gives the scores of the file itself`() async throws {
    let made = MadeCrowd(codes: ["Jealous_F4S3", "Fear_F2S1", "Fear_F2S1"])
    let read = try file(made)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evoke-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try ResponseStore(
      path: folder.appendingPathComponent("r.sqlite").path, now: .now())
    let hash = sha256Hex(made.workbook.contents)
    func bring() async throws -> ImportOutcome {
      try await store.importRespondents(
        read.imports, read: read.respondents, of: [read.instrument], design: read.design,
        fileName: "made.xlsx",
        format: "test", sha256: hash, now: .now())
    }
    let outcome = try await bring()
    #expect(outcome.added == 3 && outcome.known == 0 && outcome.doubtful.isEmpty)
    let again = try await bring()
    #expect(again.added == 0 && again.known == 3 && again.earlier != nil)
    let stored = try await store.respondents(
      of: .human, including: [.scores, .answers, .attributes, .keys],
      yearOfImports: EmotionBenchFile.year)
    let own = read.respondents
    #expect(stored.count == 3)
    #expect(stored.keys == own.keys)
    #expect(stored.design == own.design)
    #expect((0..<3).allSatisfy { stored.cell(of: $0) == own.cell(of: $0) })
    #expect(stored.scores.map(\.title) == own.scores.map(\.title))
    for (table, other) in zip(own.scores, stored.scores) {
      for occasion in Occasion.allCases {
        #expect((0..<3).allSatisfy { table[occasion, $0]! == other[occasion, $0]! })
      }
    }
    #expect(stored.answers.map(\.occasion) == [.default, .evoked])
    for (table, other) in zip(own.answers, stored.answers) {
      #expect(table.rows == 3)
      for row in 0..<3 {
        #expect(table.shown(row: row) == other.shown(row: row))
        #expect(table.shown(row: row).allSatisfy { $0 != nil })
      }
    }
    #expect(stored.attributes?.years == own.attributes?.years)
    for question in ["gender", "year_of_birth", "country", "employment", "education"] {
      for person in 0..<3 {
        #expect(
          stored.attributes?[QuestionID(question), person]
            == own.attributes?[QuestionID(question), person])
      }
    }
  }
}
