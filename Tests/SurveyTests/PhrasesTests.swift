import Study
import Survey
import Testing
import TextFormats

@Suite struct PhrasesTests {
  @Test func `Evoke speaks six languages`() {
    #expect(Phrases.all.map(\.language.tag) == ["en", "de", "fr", "es", "zh-Hans", "ar"])
    #expect(
      Phrases.all.map { Language($0.language.tag).ownName } == Phrases.all.map(\.languageName))
    #expect(Language("it").ownName == "Italiano")
  }

  @Test(arguments: [
    ("de-AT", "de"), ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"), ("AR-eg", "ar"), ("es-MX", "es"),
  ])
  func `a regional language is spoken as the language`(tag: String, spoken: String) {
    #expect(Phrases.spoken(in: Language(tag))?.language.tag == spoken)
  }

  @Test func `a language that is not spoken is not claimed`() {
    #expect(Phrases.spoken(in: Language("it")) == nil)
    #expect(Phrases.of(Language("it")).language == .english)
  }

  /// The categories of Unicode CLDR 46's plural rules, written down from its chart.
  @Test func `what is missing is counted by each language's own rules`() {
    func problems(_ tag: String, _ counts: Int...) -> [String] {
      counts.map { Phrases.of(Language(tag)).problems($0) }
    }
    #expect(
      problems("en", 1, 2) == ["One answer is still missing", "2 answers are still missing"])
    #expect(problems("de", 1, 20) == ["Eine Antwort fehlt noch", "20 Antworten fehlen noch"])
    #expect(problems("fr", 0, 1)[0] == problems("fr", 0, 1)[1])
    #expect(problems("fr", 2)[0].hasSuffix("2 réponses"))
    #expect(problems("es", 1)[0].hasPrefix("Aún falta una"))
    #expect(problems("zh-Hans", 1, 2) == ["还有 1 道题没有回答", "还有 2 道题没有回答"])
    let arabic = problems("ar", 1, 2, 3, 10, 11, 99, 100, 102, 103, 111)
    #expect(
      arabic.map { $0.contains("إجابات") }
        == [false, false, true, true, false, false, false, false, true, false])
    #expect(arabic[0] == "بقيت إجابة واحدة ناقصة")
    #expect(arabic[1] == "بقيت إجابتان ناقصتان")
  }

  @Test(arguments: [
    ("en", "Not at all", "A little"), ("de", "Gar nicht", "Ein wenig"),
    ("fr", "Pas du tout", "Un peu"), ("es", "Nada", "Un poco"), ("zh-Hans", "完全不能", "有一点"),
  ])
  func `vividness rises from none over a little`(tag: String, none: String, little: String) {
    #expect(Phrases.of(Language(tag)).answering.vividness.prefix(2) == [none, little])
  }

  /// No phrase was forgotten, and none is in another language's letters.
  @Test func `every phrase is translated`() {
    func strings(_ phrases: Phrases) -> [String: String] {
      var found = [
        "progress": phrases.progress(7), "problems": phrases.problems(7),
        "position": phrases.position(7, 20), "typeNumber": phrases.typeNumber(7, 20),
      ]
      for child in Mirror(reflecting: phrases).children {
        if let label = child.label, let text = child.value as? String { found[label] = text }
      }
      return found
    }
    let english = strings(.of(.english))
    #expect(english.count > 50)
    // Words that languages share.
    let shared: Set<String> = ["error"]
    for phrases in Phrases.all {
      let translated = strings(phrases)
      #expect(Set(translated.keys) == Set(english.keys))
      for (name, text) in translated {
        #expect(text == text.trimmingWhitespace && !text.isEmpty, "\(name)")
        guard phrases.language != .english else { continue }
        #expect(shared.contains(name) || text != english[name], "\(phrases.language) \(name)")
        let scripts: [String: ClosedRange<UInt32>] = [
          "ar": 0x600...0x6FF, "zh-Hans": 0x4E00...0x9FFF,
        ]
        if let script = scripts[phrases.language.tag] {
          #expect(text.unicodeScalars.contains { script.contains($0.value) }, "\(name): \(text)")
        }
      }
    }
  }
}
