import Study
import Testing
import TextFormats

@testable import Survey

private struct TemplateWithConsent: StudyFiles {
  let consent: String

  func text(of path: String) -> String? {
    path == "consent.md" ? consent : TemplateStudy().text(of: path)
  }
  func displayName(of path: String) -> String { path }
}

/// Its consent text is the same in both languages.
private struct TemplateInTwo: StudyFiles {
  func text(of path: String) -> String? {
    switch path {
    case "consent.md", "consent.de.md": "# Before you start\n\nYou rate 10 feelings."
    case "study.yaml":
      TemplateStudy().text(of: path)?.replacing("language: en", with: "languages: [en, de]")
    default: TemplateStudy().text(of: path)
    }
  }
  func displayName(of path: String) -> String { path }
}

@Suite("What a consent text states") struct StatedInConsentTests {
  private func contradictions(_ sentence: String) throws -> [String] {
    let files = TemplateWithConsent(consent: "# Before you start\n\n" + sentence)
    let study = try StudyDefinition.load(from: files).study
    return StudyPlan(study).contradictions { "mood/\($0)" }.map(\.description)
  }

  /// The template takes about nine minutes, and PANAS has 20 feelings.
  @Test(arguments: [
    ("It takes 45 minutes.", "mood/consent.md:3:10: warning: says 45 minutes; the plan comes to"),
    ("Es dauert 2 Minuten.", "mood/consent.md:3:11: warning: says 2 Minuten; the plan comes to"),
    (
      "You rate 10 feelings.", "mood/consent.md:3:10: warning: says 10 feelings; the scales have 20"
    ),
  ])
  func `that the plan contradicts is warned of`(sentence: String, warning: String) throws {
    let found = try contradictions(sentence)
    #expect(found.count == 1 && found[0].hasPrefix(warning), "\(found)")
  }

  @Test(arguments: [
    "It takes about 9 minutes.", "It takes 5 to 10 minutes.", "You rate 20 feelings twice.",
    "We keep it for 10 years.", "",
  ])
  func `that the plan agrees with is not`(sentence: String) throws {
    #expect(try contradictions(sentence).isEmpty)
  }

  @Test func `a translation that is the same text is named by its own file`() throws {
    let study = try StudyDefinition.load(from: TemplateInTwo(), gaps: .marked).study
    let found = StudyPlan(study).contradictions { $0 }.map(\.description)
    #expect(found.count == 2)
    #expect(found.first?.hasPrefix("consent.md:3:10: warning: says 10 feelings") == true)
    #expect(found.last?.hasPrefix("consent.de.md:3:10: warning: says 10 feelings") == true)
  }

  @Test(arguments: TemplateStudy.Name.allCases)
  func `the template contradicts nothing`(name: TemplateStudy.Name) throws {
    let study = try StudyDefinition.load(from: TemplateStudy(name)).study
    #expect(StudyPlan(study).contradictions { $0 }.isEmpty)
  }
}
