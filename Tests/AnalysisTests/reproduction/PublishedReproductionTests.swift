import Documents
import Foundation
import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

/// The bundled tables against the figures of the golden files, computed in R and SciPy from
/// EmotionBench's published scores.
@Suite("The published tables", .needsReference) struct PublishedReproductionTests {
  private static let subscales: [(key: String, id: SubscaleID)] = [
    ("PA", "positive_affect"), ("NA", "negative_affect"),
  ]

  private static func place(_ key: String) -> Design.Position {
    guard let mark = key.range(of: "-F") else { return .emotion(key) }
    let numbers = key[mark.upperBound...].split(separator: "S").compactMap { Int($0) }
    let emotion = String(key[..<mark.lowerBound])
    return Design.Position(
      emotion: emotion, factorIndex: numbers[0],
      situation: numbers.count == 2 ? numbers[1] : nil)
  }

  private static func crowd() throws -> RecomputedFigures {
    let golden = try ReferenceFiles.golden("crowd")
    var cells: [SubscaleID: [Design.Position: RecomputedFigures.Cell]] = [:]
    func add(_ row: Figures, at place: Design.Position) throws {
      let n = Int(try #require(row["n"].number))
      for (key, id) in subscales {
        cells[id, default: [:]][place] = RecomputedFigures.Cell(
          default: row[key]["default"].summary(n: n),
          evoked: row[key]["evoked"].summary(n: n),
          change: row[key]["change"].summary(n: n),
          wilcoxonP: row[key]["wilcoxon"]["p_default"].number)
      }
    }
    try add(golden["overall"], at: .overall)
    for level in ["emotion", "factor", "situation"] {
      let rows = golden[level]
      for key in rows.keys { try add(rows[key], at: place(key)) }
    }
    return RecomputedFigures(cells: cells)
  }

  private static func run(_ model: Figures) throws -> RecomputedFigures {
    var cells: [SubscaleID: [Design.Position: RecomputedFigures.Cell]] = [:]
    func add(_ row: Figures, at place: Design.Position) throws {
      for (key, id) in subscales {
        let figures = row[key]
        cells[id, default: [:]][place] = RecomputedFigures.Cell(
          default: SampleSummary(
            n: Int(try #require(figures["default_n"].number)),
            mean: figures["default_mean"].number, sd: figures["default_sd"].number),
          evoked: figures.summary(n: Int(try #require(figures["n"].number))), change: nil)
      }
    }
    try add(model["self"]["overall"]["all"], at: .overall)
    for level in ["emotion", "factor"] {
      let rows = model["self"][level]
      for key in rows.keys { try add(rows[key], at: place(key)) }
    }
    return RecomputedFigures(cells: cells)
  }

  private static func published() throws -> PublishedTables {
    let file = Repository.root.appendingPathComponent("Data/published/emotionbench-2024.json")
    return try PublishedTables.read(Data(contentsOf: file), name: "emotionbench-2024")
  }

  private static let withRuns = Result { try compared(runs: true) }
  private static let crowdAlone = Result { try compared(runs: false) }

  private static func reproduction(runs: Bool = true) throws -> Reproduction {
    try runs ? withRuns.get() : crowdAlone.get()
  }

  private static func compared(runs: Bool) throws -> Reproduction {
    var figures = ["crowd": try crowd()]
    let models = try ReferenceFiles.golden("models")["models"]
    for name in models.keys where runs { figures[name] = try run(models[name]) }
    return Reproduction(try published(), recomputed: figures)
  }

  private func table(_ id: String, of reproduction: Reproduction) throws -> Reproduction.Table {
    try #require(reproduction.tables.first { $0.published.id == id })
  }

  private func row(
    _ table: String, _ who: String, _ row: String, _ subscale: SubscaleID,
    of reproduction: Reproduction
  ) throws -> Reproduction.Row {
    try #require(
      reproduction.rows.first {
        $0.table == table && $0.who == who && $0.row == row && $0.subscale == subscale
      })
  }

  /// The counts were confirmed in Python (openpyxl and plain arithmetic on the same files).
  @Test("have these counts when all five runs are given")
  func counts() throws {
    let reproduction = try Self.reproduction()
    #expect(reproduction.tables.map(\.published.id) == ["2", "3", "8", "9", "10", "11"])
    #expect(reproduction.tables.map(\.cells) == [72, 72, 90, 270, 270, 90])
    #expect(reproduction.tables.map(\.notChecked) == [0, 36, 0, 0, 180, 0])
    #expect(reproduction.tables.map(\.valueMismatches) == [2, 8, 38, 1, 3, 19])
    #expect(reproduction.tables.map(\.arrowMismatches) == [0, 2, 1, 0, 1, 4])
    #expect(reproduction.tables.map(\.defaultMismatches) == [1, 0, 1, 0, 0, 0])
  }

  @Test("leave the cells of runs that are not given unchecked")
  func notChecked() throws {
    let reproduction = try Self.reproduction(runs: false)
    #expect(reproduction.tables.map(\.notChecked) == [54, 72, 0, 270, 270, 90])
    let unchecked = try row("9", "gpt-4", "Anger", "positive_affect", of: reproduction)
    #expect(unchecked.recomputed == nil && unchecked.valueMatches == nil)
    #expect(unchecked.arrowMatches == nil && unchecked.explanation == nil)
    #expect(reproduction.tables[2].valueMismatches == 38)
  }

  @Test(
    "hold the emotion's average in the first row and the first factor in the second, in table 8")
  func shiftedBlocks() throws {
    let reproduction = try Self.reproduction(runs: false)
    for (_, subscale) in Self.subscales {
      for emotion in try ReferenceFiles.golden("crowd")["emotion"].keys {
        let first = try row("8", "crowd", "\(emotion)-F1", subscale, of: reproduction)
        #expect(first.cause == .average(levels: 1))
        #expect(first.explanation == "holds the average of \(emotion)")
        let second = try row("8", "crowd", "\(emotion)-F2", subscale, of: reproduction)
        #expect(second.cause == .shifted(by: -1))
        #expect(second.explanation?.contains("holds the figures of \(emotion)-F1") == true)
      }
    }
    let findings = reproduction.findings.filter { $0.table == "8" && $0.figures == 16 }
    #expect(Set(findings.map(\.cause)) == [.average(levels: 1), .shifted(by: -1)])
  }

  @Test("print the evoked SD for the default's", arguments: ["2", "8"])
  func defaultSD(table: String) throws {
    let reproduction = try Self.reproduction(runs: false)
    let sd = try row(table, "crowd", "default sd", "positive_affect", of: reproduction)
    #expect(sd.published.value == 8.7)
    #expect(sd.valueMatches == false)
    #expect(sd.cause == .column(.evoked))
  }

  @Test("take one run's differences from another's default, and another run's scores, in table 11")
  func otherRuns() throws {
    let reproduction = try Self.reproduction()
    for (_, subscale) in Self.subscales {
      for id in ["Guilt-F1", "Guilt-F2", "Guilt-F3", "Guilt-F4", "Guilt"] {
        let guilt = try row("11", "mixtral-8x22b", id, subscale, of: reproduction)
        #expect(guilt.cause == .anotherDefault("llama3.1-8b"))
      }
      for id in ["Depression-F4", "Depression-F5", "Depression-F6"] {
        let depression = try row("11", "mixtral-8x22b", id, subscale, of: reproduction)
        #expect(depression.cause == .anotherScores("llama3.1-8b"))
      }
      let average = try row("11", "mixtral-8x22b", "Depression", subscale, of: reproduction)
      #expect(average.cause == .partsAsPrinted(nil))
    }
    let whole = try row("11", "mixtral-8x22b", "overall", "negative_affect", of: reproduction)
    #expect(whole.cause == .partsAsPrinted(.emotion("Depression")))
  }

  @Test("call unexplained what nothing explains, and name an arrow that is turned")
  func unexplained() throws {
    let reproduction = try Self.reproduction()
    let single = try row("8", "crowd", "Depression-F5", "negative_affect", of: reproduction)
    #expect(single.explanation == "unexplained")
    let turned = try row(
      "10", "llama2-13b", "Embarrassment", "negative_affect", of: reproduction)
    #expect(turned.valueMatches == true && turned.arrowMatches == false)
    #expect(turned.explanation?.contains("reversed") == true)
  }

  private func report(runs: Bool) throws -> ReproductionReport {
    ReproductionReport(
      try Self.reproduction(runs: runs), published: "emotionbench-2024", sources: [])
  }

  @Test("have arrows for people that the paired t at .01 gives best")
  func arrows() throws {
    let table = try table("8", of: Self.reproduction(runs: false))
    #expect(table.tallies.first?.test == ArrowTest(method: .paired, alpha: 0.01))
    #expect(table.tallies.first?.agreeing == 89)
    #expect(table.tallies.dropFirst().allSatisfy { $0.agreeing < 89 })
  }

  @Test("fit eighty columns, in print and as they should read")
  func width() throws {
    let text = try report(runs: true).document.text()
    #expect(text.split(separator: "\n").allSatisfy { displayWidth($0) <= 80 })
  }

  @Test("read as computed once corrected")
  func corrected() throws {
    let markdown = try report(runs: false).document.markdown
    let table = try #require(markdown.range(of: "**Table 8 as it should read**"))
    let rows = markdown[table.upperBound...].split(separator: "\n")
    #expect(rows[3] == #"| Default, SD | 8.9\* | 5.5 |"#)
    #expect(rows[4].hasSuffix(#"| − −2.2\* | ↑ 8.5\* |"#))
  }

  @Test("as JSON have the agreed keys, null for what was not checked")
  func json() throws {
    let text = try report(runs: false).json(version: "1").description
    let file = Figures(try JSONSerialization.jsonObject(with: Data(text.utf8)))
    #expect(
      file["tables"].list?[2].keys
        == ["arrow_mismatches", "cells", "id", "not_checked", "value_mismatches"])
    let rows = try #require(file["rows"].list)
    #expect(rows.count == 864 + 64)
    #expect(
      rows[0].keys == [
        "arrow_matches", "arrow_published", "arrow_recomputed", "explanation", "published",
        "recomputed", "row", "subscale", "table", "value_matches", "who",
      ])
    let first = try #require(
      rows.first { $0["table"].text == "8" && $0["row"].text == "Anger-F1" })
    #expect(first["published"].number == -5.3 && first["value_matches"].flag == false)
  }
}
