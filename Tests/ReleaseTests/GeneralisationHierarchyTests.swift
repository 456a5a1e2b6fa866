import Resources
import Study
import Testing
import TextFormats

@testable import Release

@Suite struct GeneralisationHierarchyTests {
  @Test func `every hierarchy that Evoke brings can be read`() {
    for name in BundledFile.names(in: "hierarchies/") {
      #expect(throws: Never.self) {
        _ = try GeneralisationHierarchy(
          yaml: BundledFile.text("hierarchies/\(name)")!, file: name)
      }
    }
    #expect(BundledFile.names(in: "hierarchies/").count == 5)
  }

  @Test func `every country is in one region, continent, and home or elsewhere`() throws {
    let hierarchy = try #require(GeneralisationHierarchy.bundled("country"))
    let levels = hierarchy.generalisations(of: ["Germany": 3, "Kenya": 1])
    for code in Country.codes {
      let name = try #require(hierarchy.listed(code))
      for (_, generalisation) in levels.dropFirst().dropLast() {
        #expect(generalisation.label(of: name) != Generalisation.notListed, "\(name)")
      }
    }
    let region = levels[1].generalisation
    #expect(region.label(of: "Germany") == "Germany")
    #expect(region.label(of: "France") == "Rest of Western Europe")
    #expect(region.label(of: "Kenya") == "Eastern Africa")
    #expect(levels[3].generalisation.label(of: "France") == "Elsewhere")
    #expect(levels[3].generalisation.label(of: "Germany") == "Germany")
  }

  @Test(arguments: [
    ("United Kingdom", "United Kingdom"), ("GB", "United Kingdom"), ("UK", "United Kingdom"),
    ("Korea, Republic of (South Korea)", "South Korea"), ("Hong Kong", "Hong Kong"),
  ])
  func `spellings of a country are one`(text: String, name: String) throws {
    #expect(try #require(GeneralisationHierarchy.bundled("country")).listed(text) == name)
  }

  @Test(arguments: ["192.0.2.1", "a@example.org", "=1+1", "Narnia", "1990-01-01"])
  func `an answer that no list holds is not released`(text: String) throws {
    for id in ["gender", "year_of_birth", "country", "employment", "education"] {
      #expect(try #require(GeneralisationHierarchy.bundled(id)).listed(text) == nil)
    }
  }

  @Test func `bands at the ends take in their neighbours until they have their share`() throws {
    let hierarchy = try #require(GeneralisationHierarchy.bundled("year_of_birth"))
    var counts: [String: Int] = ["1930": 1, "1951": 1, "2009": 1]
    for year in 1960...1999 { counts["\(year)"] = 10 }
    let five = hierarchy.generalisations(of: counts)[1].generalisation
    #expect(five.label(of: "1930") == "1964 or earlier")
    #expect(five.label(of: "1966") == "1965 to 1969")
    #expect(five.label(of: "1995") == "1995 or later")
    #expect(five.label(of: "2009") == "1995 or later")
    for year in 1930...2009 {
      #expect(Double(five.label(of: "\(year)")) == nil)
    }
  }

  private struct Files: StudyFiles {
    func text(of path: String) -> String? { "id: siblings\nlevels: 3" }
    func displayName(of path: String) -> String { "mood/\(path)" }
  }

  @Test func `a mistake in a study's hierarchy is named with its file and place`() throws {
    let rules = try ReleaseRules(
      yaml: "hierarchies: {siblings: s.yaml}", file: "study.yaml", files: Files(), title: "Mood")
    let error = #expect(throws: DiagnosedError.self) { try rules.checkHierarchies() }
    #expect(error?.description.hasPrefix("mood/s.yaml:2:") == true)
  }
}
