import Foundation
import Testing

@testable import EmotionBench

@Suite("A file that is no readable workbook")
struct WorkbookErrorTests {
  private let whole = MadeWorkbook(
    rows: "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>4</v></c></row>",
    sharedStrings: "<si><t>text</t></si>")

  private func problem(_ contents: [UInt8], limits: WorkbookLimits = .standard)
    -> WorkbookError.Problem?
  {
    let error = workbookError { () throws(WorkbookError) in
      try readRows(contents, limits: limits)
    }
    #expect(error?.file == "made.xlsx" && error?.problems.count == 1 && error?.unlisted == 0)
    return error?.problems.first
  }

  @Test("is told by its kind: text, nothing, an old .xls, one with a password")
  func otherFiles() {
    #expect(
      problem(Array("a,b\n1,2\n".utf8))?.wrong
        == "the file is not an .xlsx workbook (no zip archive)")
    #expect(problem([])?.wrong == "the file is empty")
    let compound: [UInt8] =
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 600)
    #expect(problem(compound)?.wrong.contains("old .xls") == true)
    let protected = compound + "EncryptedPackage".utf8.reduce(into: []) { $0 += [$1, 0] }
    #expect(problem(protected)?.wrong == "the workbook is protected by a password")
    #expect(
      problem(MadeWorkbook.archive(whole.parts, password: "secret"))?.wrong
        == "the workbook is protected by a password")
  }

  @Test(
    "is told by its kind where it is a zip archive of something else",
    arguments: [
      ("readme.txt", "the file is a zip archive, but not an .xlsx workbook"),
      ("content.xml", "OpenDocument"), ("xl/workbook.bin", ".xlsb"),
    ])
  func otherArchives(part: String, wrong: String) {
    #expect(problem(MadeWorkbook.archive([(part, "text")]))?.wrong.contains(wrong) == true)
  }

  @Test("is refused when truncated anywhere")
  func truncated() {
    let contents = whole.contents
    for length in 0..<contents.count {
      let error = workbookError { () throws(WorkbookError) in
        try readRows(Array(contents[..<length]))
      }
      #expect(error != nil, "\(length) of \(contents.count) bytes")
    }
    #expect(
      problem(Array(contents.dropLast(30)))?.wrong.hasPrefix("the file is truncated or damaged")
        == true)
  }

  @Test("is refused when a byte was changed, unless the byte stands for no value")
  func damaged() throws {
    var contents = whole.contents
    let rows = try readRows(contents)
    var refused = 0
    for index in contents.indices {
      contents[index] ^= 0xFF
      do throws(WorkbookError) {
        #expect(try readRows(contents) == rows, "byte \(index)")
      } catch {
        refused += 1
      }
      contents[index] ^= 0xFF
    }
    #expect(refused > contents.count / 2)
  }

  @Test("names the part whose checksum is wrong")
  func checksum() throws {
    // Stored parts, so that a changed byte still inflates.
    var contents = MadeWorkbook(rows: "<row><c><v>1</v></c></row>").contents
    let central = Array("PK\u{1}\u{2}".utf8)
    var start = contents.count
    repeat { start -= 1 } while !contents[start...].starts(with: central)
    contents[start + 16] ^= 1
    #expect(
      problem(contents)?.wrong.hasPrefix("its part xl/worksheets/sheet1.xml is damaged") == true)
  }

  @Test("is refused with a document type declaration, and so with every entity of its own")
  func entities() {
    var made = whole
    made["xl/worksheets/sheet1.xml"] = """
      <!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\
      <worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>
      """
    #expect(problem(made.contents)?.wrong.contains("document type declaration") == true)
    made["xl/worksheets/sheet1.xml"] = """
      <!DOCTYPE x SYSTEM "file:///etc/hostname"><worksheet/>
      """
    #expect(problem(made.contents)?.wrong.contains("document type declaration") == true)
    made = whole
    made["xl/workbook.xml"] = "<!DOCTYPE x><workbook/>"
    #expect(problem(made.contents)?.wrong.contains("document type declaration") == true)
  }

  @Test(
    "is refused where its XML is not well-formed, with line and column",
    arguments: [
      ("<worksheet><sheetData><row></sheetData></worksheet>", "mismatched tag, line 1, column 30"),
      ("<worksheet>\n<sheetData>", "no element found, line 2, column 12"),
      ("", "no element found, line 1, column 1"),
      ("<worksheet a=\"1\" a=\"2\"/>", "duplicate attribute, line 1, column 18"),
      ("<worksheet>&x;</worksheet>", "undefined entity, line 1, column 12"),
    ])
  func notWellFormed(part: String, reason: String) {
    var made = whole
    made["xl/worksheets/sheet1.xml"] = part
    let problem = problem(made.contents)
    #expect(problem?.sheet == "Raw")
    #expect(
      problem?.wrong == "its part xl/worksheets/sheet1.xml cannot be read (\(reason))")
  }

  @Test("is refused where it unpacks to more than the limits")
  func bombs() {
    var made = whole
    let bomb = String(repeating: " ", count: 3 << 20)
    made["xl/worksheets/sheet1.xml"] = MadeWorkbook.worksheet(bomb)
    let contents = made.contents
    #expect(contents.count < 8_000)
    let small = WorkbookLimits(file: 1 << 20, part: 2 << 20, sharedStrings: 10)
    #expect(
      problem(contents, limits: small)?.wrong
        == "its part xl/worksheets/sheet1.xml unpacks to more than 2 MiB")
    #expect(problem(falselySized(contents), limits: small) != nil)
    #expect(
      problem(contents, limits: WorkbookLimits(file: 1000, part: 1 << 30, sharedStrings: 10))?
        .wrong == "the file is over 1000 bytes")
    made = whole
    made["xl/sharedStrings.xml"] = "<sst>\(String(repeating: "<si/>", count: 11))</sst>"
    #expect(
      problem(made.contents, limits: small)?.wrong.contains("more than 10 shared strings") == true)
  }

  @Test("is refused where a tag, a text or the nesting has no end")
  func excess() {
    var made = whole
    let long = String(repeating: "x", count: 2_000_000)
    made["xl/worksheets/sheet1.xml"] = "<worksheet a=\"\(long)\"/>"
    #expect(problem(made.contents)?.wrong.contains("a tag of more than 1 MiB") == true)
    made["xl/worksheets/sheet1.xml"] = MadeWorkbook.worksheet(
      "<row><c t=\"str\"><v>\(long)</v></c></row>")
    #expect(problem(made.contents)?.wrong.contains("too long") == true)
    made["xl/worksheets/sheet1.xml"] = String(repeating: "<a>", count: 100_000)
    #expect(problem(made.contents)?.wrong.contains("nested more than 256 deep") == true)
    made = whole
    made["xl/sharedStrings.xml"] = "<sst><si><t>\(long)</t></si></sst>"
    #expect(problem(made.contents)?.wrong.contains("string 0 is longer") == true)
  }

  @Test(
    "is refused where its cells contradict the format, with the cell",
    arguments: [
      ("<row r=\"2\"/><row r=\"2\"/>", "3", "no valid number"),
      ("<row r=\"1048577\"/>", "1", "no valid number"),
      ("<row r=\"x\"/>", "1", "no valid number"),
      ("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>", "1", "no valid reference"),
      ("<row r=\"1\"><c r=\"A2\"/></row>", "1", "no valid reference"),
      ("<row r=\"1\"><c r=\"XFE1\"/></row>", "1", "no valid reference"),
      ("<row r=\"1\"><c r=\"XFD1\"/><c/></row>", "1", "no valid reference"),
      ("<row r=\"1\"><c r=\"1A\"/></row>", "1", "no valid reference"),
      ("<row r=\"3\"><c r=\"C3\"><v>four</v></c></row>", "C3", "“four” is stored as a number"),
      ("<row r=\"3\"><c r=\"C3\"><v>nan</v></c></row>", "C3", "“nan” is stored as a number"),
      ("<row r=\"3\"><c r=\"C3\"><v>0x4</v></c></row>", "C3", "“0x4” is stored as a number"),
      ("<row r=\"3\"><c r=\"C3\"><v>1e999</v></c></row>", "C3", "“1e999” is stored as a number"),
      ("<row r=\"3\"><c r=\"C3\" t=\"s\"><v>1</v></c></row>", "C3", "shared text “1”"),
      ("<row r=\"3\"><c r=\"C3\" t=\"s\"><v>-1</v></c></row>", "C3", "shared text “-1”"),
      ("<row r=\"3\"><c r=\"C3\" t=\"q\"><v>1</v></c></row>", "C3", "unknown type"),
    ])
  func malformedCells(rows: String, cell: String, wrong: String) {
    let problem = problem(
      MadeWorkbook(rows: rows, sharedStrings: "<si><t>only</t></si>").contents)
    #expect(problem?.sheet == "Raw")
    #expect(problem?.cell == cell)
    #expect(problem?.wrong.contains(wrong) == true, "\(problem?.wrong ?? "")")
  }

  @Test("names the sheets there are where the one asked for is missing")
  func missingSheet() {
    let made = MadeWorkbook(sheets: [
      ("One", MadeWorkbook.worksheet("")), ("Two", MadeWorkbook.worksheet("")),
    ])
    let problem = problem(made.contents)
    #expect(problem?.sheet == "Raw")
    #expect(problem?.expected == "a sheet of that name; the workbook has “One”, “Two”")
  }

  @Test("names a part that is missing, and a sheet that is a chart")
  func missingPart() {
    var made = whole
    made["xl/sharedStrings.xml"] = nil
    #expect(problem(made.contents)?.wrong == "the workbook lacks its part xl/sharedStrings.xml")
    made = whole
    made["xl/_rels/workbook.xml.rels"] = MadeWorkbook.relationships([
      MadeWorkbook.relationship("rId1", "chartsheet", "chartsheets/sheet1.xml")
    ])
    #expect(problem(made.contents)?.wrong == "the sheet has no cells")
  }

  @Test("shows a file's own words in quotation marks, cut and without control characters")
  func quotation() {
    #expect(quoted("a\u{1B}[2Jb\n") == "“a\\u{1B}[2Jb\\n”")
    #expect(quoted(String(repeating: "x", count: 70)).count == 63)
    let longest = String(repeating: "x", count: 60)
    #expect(quoted(longest) == "“\(longest)”")
    #expect(quoted(longest + "y") == "“\(longest)…”")
  }

  /// The archive with the stated sizes of all parts made 10 bytes, in its directory and before the
  /// parts.
  private func falselySized(_ contents: [UInt8]) -> [UInt8] {
    var changed = contents
    for start in contents.indices.dropLast(30) {
      for (mark, offset) in [("PK\u{1}\u{2}", 24), ("PK\u{3}\u{4}", 22)]
      where contents[start...].starts(with: mark.utf8) {
        changed.replaceSubrange(start + offset..<start + offset + 4, with: [10, 0, 0, 0])
      }
    }
    return changed
  }
}
