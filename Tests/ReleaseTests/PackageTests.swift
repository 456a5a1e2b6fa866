import Foundation
import Statistics
import Testing
import TextFormats

@testable import Release

@Suite struct SpreadsheetGuardTests {
  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-", "'-"), ("@home", "'@home"), ("\ta", "'\ta"),
    ("\ra", "'\ra"), (" =A1", "' =A1"), ("'=A1", "''=A1"), ("''-", "'''-"), ("＝１", "'＝１"),
    ("2-3", "2-3"), ("it's", "it's"), ("'tis", "'tis"), ("", ""), ("'", "'"), ("a=b", "a=b"),
  ])
  func `a text that begins like a formula is guarded, and comes back`(text: String, cell: String) {
    #expect(SpreadsheetGuard.guarded(text) == cell)
    #expect(SpreadsheetGuard.unguarded(cell) == text)
  }

  @Test func `any text comes back`() {
    var seed = SeededGenerator(seed: 1)
    let alphabet = Array("'=+-@ \ta1＋")
    for _ in 0..<5000 {
      let length = Int.random(in: 0...5, using: &seed)
      let text = String((0..<length).map { _ in alphabet.randomElement(using: &seed)! })
      #expect(SpreadsheetGuard.unguarded(SpreadsheetGuard.guarded(text)) == text)
    }
  }

  @Test(arguments: [
    (ReleasedValue.integer(-3), "-3"), (.number(-0.5), "-0.5"), (.number(2), "2"),
    (.number(0.1 + 0.2), "0.30000000000000004"), (.missing(.notReached), "(not reached)"),
  ])
  func `numbers and reasons stay as they are`(value: ReleasedValue, cell: String) {
    #expect(value.cell == cell)
  }
}

@Suite struct PackageTests {
  private static func texts(
    _ dataset: ReleasedDataset = MadeDataset.dataset(), _ format: PackageFormat = .psychds
  ) throws -> [String: String] {
    let files = try PackageWriter.withSums(PackageWriter.files(of: dataset, format: format))
    return Dictionary(
      uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
  }

  @Test func `cells are quoted as RFC 4180 says, and lines end in CRLF`() throws {
    let text = try #require(try Self.texts()["data/description-wide_data.csv"])
    #expect(text.hasPrefix("participant,year_of_birth,gender,remark,hours,emotion,factor,"))
    #expect(text.hasSuffix("\r\n"))
    #expect(text.contains(",'-,'=1+1,") || text.contains("(suppressed),'=1+1,"))
    #expect(text.contains(",\"a, \"\"b\"\"\","))
    #expect(text.contains(",\"two\nlines\","))
    #expect(text.contains("p0000,20-to-24-years,(suppressed),'=1+1,0.1,Anger,Blaming,1,1,"))
    #expect(text.contains("p0004,(declined),female,'\tindented,4.1,Fear,A|B,1,1,"))
  }

  @Test(arguments: PackageFormat.allCases)
  func `what is written reads back`(format: PackageFormat) throws {
    let dataset = MadeDataset.dataset()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try PackageWriter.write(
      PackageWriter.files(of: dataset, format: format), into: folder)
    let (header, rows) = try PackageReader.wide(
      in: folder, format: format, variables: dataset.variables)
    #expect(header == dataset.variables.map(\.name))
    #expect(rows == dataset.rows.map { $0.map { format.cell($0) } })
    let year = try #require(header.firstIndex(of: "year_of_birth"))
    #expect(rows[3][year] == "(suppressed)")
    #expect(rows[4][year] == (format == .bids ? "n/a" : "(declined)"))
  }

  @Test(arguments: PackageFormat.allCases)
  func `the same dataset gives the same bytes`(
    format: PackageFormat
  ) throws {
    let first = try PackageWriter.files(of: MadeDataset.dataset(), format: format)
    let second = try PackageWriter.files(of: MadeDataset.dataset(), format: format)
    #expect(first.map(\.path) == second.map(\.path))
    for (one, other) in zip(first, second) {
      #expect(one.bytes == other.bytes, "\(one.path)")
    }
  }

  @Test(arguments: PackageFormat.allCases)
  func `every file has a sum and a line in the README`(format: PackageFormat) throws {
    let texts = try Self.texts(MadeDataset.dataset(), format)
    let files = try PackageWriter.withSums(
      PackageWriter.files(of: MadeDataset.dataset(), format: format))
    let sums = try #require(texts["SHA256SUMS"]).split(separator: "\n")
    #expect(sums.count == files.count - 1)
    for file in files where file.path != "SHA256SUMS" {
      #expect(sums.contains("\(sha256Hex(file.bytes))  \(file.path)"))
      let isNamed =
        texts["README.md"]!.contains("`\(file.path)`") || file.path == "README.md"
      #expect(isNamed, "\(file.path)")
    }
  }

  @Test func `without a licence nothing says that there is one`() throws {
    let texts = try Self.texts(MadeDataset.dataset(licence: nil))
    #expect(texts["LICENSE"]!.contains("No licence has been chosen"))
    #expect(!texts["CITATION.cff"]!.contains("license"))
    #expect(!texts["datacite.json"]!.contains("rightsList"))
    #expect(!texts["datapackage.json"]!.contains("licenses"))
  }

  @Test func `a licence that the citation format may not know is given by its address`() throws {
    let texts = try Self.texts(MadeDataset.dataset(licence: "CDLA-Sharing-1.0"))
    #expect(
      texts["CITATION.cff"]!.contains(
        "license-url: \"https://spdx.org/licenses/CDLA-Sharing-1.0.html\""))
  }

  @Test func `a dataset without answers has no long table and no baseline`() throws {
    let made = MadeDataset.dataset()
    let kept = made.variables.indices.filter { $0 < 9 }
    let dataset = ReleasedDataset(
      about: made.about, languages: [], instruments: [], situations: [],
      variables: kept.map { made.variables[$0] },
      rows: made.rows.map { row in kept.map { row[$0] } }, leftOut: [], risk: made.risk,
      documents: [], date: made.date, generator: made.generator)
    let texts = try Self.texts(dataset)
    #expect(texts["data/description-long_data.csv"] == nil)
    #expect(texts["baseline.json"] == nil)
    #expect(texts["data/description-wide_data.csv"] != nil)
  }

  @Test func `the long table holds each answer once`() throws {
    let long = try #require(MadeDataset.dataset().long)
    #expect(long.rows.count == 60 * 40)
    #expect(
      long.variables.map(\.name) == ["participant", "occasion", "instrument", "item", "value"])
    #expect(Set(long.rows.map { Array($0.prefix(4)) }).count == 60 * 40)
    #expect(long.rows.count { $0[4] == .missing(.skipped) } == 2)
  }
}

@Suite struct CodebookTests {
  @Test func `the codebook says what values and missing ones mean`() throws {
    let files = try PackageWriter.files(of: MadeDataset.dataset(), format: .psychds)
    let file = try #require(files.first { $0.path == "codebook.md" })
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(text.contains("| `(suppressed)` | "))
    #expect(!text.contains("No value is missing."))
    #expect(text.contains("1 = Very slightly or not at all; 2 = A little; "))
    #expect(text.contains("| number | scale | 0 to 24 | `(suppressed)` `(declined)` |"))
    #expect(text.contains("## Instruments"))
    #expect(text.contains("sum of `interested`, "))
    #expect(text.contains("| emotion | factor | factor index | situation | text |"))
    #expect(text.contains("## In SPSS"))
    #expect(!text.contains("**"))
  }
}

@Suite struct SPSSContentsTests {
  private static func table(_ rows: [[ReleasedValue]], _ columns: Int = 2) -> ReleasedTable {
    let variables = [
      ReleasedVariable(
        name: "remark", label: "Remark", kind: .string, measure: .nominal, role: .attribute),
      ReleasedVariable(
        name: "hours", label: "Hours", kind: .number, measure: .scale, role: .attribute,
        range: 0...24),
    ]
    return ReleasedTable(
      name: "t", path: "t.csv", description: "", variables: Array(variables.prefix(columns)),
      rows: rows, key: [])
  }

  @Test func `an SPSS file reads back with all its texts, and every difference is counted`() throws
  {
    let rows: [[ReleasedValue]] = [[.text("calm"), .number(1.5)], [.text("upset"), .number(2)]]
    let file = try temporaryFolder().appending(path: "t.sav")
    try Data(SPSSFile.bytes(Self.table(rows), title: "Title", date: "2026-11-21")).write(to: file)
    let contents = try SPSSContents(of: file)
    #expect(Set(contents.texts).isSuperset(of: ["Title", "remark", "Hours", "calm", "upset"]))
    #expect(contents.differences(from: Self.table(rows)) == 0)
    let changed = [rows[0], [.text("upset"), ReleasedValue.number(3)]]
    #expect(contents.differences(from: Self.table(changed)) == 1)
    #expect(contents.differences(from: Self.table([rows[0]])) == 2)
    // Both rows lack the second column, so neither of their cells can be compared.
    #expect(contents.differences(from: Self.table(rows.map { [$0[0]] }, 1)) == 2)
  }
}

@Suite struct SPSSCodingTests {
  private static func variable(
    _ kind: ReleasedVariable.Kind, levels: [ReleasedVariable.Level] = [],
    range: ClosedRange<Double>? = nil
  ) -> ReleasedVariable {
    ReleasedVariable(
      name: "v", label: "v", kind: kind, measure: .nominal, role: .attribute, levels: levels,
      range: range, missing: [.suppressed, .skipped])
  }

  @Test func `codes of missing values lie below all values`() {
    let plain = SPSSCoding(Self.variable(.integer, range: 1...5))
    #expect(plain.code(.missing(.suppressed)) == -99)
    #expect(plain.code(.missing(.skipped)) == -97)
    let low = SPSSCoding(Self.variable(.number, range: -95...95))
    #expect(low.code(.missing(.suppressed)) == -999)
  }

  @Test func `listed texts are numbered, and a text that is not listed is refused`() {
    let coding = SPSSCoding(
      Self.variable(
        .string,
        levels: [
          .init(value: .text("b"), label: "B"), .init(value: .text("a"), label: "A"),
          .init(value: .missing(.suppressed), label: "Masked"),
        ]))
    #expect(coding.code(.text("b")) == 1)
    #expect(coding.code(.text("a")) == 2)
    #expect(coding.code(.text("c")) == nil)
    #expect(!coding.isText)
  }

  @Test func `labels are cut between characters`() {
    #expect(SPSSFile.cut("naïve", bytes: 3) == "na")
    #expect(SPSSFile.cut("naïve", bytes: 4) == "naï")
  }
}
