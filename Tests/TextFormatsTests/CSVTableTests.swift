import Statistics
import Testing
import TextFormats

@Suite struct CSVTableTests {
  @Test func `cells keep leading spaces, quotes, commas and line breaks`() throws {
    let table = try CSVTable("a,b\r\n  x,\"say \"\"yes\"\",\nthen\"\n", file: "t.csv")
    #expect(table.header.map(\.text) == ["a", "b"])
    #expect(table.rows.map { $0.map(\.text) } == [["  x", "say \"yes\",\nthen"]])
  }

  @Test func `a cell knows its line and column`() throws {
    let table = try CSVTable("a,b\n\"two\nlines\",é2,\n".replacing(",\n", with: "\n"), file: "t")
    #expect(table.rows[0].map(\.line) == [2, 3])
    #expect(table.rows[0].map(\.column) == [1, 8])
  }

  @Test func `a byte order mark and empty lines are passed over`() throws {
    let table = try CSVTable("\u{FEFF}a\n\n1\n\n", file: "t.csv")
    #expect(table.header.map(\.text) == ["a"])
    #expect(table.rows.count == 1)
  }

  @Test(arguments: [
    ("a,b\n1\n\"x\n", "t.csv:3:1: error: the quote opened here is never closed"),
    ("a\n\"x\n", "t.csv:2:1: error: the quote opened here is never closed"),
    (
      "a\n\"x\"y\n",
      "t.csv:2:4: error: expected a comma or the end of the line after a closing quote"
    ),
    (
      "a\nx\"y\n",
      "t.csv:2:2: error: a cell that contains a quote must be quoted, with its quotes doubled"
    ),
    ("", "t.csv:1:1: error: the file is empty; expected a header line"),
  ])
  func `a malformed table is reported with its place`(text: String, message: String) {
    let error = #expect(throws: DiagnosedError.self) { try CSVTable(text, file: "t.csv") }
    #expect(error?.description == message)
  }

  @Test func `rows of another length are named, and the others still read`() throws {
    let table = try CSVTable("a,b\n1\n1,2\n1,2,3\n", file: "t.csv")
    #expect(table.rows.map { $0.map(\.text) } == [["1", "2"]])
    #expect(
      table.misshapen.map(\.description) == [
        "t.csv:2:1: error: the row has 1 cells, the header has 2",
        "t.csv:4:1: error: the row has 3 cells, the header has 2",
      ])
  }

  @Test func `every text comes back from its CSV`() throws {
    var generator = SeededGenerator(seed: 7)
    let letters = Array("a,\"\n é😀x")
    for _ in 0..<200 {
      let cells = (0..<3).map { _ in
        String(
          (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            letters.randomElement(using: &generator)!
          })
      }
      let row = cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
      let table = try CSVTable("a,b,c\n\(row)\n", file: "t.csv")
      #expect(table.rows[0].map(\.text) == cells)
    }
  }
}
