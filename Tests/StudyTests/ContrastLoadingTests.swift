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

  private func problems(_ contrasts: String) -> [String] {
    do {
      _ = try StudyDefinition.load(from: files(contrasts))
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

  @Test func `ids and groups are stated once`() {
    let twice = "  - { id: a, of: emotion=Fear, against: rest }\n"
    #expect(problems(twice + twice).contains { $0.contains("two contrasts have the id `a`") })
    #expect(
      problems(twice + twice.replacing("id: a", with: "id: b"))
        .contains { $0.contains("the contrast `a` compares the same groups") })
  }
}
