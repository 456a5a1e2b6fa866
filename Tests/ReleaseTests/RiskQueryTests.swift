import Disclosure
import Testing

@testable import Release

@Suite struct RiskQueryTests {
  private let table = ColumnTable(
    names: ["p", "q", "a, b", "item_1", "item_2"],
    rows: [["x", "1", "u", "1", "2"], ["x", "1", "v", "1", "3"], ["y", "2", "v", "2", "2"]])

  private func query(
    _ quasiIdentifiers: String?, _ change: (inout RiskQuery) -> Void = { _ in }
  ) -> RiskQuery {
    var query = RiskQuery()
    query.quasiIdentifiers = quasiIdentifiers
    change(&query)
    return query
  }

  @Test func `columns are named by lists, whole names and beginnings`() throws {
    let risk = try query("p, q") {
      $0.answers = "item_*"
      $0.conditions = "a, b"
    }.risk(of: table)
    #expect((risk.records, risk.k, risk.uniques) == (3, 1, 1))
    #expect(risk.linkability?.vectors.first?.items == 2)
    #expect(risk.joined.map(\.column) == ["a, b"])
  }

  @Test(
    arguments: [
      (nil, "--quasi"), ("p,r", "no column is called `r`"),
      ("p,p", "must name columns, each only once"),
      ("", "must name columns, each only once"),
    ] as [(String?, String)])
  func `a mistake in the names is said`(names: String?, message: String) {
    let error = #expect(throws: ReleaseError.self) { try query(names).risk(of: table) }
    #expect(error?.description.contains(message) == true)
  }

  @Test(arguments: ["q:2/1", "q:", "q:1/x"])
  func `bands end with rising numbers`(text: String) {
    let error = #expect(throws: ReleaseError.self) {
      try query("p") { $0.sensitive = text }.risk(of: table)
    }
    #expect(error?.description.contains("ascending order") == true)
  }

  @Test func `a sample is no larger than its population, unless nobody stated one`() throws {
    let error = #expect(throws: ReleaseError.self) {
      try query("p") { $0.populations = [100, 2] }.risk(of: table)
    }
    #expect(error?.description.contains("--population 2: the source alone has 3 people") == true)
    #expect(try query("p").risk(of: table).records == 3)
    #expect(try query("p") { $0.populations = [3] }.risk(of: table).records == 3)
  }

  /// The form of Qualtrics' files: below the names the questions' texts, then ids as JSON.
  @Test func `the further header lines of Qualtrics are no people`() throws {
    let ids = ##""{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}""##
    let people = "Female,20\nFemale,20\nMale,21\nMale,21\n"
    let named = try ColumnTable(
      "gender,age\nGender?,\"How\nold?\"\n\(ids)\n\(people)", file: "q.csv", isTabbed: false)
    #expect(named.furtherHeaders == 2)
    let risk = try query("gender,age").risk(of: named)
    #expect(risk.records == 4 && risk.k == 2)
    let plain = try ColumnTable("gender,age\n\(people)", file: "q.csv", isTabbed: false)
    #expect(plain.furtherHeaders == 0 && plain.records == 4)
  }

  @Test func `people's own columns are known`() throws {
    let microdata = try madePeople(50)
    let error = #expect(throws: ReleaseError.self) {
      try query(nil) { $0.answers = "x" }.risk(of: microdata)
    }
    #expect(error?.description.contains("columns of a study are known") == true)
    #expect(try query("gender").risk(of: microdata).records == 50)
    #expect(throws: ReleaseError.self) { try query("gendr").risk(of: microdata) }
  }
}
