import Resources
import Study
import Testing
import TextFormats

@Suite struct ReleaseTests {
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

  @Test func `a recipe reads back as it was written`() throws {
    let recipe = ReleaseRecipe(
      k: 7, l: 2, t: 0.4, maximumSuppression: 0.07, maximumLoss: 0.5, suppression: .rows,
      time: .quarter,
      columns: [
        .init(name: "a", level: "as answered", generalisation: .asAnswered),
        .init(name: "b", level: "removed", generalisation: .removed),
        .init(name: "c", level: "10 years", generalisation: .bands(upperEnds: [-5, 3, 1990])),
        .init(
          name: "d", level: "yes: or \"no\"",
          generalisation: .groups([
            .init(label: "No", members: ["no", "null", "~", "1", "a: b", "é", "- x", "#"]),
            .init(label: "Yes, \\ all", members: ["True", " spaced ", "it's"]),
          ])),
      ])
    let text = recipe.yaml
    let back = try ReleaseRecipe(yaml: text, file: "recipe.yaml")
    // Spaces around a value are not part of it in any of Evoke's texts.
    #expect(back.yaml == text.replacing("\" spaced \"", with: "spaced"))
    #expect(back.columns[2] == recipe.columns[2])
  }

  @Test(arguments: [
    ("k: 1\ncolumns: {a: {level: removed}}", "whole number from 2"),
    ("k: 5", "names no column"),
    ("k: 5\ncolumns: {a: {level: coarse}}", "needs `bands` or `groups`"),
    ("k: 5\ncolumns: {a: {level: x, bands: [3, 1]}}", "rising order"),
    ("k: 5\ncolumns: {a: {level: x, groups: {A: [u], B: [u]}}}", "stands in two groups"),
    ("k: 5\nmax_loss: 7\ncolumns: {a: {level: removed}}", "must be a share"),
    ("k: 5\ncolumn: 1", "did you mean `columns`?"),
  ])
  func `a mistake in a recipe is named with its place`(text: String, message: String) {
    do {
      _ = try ReleaseRecipe(yaml: text, file: "recipe.yaml")
      Issue.record("\(text) was read")
    } catch {
      #expect(error.description.contains(message))
      #expect(error.description.hasPrefix("recipe.yaml:"))
    }
  }

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
    ("release: {quasi_identifiers: [gender], withheld: [gender]}", "stands once"),
    ("release: {licence: do what you like}", "no SPDX identifier"),
    ("release: {authors: [{given: Ada}]}", "a `family` name"),
    ("release: {authors: [{family: L, orcid: 12}]}", "an ORCID is written as"),
    ("release: {home: XX}", "no ISO 3166-1 country code"),
    ("release: {hierarchies: {country: no.yaml}}", "there is no file `no.yaml`"),
    ("release: {sensitive: [{column: a, bands: [3, 1]}]}", "rising order"),
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

  @Test(arguments: [
    (TimeGrain.year, "2026"), (.quarter, "2026 quarter 4"), (.month, "2026 November"),
  ])
  func `a time is as coarse as asked`(grain: TimeGrain, text: String) {
    #expect(grain.label(of: "2026-11-21T03:10:54.007Z") == text)
    #expect(TimeGrain.none.label(of: "2026-11-21T03:10:54.007Z") == nil)
    #expect(grain.label(of: "nonsense") == nil)
  }
}
