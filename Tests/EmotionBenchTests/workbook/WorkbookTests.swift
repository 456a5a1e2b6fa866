import Statistics
import Testing

@testable import EmotionBench

@Suite("A workbook")
struct WorkbookTests {
  @Test("gives every kind of cell with its value and its text")
  func kinds() throws {
    let made = MadeWorkbook(
      rows: """
        <row r="2"><c r="A2" s="3"/><c r="B2"><v>-2.50</v></c><c r="C2" t="n"><v>1E3</v></c>\
        <c r="D2" t="s"><v>1</v></c><c r="E2" t="str"><f>A1&amp;"x"</f><v> x&lt;y</v></c>\
        <c r="F2" t="inlineStr"><is><t>in</t></is></c><c r="G2" t="b"><v>1</v></c>\
        <c r="H2" t="b"><v>0</v></c><c r="I2" t="e"><v>#N/A</v></c><c r="AB2"><f>1</f><v>7</v></c>\
        <c r="XFD2" t="d"><v>2024-01-31</v></c></row>
        """, sharedStrings: "<si><t>zero</t></si><si><t>one</t></si>")
    #expect(
      try readRows(made.contents) == [
        [
          ReadCell("A2", .blank, ""), ReadCell("B2", .number(-2.5), "-2.50"),
          ReadCell("C2", .number(1000), "1E3"), ReadCell("D2", .text, "one"),
          ReadCell("E2", .text, " x<y"), ReadCell("F2", .text, "in"),
          ReadCell("G2", .boolean(true), "1"), ReadCell("H2", .boolean(false), "0"),
          ReadCell("I2", .error, "#N/A"), ReadCell("AB2", .number(7), "7"),
          ReadCell("XFD2", .text, "2024-01-31"),
        ]
      ])
  }

  @Test("joins the runs of a text and leaves its phonetic reading out")
  func runs() throws {
    let strings = """
      <si><r><rPr><b/></rPr><t>rich</t></r><r><t xml:space="preserve"> text</t></r></si>\
      <si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></si>
      """
    let made = MadeWorkbook(
      rows: """
        <row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>a</t></r>\
        <r><t>b</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c></row>
        """, sharedStrings: strings)
    #expect(try readRows(made.contents)[0].map(\.text) == ["rich text", "課", "ab"])
  }

  @Test(
    "keeps spaces at a text's ends only where the file says so, and decodes escaped characters",
    arguments: [
      ("<t> a b\n</t>", "a b"), ("<t xml:space=\"preserve\"> a b\n</t>", " a b\n"),
      ("<t xml:space=\"preserve\">  </t>", "  "), ("<t>  </t>", ""), ("<t/>", ""),
      ("<t>one_x000D_two</t>", "one\rtwo"), ("<t>_x005F_x000D_</t>", "_x000D_"),
      ("<t>_xD83D__xDE00_</t>", "😀"), ("<t>_x00G0_ _x12</t>", "_x00G0_ _x12"),
      ("<t><![CDATA[<&>]]>&#233;</t>", "<&>é"),
    ])
  func spaces(element: String, text: String) throws {
    let made = MadeWorkbook(
      rows: "<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is>\(element)</is></c></row>",
      sharedStrings: "<si>\(element)</si>")
    #expect(try readRows(made.contents)[0].map(\.text) == [text, text])
  }

  @Test("gives rows and cells without a reference the position after the one before")
  func positions() throws {
    let made = MadeWorkbook(
      rows: """
        <row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="5"/>\
        <row><c><v>4</v></c></row>
        """)
    let rows = try readRows(made.contents)
    #expect(rows.map { $0.map(\.reference) } == [["A1", "D1", "E1"], [], ["A6"]])
  }

  @Test("finds a sheet by its name through the relationships, without regard to case")
  func sheetByName() throws {
    var made = MadeWorkbook(sheets: [
      ("First", MadeWorkbook.worksheet("<row><c><v>1</v></c></row>")),
      ("Raw & more", MadeWorkbook.worksheet("<row><c><v>2</v></c></row>")),
    ])
    #expect(try readRows(made.contents, sheet: "raw & MORE")[0][0].text == "2")
    made["xl/_rels/workbook.xml.rels"] = MadeWorkbook.relationships([
      MadeWorkbook.relationship("rId1", "worksheet", "/xl/worksheets/sheet2.xml"),
      MadeWorkbook.relationship("rId2", "worksheet", "../xl/./worksheets/Sheet1.xml"),
    ])
    #expect(try readRows(made.contents, sheet: "Raw & more")[0][0].text == "1")
    let workbook = try Workbook(made.contents, file: "made.xlsx")
    #expect(workbook.sheetNames == ["First", "Raw & more"])
  }

  @Test("reads elements with a namespace prefix, and UTF-16")
  func prefixes() throws {
    var made = MadeWorkbook(rows: "")
    made["xl/worksheets/sheet1.xml"] = """
      <x:worksheet xmlns:x="\(MadeWorkbook.spreadsheet)"><x:sheetData><x:row r="1">\
      <x:c r="A1" t="inlineStr"><x:is><x:t>é</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>
      """
    #expect(try readRows(made.contents) == [[ReadCell("A1", .text, "é")]])
  }

  @Test("gives back any grid of values that was written, whatever the size of its parts")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 20)
    let characters = Array("ab <>&\"'é漢😀_x1")
    for width in [1, 3, 700, 9_000] {
      var rows = ""
      var written: [[ReadCell]] = []
      for row in 1...4 {
        rows += "<row r=\"\(row)\">"
        var cells: [ReadCell] = []
        for column in 1...width where Bool.random(using: &generator) {
          let reference = CellReference(row: row, column: column).description
          if Bool.random(using: &generator) {
            let number = Double(Int.random(in: -1000...1000, using: &generator)) / 8
            rows += "<c r=\"\(reference)\"><v>\(number)</v></c>"
            cells.append(ReadCell(reference, .number(number), "\(number)"))
          } else {
            let text = String((0..<6).map { _ in characters.randomElement(using: &generator)! })
            rows += """
              <c r="\(reference)" t="inlineStr"><is><t xml:space="preserve">\
              \(MadeWorkbook.escaped(text))</t></is></c>
              """
            cells.append(ReadCell(reference, .text, text))
          }
        }
        rows += "</row>"
        written.append(cells)
      }
      #expect(try readRows(MadeWorkbook(rows: rows).contents) == written)
    }
  }

  @Test(
    "names columns as spreadsheets do",
    arguments: [
      (1, "A"), (26, "Z"), (27, "AA"),
      (702, "ZZ"), (703, "AAA"), (1268, "AVT"), (16_384, "XFD"),
    ])
  func letters(column: Int, letters: String) {
    #expect(CellReference.letters(ofColumn: column) == letters)
    #expect(CellReference(Array("\(letters)9".utf8)) == CellReference(row: 9, column: column))
  }
}
