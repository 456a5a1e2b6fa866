import Study
import Testing

@testable import SurveyWeb

@Suite struct AcceptedLanguagesTests {
  @Test(arguments: [
    ("de", ["de"]), ("fr;q=0.3, de-AT, en;q=0.8", ["de-AT", "en", "fr"]), ("", []),
    ("en;q=0, de", ["de"]), ("*, de;q=0.5", ["de"]), ("a,b,c", ["a", "b", "c"]),
    ("de;q=x", []), ("<script>, ar", ["ar"]), (",,;", []),
    ("zh-Hans-CN;q=0.9,ar;q=0.90,de;q=1.0", ["de", "zh-Hans-CN", "ar"]),
  ])
  func `a browser's languages are read best first`(header: String, tags: [String]) {
    #expect(acceptedLanguages(header).map(\.tag) == tags)
  }

  @Test func `a header without end is not read to its end`() {
    #expect(acceptedLanguages(String(repeating: "de,", count: 100_000)).count == 40)
    #expect(acceptedLanguages(nil).isEmpty)
  }
}
