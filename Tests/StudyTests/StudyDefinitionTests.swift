import Foundation
import Statistics
import Testing
import TextFormats

@testable import Study

/// A line of `study.yaml` and an attention check with what it leads to.
private func rule(_ consequence: String, id: String = "check") -> String {
  "leaving: ask\nattention: [{ id: \(id), text: Choose 5, instrument: panas, after: alert, "
    + "expect: \"5\", \(consequence) }]"
}

/// A line of `study.yaml` and an attention check on a page of its own.
private func check(
  _ place: String, options: String = "[{ value: red, label: Red }, { value: blue, label: Blue }]",
  expect: String = "blue"
) -> String {
  "leaving: ask\nattention: [{ id: check, text: Choose blue, \(place), options: \(options), "
    + "expect: \(expect) }]"
}

@Suite struct StudyDefinitionTests {
  private func diagnostics(_ files: FilesInMemory) -> [String] {
    do {
      _ = try StudyDefinition.load(from: files)
      return []
    } catch let error as DiagnosedError {
      return error.diagnostics.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func `the template is EmotionBench's design with 1,440 places`() throws {
    let study = try StudyDefinition.load(from: TemplateStudy()).study
    #expect(study.places == 1440)
    #expect(Set(study.situations.map(\.emotion)).count == 8)
    #expect(Set(study.situations.map { "\($0.emotion)/\($0.factor)" }).count == 36)
    #expect(study.situations.allSatisfy { (12...60).contains($0.wordCount) })
    #expect(Set(study.situations.map(\.text)).count == 180)
    #expect(
      study.demographics.map(\.id.name)
        == ["gender", "year_of_birth", "country", "employment", "education"])
    #expect(study.demographics.allSatisfy { $0.canDecline })
    #expect(study.screening.isEmpty)
  }

  @Test func `the template with controls speaks of ordinary situations, and leaves open the same`()
    throws
  {
    let control = TemplateStudy(.control)
    for path in ["consent.md", "debrief.md"] {
      let (text, usual) = (control.text(of: path), TemplateStudy().text(of: path))
      #expect(text != usual && text?.contains("ordinary") == true, "\(path)")
    }
    #expect(control.text(of: "debrief.md")?.contains("to imagine something unpleasant") == false)
    let warnings = try StudyDefinition.load(from: control).warnings
    #expect(
      warnings.map(\.message)
        == (try StudyDefinition.load(from: TemplateStudy()).warnings.map(\.message)))
  }

  @Test func `what the template leaves open is a warning with its place`() throws {
    let warnings = try StudyDefinition.load(from: TemplateStudy()).warnings
    #expect(warnings.contains { $0.message.contains("[your e-mail]") && $0.line > 1 })
    #expect(warnings.allSatisfy { $0.severity == .warning })
  }

  @Test(arguments: [
    ("quota: 8", "qouta: 8", "unknown key `qouta` in the study; did you mean `quota`?"),
    ("quota: 8", "quota: none", "`quota` must be a whole number from 1 to 100000"),
    ("consent: consent.md", "consent: missing.md", "there is no file `missing.md`"),
    ("panas -> imagine situation -> panas", "panas -> imagine -> panas", "`imagine` is not a step"),
    (
      "panas -> imagine situation -> panas", "panas -> panas",
      "the design has no `imagine situation`"
    ),
    (
      "panas -> imagine situation -> panas", "imagine situation -> panas",
      "no instrument is given before the situation"
    ),
    (
      "panas -> imagine situation -> panas", "pans -> imagine situation -> pans",
      "did you mean `panas`?"
    ),
    (
      "panas -> imagine situation -> panas", "panas -> imagine situation -> panas ->",
      "`` is not a step"
    ),
    ("language: en", "language: \"en\\\" onload=x\"", "is not a language tag"),
    ("title: How", "title: \"a\\0b\" #", "`title` contains a control character"),
    ("value: female", "value: prefer_not_to_say", "is reserved for"),
    ("quota: 8", "quota: 8\nquota: 9", "duplicate key `quota`"),
    ("value: female", "value: male", "two options have the same `value`"),
    ("country: true", "country: true\n    number: { min: 1, max: 2 }", "exactly one of"),
    ("youngest: 18, oldest: 100", "youngest: 100, oldest: 18", "`youngest` is above `oldest`"),
    ("leaving: ask", "leaving: sometimes", "`leaving` must be one of ask, keep, delete"),
    ("- read_too_fast", "- reads_too_fast", "an exclusion must be `failed_attention`"),
    (
      "leaving: ask", "leaving: ask\npresentation: { items: grid }",
      "`items` must be one of together, one_at_a_time"
    ),
    (
      "leaving: ask", "leaving: ask\npresentation: { skiping: true }",
      "unknown key `skiping` in `presentation`; did you mean `skipping`?"
    ),
    (
      "leaving: ask", "leaving: ask\nimagining: { vividness: true }",
      "`vividness` must be one of optional, required"
    ),
    (
      "demographics:",
      "imagining: { vividness: optional }\ndemographics:\n  - id: vividness\n"
        + "    text: Vivid?\n    number: { min: 0, max: 9 }",
      "another question of the study has the id `vividness`"
    ),
    (
      "leaving: ask", "leaving: ask\nparadata: [item_time]",
      "no measure is called `item_time`; did you mean `item_times`?"
    ),
    (
      "leaving: ask", "leaving: ask\nrecruiting: { completion_codes: { completed: ABC } }",
      "no outcome is called `completed`; did you mean `complete`?"
    ),
    (
      "leaving: ask", "leaving: ask\nrecruiting: { redirects: { complete: \"http://a.example\" } }",
      "a redirect must be an address that starts with https://"
    ),
    (
      "leaving: ask",
      "leaving: ask\nscreening: [{ id: age, text: Old enough?, options: "
        + "[{ value: yes_i_am, label: Yes }, { value: no_i_am_not, label: No }], accept: [yes] }]",
      "no option has the value `yes`"
    ),
    (
      "leaving: ask",
      "leaving: ask\nscreening: [{ id: age, text: Age?, number: { min: 0, max: 99 }, accept: [] }]",
      "error: a screening question must list the answers to `accept`"
    ),
    (
      "leaving: ask",
      "leaving: ask\nattention: [{ id: check, text: Choose 5, instrument: panas, after: allert, "
        + "expect: \"5\" }]",
      "`panas` has no item `allert`; did you mean `alert`?"
    ),
    ("leaving: ask", rule("outcome: sometimes"), "`outcome` must be one of flag, end"),
    (
      "leaving: ask", rule("completion_code: C1"),
      "`completion_code` needs `outcome: end`; add that, or leave `completion_code` out"
    ),
    (
      "leaving: ask", rule("outcome: end, redirect: \"http://a.example\""),
      "a redirect must be an address that starts with https://"
    ),
    (
      "leaving: ask",
      rule("outcome: end", id: "gender"),
      "another attention check or a question has the id `gender` already"
    ),
    (
      "leaving: ask", check("before_page: situatoin"),
      "the study has no page `situatoin`; did you mean `situation`?"
    ),
    (
      "leaving: ask", check("after_page: payment"),
      "there are consent, demographics, default, situation, evoked, debrief"
    ),
    (
      "leaving: ask", check("before_page: consent"),
      "there cannot be a check before the page `consent`"
    ),
    (
      "leaving: ask", check("after_page: debrief"),
      "there cannot be a check after the page `debrief`"
    ),
    (
      "leaving: ask", check("before_page: evoked, after_page: default"),
      "a check must be either `after` an item of an `instrument`, or on a separate page"
    ),
    ("leaving: ask", check("occasion: evoked"), "a check must be either `after` an item"),
    (
      "leaving: ask", check("before_page: evoked, instrument: panas"),
      "`instrument` is only for a check after an item"
    ),
    (
      "leaving: ask", check("instrument: panas, after: alert"),
      "`options` are only for a check on a separate page"
    ),
    (
      "leaving: ask", check("before_page: evoked", expect: "green"),
      "the check is answered by one of red, blue"
    ),
    (
      "leaving: ask", check("before_page: evoked", options: "[{ value: blue, label: Blue }]"),
      "at least two options are needed"
    ),
  ])
  func `a mistake in study.yaml is named where it stands`(old: String, new: String, message: String)
  {
    let found = diagnostics(.template(replacing: old, with: new))
    #expect(found.contains { $0.contains(message) }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("study.yaml:") && !$0.hasPrefix("study.yaml:1:1") })
  }

  @Test(arguments: [
    ("panas -> imagine situatoin -> panas", "`imagine situatoin` is not a step"),
    ("panas -> imagine situation -> pans", "no instrument is called `pans`"),
    ("panas", "the design has no `imagine situation`"),
    ("panas, panas", "the design has no `imagine situation`"),
    ("panas -> -> panas", "`` is not a step"),
    ("imagine situation", "no instrument is given before the situation"),
    ("panas -> imagine situation", "no instrument is given after the situation"),
    ("panas -> imagine situation -> panas, panas", "an instrument can be given only once before"),
    (
      "panas -> imagine situation -> imagine situation -> panas",
      "a participant imagines one situation"
    ),
  ])
  func `one mistake in the design is one error`(line: String, message: String) {
    let errors = diagnostics(
      .template(replacing: "panas -> imagine situation -> panas", with: line)
    )
    .filter { $0.contains(": error: ") }
    #expect(errors.count == 1 && errors[0].contains(message), "\(errors)")
  }

  @Test func `a rule with the code of those who complete is a warning`() throws {
    let files = FilesInMemory.template(
      replacing: "leaving: ask",
      with: rule("outcome: end, completion_code: C1")
        + "\nrecruiting: { completion_codes: { complete: C1 } }")
    let (study, warnings) = try StudyDefinition.load(from: files)
    #expect(warnings.contains { $0.message.contains("the panel cannot distinguish the two") })
    #expect(study.completion(of: .failedAttention, endedBy: "check").code == "C1")
  }

  @Test func `an end has the code of its rule, or else of its outcome`() throws {
    let files = FilesInMemory.template(
      replacing: "leaving: ask",
      with: """
        leaving: ask
        recruiting:
          completion_codes: { failed_attention: A, screened_out: S }
          redirects: { failed_attention: "https://a.example", screened_out: "https://s.example" }
        screening:
          - { id: age, text: Age?, number: { min: 0, max: 99 }, accept: ["18"] }
          - { id: sight, text: Sight?, number: { min: 0, max: 99 }, accept: ["18"], outcome: flag }
        attention:
          - { id: one, text: x, instrument: panas, after: alert, expect: "5", outcome: end,
              completion_code: ONE }
          - { id: two, text: x, instrument: panas, after: proud, expect: "5", outcome: end,
              redirect: "https://two.example" }
        """)
    let study = try StudyDefinition.load(from: files).study
    typealias End = Completion
    let outcome = End(code: "A", redirect: "https://a.example")
    #expect(study.completion(of: .failedAttention, endedBy: nil) == outcome)
    // One of the two replaces both, so that a button never says another code.
    let one = study.completion(of: .failedAttention, endedBy: "one")
    #expect(one == End(code: "ONE", redirect: nil))
    let two = study.completion(of: .failedAttention, endedBy: "two")
    #expect(two == End(code: nil, redirect: "https://two.example"))
    #expect(study.completion(of: .screenedOut, endedBy: "age").code == "S")
    // Somebody whom a rule ended and who is not shown its end keeps the other's.
    #expect(study.completion(of: .left, endedBy: "one") == End(code: nil, redirect: nil))
    #expect(study.screening.map(\.screening?.consequence.ends) == [true, false])
  }

  @Test(arguments: [(1, 1), (2, 2), (119, 60), (120, 61), (0, 0)])
  func `the least time for reading is whole seconds, none too few`(words: Int, seconds: Int) throws
  {
    let study = try StudyDefinition.load(
      from: FilesInMemory.template(
        replacing: "reading_words_per_minute: 400", with: "reading_words_per_minute: 119")
    ).study
    // 60 words / 119 seconds, rounded up.
    #expect(study.readingSeconds(words: words) == seconds)
  }

  @Test func `mistakes of every file come in one go`() {
    var files = FilesInMemory.template(replacing: "quota: 8", with: "qouta: 8")
    files.texts["situations.csv"]!.append("Anger,Driving Situations,1,negative,Twice.,Evoke\n")
    files.texts["situations.csv"]!.append("Anger,Driving Situations,x,sad,,Evoke\n")
    files.texts["instruments/panas.yaml"] = panasText().replacing("order: fixed", with: "order: no")
    let found = diagnostics(files)
    for part in [
      "qouta", "appears twice", "`situation` is `x`", "`kind` is `sad`", "`text` is empty",
      "`order` must be",
    ] {
      #expect(found.contains { $0.contains(part) }, "\(part) in \(found)")
    }
    #expect(
      found.contains { $0.hasPrefix("situations.csv:182:26: error: situation") }, "\(found)")
  }

  @Test func `a study's own instrument stands in for the one that Evoke brings`() throws {
    var files = FilesInMemory.template()
    files.texts["instruments/panas.yaml"] = panasText().replacing("\"1.0\"", with: "\"1.1\"")
    #expect(try StudyDefinition.load(from: files).study.instruments[0].version == "1.1")
  }

  @Test func `the hash changes with any file and with nothing else`() throws {
    let template = try StudyDefinition.load(from: TemplateStudy()).study
    #expect(
      try StudyDefinition.load(from: FilesInMemory.template()).study.sha256 == template.sha256)
    let changed = FilesInMemory.template("debrief.md", replacing: "\n", with: " \n")
    #expect(try StudyDefinition.load(from: changed).study.sha256 != template.sha256)
  }

  @Test func `no path leads out of the study's folder`() throws {
    let folder = StudyFolder(path: NSTemporaryDirectory())
    #expect(try folder.text(of: "../etc/passwd") == nil)
    #expect(try folder.text(of: "/etc/passwd") == nil)
    let own = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: own) }
    try "here".write(to: own.appendingPathComponent("a.md"), atomically: true, encoding: .utf8)
    for (name, target) in [("out.md", "/etc/passwd"), ("in.md", "a.md")] {
      try FileManager.default.createSymbolicLink(
        atPath: own.appendingPathComponent(name).path, withDestinationPath: target)
    }
    #expect(try StudyFolder(path: own.path).text(of: "in.md") == "here")
    let error = #expect(throws: DiagnosedError.self) {
      try StudyFolder(path: own.path).text(of: "out.md")
    }
    #expect(error?.description.contains("out.md: error: a symbolic link that leads out") == true)
  }
}

@Suite struct QuestionTests {
  private func question(_ form: Question.Form) throws -> Question {
    let study = try StudyDefinition.load(from: TemplateStudy()).study
    return study.demographics.first {
      switch ($0.form, form) {
      case (.yearOfBirth, .yearOfBirth), (.country, .country), (.choices, .choices): true
      default: false
      }
    }!
  }

  @Test func `years of birth are those of people old enough this year`() throws {
    let born = try question(.yearOfBirth(ages: 0...1))
    #expect(born.accepts("2008", year: 2026))
    #expect(!born.accepts("2009", year: 2026))
    #expect(born.accepts("1926", year: 2026))
    #expect(!born.accepts("1925", year: 2026))
    #expect(!born.accepts("02008", year: 2026))
    #expect(born.accepts(Question.declined, year: 2026))
  }

  @Test func `countries are the codes of ISO 3166`() throws {
    let country = try question(.country)
    #expect(country.accepts("GB", year: 2026))
    #expect(!country.accepts("XX", year: 2026))
    let names = Country.named(in: .english)
    #expect(names.count == 249)
    #expect(names.first { $0.code == "DE" }?.name == "Germany")
    #expect(names.map(\.name).first == "Afghanistan")
  }
}

@Suite struct TimestampTests {
  /// `date -u -d @SECONDS +%FT%TZ` of GNU coreutils 9.1.
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (951_782_400_007, "2000-02-29T00:00:00.007Z"),
    (1_795_230_600_123, "2026-11-21T03:10:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
  ])
  func `moments print as ISO 8601`(milliseconds: Int, text: String) {
    #expect(Timestamp(millisecondsSince1970: Int64(milliseconds)).description == text)
  }
}

@Suite struct MarkdownTests {
  @Test func `raw HTML and dangerous links do not pass`() {
    let html = Markdown("# Hi\n\n<script>x</script>\n\n[a](javascript:alert(1)) **b** <i>c</i>")
      .html
    #expect(html.contains("<h1>Hi</h1>"))
    #expect(html.contains("<strong>b</strong>"))
    #expect(!html.contains("<script>"))
    #expect(!html.contains("javascript:"))
  }
}

@Suite struct SeededGeneratorTests {
  /// The first outputs of SplitMix64 with seed 1234567, from Vigna's reference implementation
  /// (https://prng.di.unimi.it/splitmix64.c), as published on Rosetta Code.
  @Test func `draws are SplitMix64's`() {
    var generator = SeededGenerator(seed: 1_234_567)
    let drawn = (0..<5).map { _ in generator.next() }
    #expect(
      drawn == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }
}
