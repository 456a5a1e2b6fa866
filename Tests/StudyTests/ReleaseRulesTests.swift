import Study
import Testing
import TextFormats

@Suite struct ReleaseRulesTests {
  private func problems(_ release: String) -> String {
    do {
      _ = try StudyDefinition.load(
        from: FilesInMemory.template(replacing: "quota: 8", with: "quota: 8\n\(release)"))
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("release: {licens: MIT}", "did you mean `licence`?"),
    ("release: {quasi_identifiers: [gendr]}", "did you mean `gender`?"),
    ("release: {quasi_identifiers: [gender], withheld: [gender]}", "must be in only one"),
    ("release: {licence: do what you like}", "not an SPDX identifier"),
    ("release: {authors: [{given: Ada}]}", "a `family` name"),
    ("release: {authors: [{family: L, orcid: 12}]}", "an ORCID must look like"),
    ("release: {home: XX}", "not an ISO 3166-1 country code"),
    ("release: {hierarchies: {country: no.yaml}}", "there is no file `no.yaml`"),
    ("release: {sensitive: [{column: a, bands: [3, 1]}]}", "ascending order"),
  ])
  func `evoke check knows what may stand below release`(release: String, message: String) {
    #expect(problems(release).contains(message), "\(problems(release))")
  }

  @Test func `a study states what is released`() throws {
    let text = """
      release:
        licence: CC-BY-4.0
        authors: [{ given: Ada, family: Lovelace, orcid: 0000-0002-1825-0097 }]
        withheld: [country]
        home: DE
        sensitive: [emotion, { column: panas_default_negative_affect, bands: [10, 50] }]
      """
    let study = try StudyDefinition.load(
      from: FilesInMemory.template(replacing: "quota: 8", with: "quota: 8\n\(text)")
    ).study
    let rules = try #require(study.release)
    #expect(rules.description.title == study.title)
    #expect(rules.description.authors[0].sortedName == "Lovelace, Ada")
    #expect(rules.withheld == ["country"])
    #expect(rules.sensitive?.last?.bands == [10, 50])
  }
}
