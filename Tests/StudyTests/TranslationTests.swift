import Study
import Testing
import TextFormats

/// A small study in English and German. The German words are made up for the tests.
private let texts = [
  "study.yaml": """
  title: Feelings
  languages: [en, de]
  consent: consent.md
  debrief: debrief.md
  design: calm -> imagine situation -> calm
  situations: situations.csv
  quota: 2
  screening:
    - id: fluent
      text: Do you read well?
      options: [{ value: yes, label: Yes }, { value: no, label: No }]
      accept: [yes]
  demographics:
    - id: pets
      text: How many pets?
      number: { min: 0, max: 9 }
  attention:
    - { id: trap, text: Choose 1., instrument: calm, after: ease, expect: 1 }
    - id: colour
      text: Choose red.
      before_page: situation
      options: [{ value: red, label: Red }, { value: blue, label: Blue }]
      expect: red
  """,
  "study.de.yaml": """
  title: Gefühle
  screening:
    - id: fluent
      text: Lesen Sie gut?
      options: [{ value: no, label: Nein }, { value: yes, label: Ja }]
  demographics:
    - { id: pets, text: Wie viele Haustiere? }
  attention:
    - { id: trap, text: Wählen Sie 1. }
    - id: colour
      text: Wählen Sie Rot.
      options: [{ value: blue, label: Blau }, { value: red, label: Rot }]
  """,
  "consent.md": "# Consent", "consent.de.md": "# Einwilligung",
  "debrief.md": "# Thanks", "debrief.de.md": "# Danke",
  "situations.csv": """
  emotion,factor,situation,kind,text,source
  Joy,Gifts,1,positive,You get a gift.,test
  Joy,Gifts,2,positive,You give a gift.,test
  """,
  "situations.de.csv": """
  emotion,factor,situation,text
  Joy,Gifts,2,Sie schenken.
  Joy,Gifts,1,Sie werden beschenkt.
  """,
  "instruments/calm.yaml": """
  id: calm
  version: "1"
  title: Calm
  citation: Made for tests.
  licence: { terms: Free., evidence: Ours. }
  instruction: { default: How now?, evoked: How after it? }
  scales:
    - { id: two, points: [{ value: 1, label: Low }, { value: 2, label: High }] }
  items:
    - { id: ease, text: At ease, scale: two }
    - id: restless
      text: Restless
      reverse: true
      options: [{ value: 1, code: 1a, label: Some }, { value: 1, code: 1b, label: Other }]
  subscales: [{ id: calm, title: Calm, items: [ease, restless] }]
  """,
  "instruments/calm.de.yaml": """
  id: calm
  title: Ruhe
  citation: Für Tests erfunden.
  instruction: { default: Wie jetzt?, evoked: Wie danach? }
  scales:
    - { id: two, points: [{ value: 1, label: Wenig }, { value: 2, label: Viel }] }
  items:
    - id: restless
      text: Unruhig
      options: [{ code: 1b, label: Anderes }, { code: 1a, label: Etwas }]
    - { id: ease, text: Gelassen }
  """,
]

private func load(
  _ changes: [String: String?] = [:], gaps: TranslationGaps = .refused
) throws -> (study: StudyDefinition, warnings: [Diagnostic]) {
  var files = texts
  for (path, text) in changes { files[path] = text }
  return try StudyDefinition.load(from: FilesInMemory(texts: files), gaps: gaps)
}

private func replacing(_ path: String, _ old: String, _ new: String) -> [String: String?] {
  precondition(texts[path]!.contains(old))
  return [path: texts[path]!.replacing(old, with: new)]
}

private func without(_ path: String, _ changes: [String: String?] = [:]) -> [String: String?] {
  changes.merging([path: String?.none]) { _, new in new }
}

@Suite struct TranslationTests {
  @Test func `a study is read in each of its languages`() throws {
    let study = try load().study
    #expect(study.languages == [Language("en"), Language("de")])
    #expect(study.title == "Feelings")
    let german = study.inLanguage(Language("de"))
    #expect(german.language == Language("de"))
    #expect(german.title == "Gefühle")
    #expect(german.consent.source == "# Einwilligung")
    #expect(german.debrief.source == "# Danke")
    #expect(german.screening[0].text == "Lesen Sie gut?")
    guard case .choices(let choices) = german.screening[0].form else {
      Issue.record("no choices")
      return
    }
    // In the original's order, whatever the order of the translation.
    #expect(choices.map(\.value) == ["yes", "no"])
    #expect(choices.map(\.label) == ["Ja", "Nein"])
    #expect(german.screening[0].screening?.accepted == ["yes"])
    #expect(german.demographics[0].text == "Wie viele Haustiere?")
    #expect(german.attention[0].text == "Wählen Sie 1.")
    guard case .choices(let colours) = german.attention[1].question?.form else {
      Issue.record("no colours")
      return
    }
    #expect(german.attention[1].question?.text == "Wählen Sie Rot.")
    #expect(colours.map(\.value) == ["red", "blue"])
    #expect(colours.map(\.label) == ["Rot", "Blau"])
    #expect(german.situations.map(\.text) == ["Sie werden beschenkt.", "Sie schenken."])
    #expect(german.situations.map(\.key) == study.situations.map(\.key))
    #expect(study.inLanguage(Language("fr")).title == "Feelings")
  }

  @Test func `an instrument keeps its items, options and scoring in every language`() throws {
    let study = try load().study
    let english = study.instruments[0]
    let german = study.inLanguage(Language("de")).instruments[0]
    #expect(german.language == Language("de"))
    #expect(german.title == "Ruhe")
    #expect(german.citation == "Für Tests erfunden.")
    #expect(german.version == "1")
    #expect(german.instruction == [.default: "Wie jetzt?", .evoked: "Wie danach?"])
    #expect(german.items.map(\.id) == english.items.map(\.id))
    #expect(german.items.map(\.text) == ["Gelassen", "Unruhig"])
    #expect(german.items[0].options.map(\.label) == ["Wenig", "Viel"])
    #expect(german.items[1].options.map(\.code) == ["1a", "1b"])
    #expect(german.items[1].options.map(\.label) == ["Etwas", "Anderes"])
    #expect(german.items.map(\.reversed) == [false, true])
    #expect(
      german.scores(of: ["ease": 2, "restless": 1]).map(\.value)
        == english.scores(of: ["ease": 2, "restless": 1]).map(\.value))
  }

  @Test(arguments: [
    "study.de.yaml", "consent.de.md", "debrief.de.md", "situations.de.csv",
    "instruments/calm.de.yaml",
  ])
  func `a changed word of a translation is another version`(path: String) throws {
    let old = try load().study
    let new = try load([path: texts[path]! + "\n"]).study
    #expect(old.sha256 != new.sha256)
    #expect(old.inLanguage(Language("de")).sha256 == old.sha256)
    #expect(new.files.contains { $0.path == path })
  }

  @Test func `an instrument's version covers its translation alone`() throws {
    let old = try load().study
    let new = try load(replacing("instruments/calm.de.yaml", "Gelassen", "Ruhig")).study
    let german = Language("de")
    #expect(old.instruments[0].sha256 == new.instruments[0].sha256)
    #expect(
      old.inLanguage(german).instruments[0].sha256 != new.inLanguage(german).instruments[0].sha256)
    let stored = new.inLanguage(german).instruments[0]
    #expect(sha256Hex(stored.source.utf8) == stored.sha256)
    #expect(stored.source.contains("# ") && stored.source.contains("Ruhig"))
    // What is stored still defines the instrument.
    #expect(try Instrument(yaml: stored.source, file: "stored").items.count == 2)
  }

  @Test(arguments: [
    ("study.de.yaml", "title: Gefühle", "", "`title` is not translated"),
    ("study.de.yaml", "text: Lesen Sie gut?", "text: ", "`screening.fluent.text`"),
    (
      "study.de.yaml", "{ value: no, label: Nein }, ", "",
      "`screening.fluent.options.no` is not translated; the original is \"No\""
    ),
    (
      "study.de.yaml", "- { id: pets, text: Wie viele Haustiere? }", "[]",
      "`demographics.pets.text`"
    ),
    ("study.de.yaml", "{ id: trap, text: Wählen Sie 1. }", "{ id: trap }", "`attention.trap.text`"),
    (
      "study.de.yaml", "{ value: blue, label: Blau }, ", "", "`attention.colour.options.blue`"
    ),
    ("study.de.yaml", "id: pets", "id: petz", "no `petz` in `demographics`; did you mean `pets`?"),
    ("study.de.yaml", "title: G", "titel: G", "unknown key `titel`"),
    ("study.de.yaml", "title:", "quota: 9\ntitle:", "unknown key `quota`"),
    ("situations.de.csv", "Joy,Gifts,1,Sie werden beschenkt.", "", "`Joy › Gifts › 1` is not"),
    ("situations.de.csv", "Joy,Gifts,1", "Freude,Gifts,1", "no situation Freude › Gifts › 1"),
    ("situations.de.csv", "factor,situation,text", "factor,situation,txt", "unknown column `txt`"),
    ("instruments/calm.de.yaml", "default: Wie jetzt?, ", "", "`instruction.default`"),
    ("instruments/calm.de.yaml", ", { value: 2, label: Viel }", "", "`scales.two.2`"),
    ("instruments/calm.de.yaml", "{ code: 1b, label: Anderes }, ", "", "`items.restless.1b`"),
    ("instruments/calm.de.yaml", "- { id: ease, text: Gelassen }", "", "`items.ease.text`"),
    ("instruments/calm.de.yaml", "id: calm", "id: calmer", "translates `calmer`"),
    ("instruments/calm.de.yaml", "title: Ruhe", "language: fr", "the file says `fr`"),
    ("instruments/calm.de.yaml", "title: Ruhe", "subscales: []", "unknown key `subscales`"),
  ])
  func `what is not translated is named with its file and key`(
    path: String, old: String, new: String, message: String
  ) throws {
    let error = #expect(throws: DiagnosedError.self) {
      try load(replacing(path, old, new))
    }
    #expect(
      error?.diagnostics.contains { $0.file == path && $0.message.contains(message) } == true,
      "\(error?.description ?? "")")
  }

  @Test(arguments: [
    "study.de.yaml", "consent.de.md", "debrief.de.md", "situations.de.csv",
    "instruments/calm.de.yaml",
  ])
  func `a missing file is named once`(path: String) throws {
    let error = #expect(throws: DiagnosedError.self) { try load(without(path)) }
    #expect(error?.diagnostics.map(\.file) == [path])
    #expect(error?.diagnostics[0].message.hasPrefix("no such file") == true)
  }

  @Test func `the preview shows what is not translated, marked`() throws {
    var changes = replacing("study.de.yaml", "text: Lesen Sie gut?", "")
    for path in ["consent.de.md", "instruments/calm.de.yaml", "situations.de.csv"] {
      changes[path] = .some(nil)
    }
    let (study, warnings) = try load(changes, gaps: .marked)
    let german = study.inLanguage(Language("de"))
    #expect(german.screening[0].text == "⟦not in de⟧ Do you read well?")
    #expect(german.consent.source.hasPrefix("⟦not in de⟧"))
    #expect(german.instruments[0].items[0].text == "⟦not in de⟧ At ease")
    #expect(german.instruments[0].items[0].options[0].label == "⟦not in de⟧ Low")
    #expect(german.situations[0].text == "⟦not in de⟧ You get a gift.")
    #expect(german.title == "Gefühle")
    #expect(warnings.count == 4)
    #expect(study.title == "Feelings")
  }

  @Test func `an instrument in another language than the study needs a translation`() throws {
    let single = texts["study.yaml"]!.replacing("languages: [en, de]", with: "language: de")
    let study = try load(["study.yaml": single]).study
    #expect(study.languages == [Language("de")])
    #expect(study.instruments[0].items[0].text == "Gelassen")
    let error = #expect(throws: DiagnosedError.self) {
      try load(without("instruments/calm.de.yaml", ["study.yaml": single]))
    }
    #expect(error?.diagnostics.map(\.file) == ["instruments/calm.de.yaml"])
  }

  @Test(arguments: [
    ("languages: [en, de]", "languages: [de, en]\nlanguage: en", ["en", "de"]),
    ("languages: [en, de]", "language: en", ["en"]), ("languages: [en, de]", "", ["en"]),
  ])
  func `the language of the files comes first`(
    old: String, new: String, languages: [String]
  ) throws {
    let study = try load(replacing("study.yaml", old, new)).study
    #expect(study.languages.map(\.tag) == languages)
  }

  @Test(arguments: [
    ("languages: [en, en]", "twice"), ("languages: [en, d]", "not a language tag"),
    ("languages: [en, de]\nlanguage: fr", "does not list `fr`"),
    ("languages: de", "must be a list"),
  ])
  func `a mistaken list of languages is refused`(line: String, message: String) throws {
    let error = #expect(throws: DiagnosedError.self) {
      try load(replacing("study.yaml", "languages: [en, de]", line))
    }
    #expect(error?.description.contains(message) == true)
  }

  @Test(arguments: [
    (["de"], "de"), (["de-AT"], "de"), (["DE-de", "en"], "de"), (["fr", "de"], "de"),
    (["fr"], "en"),
    ([], "en"), (["en-GB", "de"], "en"), (["deu"], "en"),
  ])
  func `the language that suits a person best is found`(preferred: [String], found: String) throws {
    let study = try load().study
    #expect(study.language(for: preferred.map { Language($0) }).tag == found)
  }

  @Test(arguments: [
    ("", 0), ("one two", 2), ("It's 3 o’clock.", 3), ("您好，世界", 4), ("读 EmotionBench 的书", 4),
    ("اقرأ ببطء", 2),
  ])
  func `words are counted in every language`(text: String, words: Int) {
    #expect(wordCount(text) == words)
  }
}
