import Testing
import TextFormats

@testable import Study

@Suite struct DesignTests {
  private func cell(
    _ emotion: String, _ factor: String, _ index: Int, _ kind: Situation.Kind, number: Int = 1
  ) -> Design.Cell {
    Design.Cell(
      key: SituationKey(emotion: emotion, factor: factor, index: index, kind: kind),
      factorIndex: number)
  }

  @Test func `a neutral situation with the names of a negative one is another cell, behind it`() {
    let neutral = cell("Anger", "Queues", 1, .neutral)
    let negative = cell("Anger", "Queues", 1, .negative)
    let design = Design([neutral, negative, cell("Fear", "Dark", 1, .negative)])
    #expect(design.cells == [negative, cell("Fear", "Dark", 1, .negative), neutral])
    #expect(design.controls == [.neutral] && design.isControl(2) && !design.isControl(0))
    #expect(design.index(of: neutral) == 2 && design.index(of: negative) == 0)
    #expect(design.emotions == ["Anger", "Fear"])
    #expect(design.branches(.overall).map(\.cells) == [0..<2])
    #expect(design.branches(.factor).count == 2 && design.branches(depth: .factor).count == 3)
    let control = design.branches(.control)
    #expect(control.map(\.cells) == [2..<3, 2..<3, 2..<3, 2..<3])
    #expect(control.map(\.position.depth) == [.overall, .emotion, .factor, .situation])
    #expect(Set(design.branches.map(\.position)).count == design.branches.count)
    #expect(control[3].position.wholes == control[..<3].reversed().map(\.position))
  }

  @Test func `positive situations are pooled with negative ones unless their factor has both`() {
    let apart = Design([cell("Joy", "Gifts", 1, .positive), cell("Fear", "Dark", 1, .negative)])
    #expect(apart.controls.isEmpty && apart.branches(.overall)[0].cells == 0..<2)
    let twins = Design([
      cell("Fear", "Dark", 3, .positive), cell("Fear", "Dark", 1, .negative),
      cell("Fear", "Dark", 2, .positive), cell("Fear", "Dark", 1, .neutral),
    ])
    #expect(twins.controls == [.positive, .neutral])
    #expect(twins.branches(.overall)[0].cells == 0..<1)
  }

  @Test func `a design of controls alone has an empty whole`() {
    let design = Design([cell("Calm", "Walks", 1, .neutral)])
    #expect(design.branches[0].cells.isEmpty && design.branches(.control).count == 4)
    #expect(design.emotions.isEmpty)
  }

  @Test func `a file may hold a situation of each kind under one name, and none of them twice`()
    throws
  {
    let header = "emotion,factor,situation,kind,text,source\n"
    let rows = "Fear,Dark,1,negative,A cellar.,t\nFear,Dark,1,neutral,A lamp.,t\n"
    let situations = try [Situation](csv: header + rows, file: "s.csv")
    #expect(situations.map(\.factorIndex) == [1, 1])
    #expect(Design(situations).cells.count == 2)
    #expect(throws: DiagnosedError.self) {
      _ = try [Situation](csv: header + rows + "Fear,Dark,1,neutral,A chair.,t\n", file: "s.csv")
    }
  }

  @Test func `a translation names the kind where the name alone does not say which is meant`()
    throws
  {
    let situations = try [Situation](
      csv: """
        emotion,factor,situation,kind,text,source
        Fear,Dark,1,negative,A cellar.,t
        Fear,Dark,1,neutral,A lamp.,t
        Joy,Gifts,1,positive,A gift.,t
        """, file: "s.csv")
    func read(_ csv: String) -> (situations: [Situation], messages: [String]) {
      let (found, diagnostics) = situations.translated(
        into: Language("de"), csv: csv, file: "s.de.csv", original: "s.csv", gaps: .refused)
      return (found, diagnostics.errors.map(\.description))
    }
    let (found, messages) = read(
      """
      emotion,factor,situation,kind,text
      Fear,Dark,1,neutral,Eine Lampe.
      Fear,Dark,1,negative,Ein Keller.
      Joy,Gifts,1,,Ein Geschenk.
      """)
    #expect(messages == [])
    #expect(found.map(\.text) == ["Ein Keller.", "Eine Lampe.", "Ein Geschenk."])
    #expect(
      read("emotion,factor,situation,text\nFear,Dark,1,Ein Keller.\nJoy,Gifts,1,Ein Geschenk.\n")
        .messages.contains(
          "s.de.csv:2:1: error: the original has several situations Fear › Dark › 1; `kind` must say "
            + "which, one of negative, neutral"))
  }
}
