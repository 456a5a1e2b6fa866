import Testing
import TextFormats

@testable import Study

@Suite struct ContrastLoadingTests {
  /// The template with a neutral twin of a situation of Anger, and a line of contrasts.
  private func files(_ contrasts: String) -> FilesInMemory {
    var files = FilesInMemory.template(
      replacing: "leaving: ask", with: "leaving: ask\ncontrasts:\n\(contrasts)")
    files.texts["situations.csv"]! +=
      "Anger,Facing Self-Opinioned People,1,neutral,\"You sit with some people.\",test\n"
    return files
  }

  /// The same with a question that only `yes` passes, and one for a number.
  private func asking(_ contrasts: String) -> FilesInMemory {
    var files = files(contrasts)
    files.texts["study.yaml"]!.replace(
      "demographics:",
      with: """
        screening:
          - id: adult
            text: Are you 18?
            options: [{ value: "yes", label: "Yes" }, { value: "no", label: "No" }]
            accept: ["yes"]
        demographics:
          - { id: siblings, text: How many siblings have you?, number: { min: 0, max: 20 } }
        """)
    return files
  }

  private func problems(_ contrasts: String) -> [String] {
    problems(of: files(contrasts))
  }

  private func problems(of files: some StudyFiles) -> [String] {
    do {
      _ = try StudyDefinition.load(from: files)
      return []
    } catch let error as DiagnosedError {
      return error.diagnostics.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func `contrasts are read with their groups and bounds`() throws {
    let study = try StudyDefinition.load(
      from: files(
        """
          - { id: control, of: emotion=Anger, against: kind=neutral, bounds: 2 }
          - { id: fear, of: emotion=Fear, against: rest, bounds: 0.2sd }
          - { id: sexes, of: "emotion=Fear, gender=female", against: "emotion=Fear, gender=male" }
        """)
    ).study
    #expect(study.contrasts.map(\.id) == ["control", "fear", "sexes"])
    #expect(study.contrasts.map(\.bounds) == [.points(2), .sds(0.2), nil])
    #expect(study.contrasts[1].against == .rest)
    #expect(
      study.contrasts[2].groups
        == "emotion=Fear, gender=female against emotion=Fear, gender=male")
    let plain = try StudyDefinition.load(from: FilesInMemory.template()).study
    #expect(plain.contrasts.isEmpty && plain.sha256 != study.sha256)
  }

  @Test(arguments: [
    ("{ of: emotion=Anger, against: rest }", "the contrast needs `id`"),
    (
      "{ id: a, of: emotion=Angre, against: rest }",
      "no emotion is called `Angre`; did you mean `Anger`?"
    ),
    ("{ id: a, of: Anger, against: rest }", "`Anger` is not a criterion; write NAME=VALUE"),
    ("{ id: a, of: emotion=Anger, against: kind=positive }", "no situation is positive"),
    ("{ id: a, of: emotion=Anger, against: gender=female }", "a participant can be in both groups"),
    (
      "{ id: a, of: \"emotion=Fear, kind=neutral\", against: rest }",
      "no situation is in the group"
    ),
    ("{ id: a, of: kind=negative, against: kind=negative }", "a participant can be in both groups"),
    (
      "{ id: a, of: gender=femal, against: rest }",
      "`femal` is not an answer to `gender`; did you mean `female`?"
    ),
    ("{ id: a, of: language=de, against: language=en }", "nobody is asked in `de`"),
    (
      "{ id: a, of: gendr=female, against: rest }",
      "nothing is called `gendr`; did you mean `gender`?"
    ),
    ("{ id: a, of: emotion=Fear, against: rest, bounds: none }", "expected scale points above 0"),
    ("{ id: a, of: emotion=Fear, against: rest, than: 2 }", "unknown key `than` in the contrast"),
  ])
  func `what is wrong with a contrast is said with its line and column`(
    contrast: String, message: String
  ) {
    let problems = problems("  - \(contrast)")
    #expect(problems.count == 1 && problems[0].contains(message), "\(problems)")
    #expect(problems.allSatisfy { $0.contains(/^study\.yaml:\d+:\d+: error/) })
  }

  @Test(arguments: [
    (
      "siblings=-4", "rest", "`-4` is not an answer to `siblings`; answers are numbers from 0 to 20"
    ),
    ("siblings=04", "rest", "`04` is not an answer to `siblings`"),
    ("siblings=3..1", "rest", "`3..1` is not an answer to `siblings`"),
    ("siblings=0..20", "rest", "the rest would be empty"),
    ("siblings=0..3", "siblings=3..5", "a participant can be in both groups"),
    ("age=30", "rest", "`30` is not an answer to `age`; answers are 18 to 24, 25 to 34, 35 to 44"),
    ("age=banana", "rest", "`banana` is not an answer to `age`"),
    ("age=under 18", "rest", "`under 18` is not an answer to `age`"),
    ("year_of_birth=30 to 40", "rest", "`30 to 40` is not an answer to `year_of_birth`"),
    ("year_of_birth=1850", "rest", "`1850` is not an answer to `year_of_birth`"),
    ("language=en", "rest", "every participant is in the group `language=en`"),
    ("adult=yes", "rest", "every participant is in the group `adult=yes`"),
    ("adult=no", "rest", "`no` is not an answer to `adult`"),
    ("rest", "kind=neutral", "`rest` stands for everyone else"),
  ])
  func `a group that nobody can be in is refused, unless answers were collected by it`(
    of: String, against: String, message: String
  ) {
    let line = "  - { id: a, of: \"\(of)\", against: \"\(against)\" }"
    let problems = problems(of: asking(line))
    #expect(problems.count == 1 && problems[0].contains(message), "\(problems)")
    if of != "rest" { #expect(self.problems(of: Stored(files: asking(line))).isEmpty) }
  }

  @Test(arguments: [
    ("siblings=0", "rest"), ("siblings=1..3", "siblings=4..20"), ("age=25 to 34", "rest"),
    ("age=25 to 34", "age=35 to 44"), ("year_of_birth=1990", "rest"),
    ("year_of_birth=1980..1989", "year_of_birth=1990..1999"), ("country=DE", "rest"),
    ("language=en, emotion=Fear", "rest"), ("siblings=0, gender=female", "rest"),
  ])
  func `a group that somebody can be in is not`(of: String, against: String) {
    let line = "  - { id: a, of: \"\(of)\", against: \"\(against)\" }"
    #expect(problems(of: asking(line)).isEmpty)
  }

  @Test func `a position that has no situation says nothing of controls`() {
    let problems = problems(
      "  - { id: a, of: \"emotion=Fear, factor=Facing Self-Opinioned People\", against: rest }")
    #expect(problems.count == 1 && !problems[0].contains("controls"), "\(problems)")
  }

  @Test func `ids and groups are stated once`() {
    let (one, two) = ("emotion=Anger", "emotion=Fear")
    #expect(
      problems(
        "  - { id: a, of: \(one), against: \(two) }\n  - { id: b, of: \(two), against: \(one) }\n"
      ).contains { $0.contains("the contrast `a` compares the same groups") })
    let twice = "  - { id: a, of: emotion=Fear, against: rest }\n"
    #expect(problems(twice + twice).contains { $0.contains("two contrasts have the id `a`") })
    #expect(
      problems(twice + twice.replacing("id: a", with: "id: b"))
        .contains { $0.contains("the contrast `a` compares the same groups") })
  }
}

/// Files that answers are kept with.
private struct Stored: StudyFiles {
  let files: FilesInMemory
  var isStored: Bool { true }

  func text(of path: String) -> String? { files.text(of: path) }
  func displayName(of path: String) -> String { path }
}
