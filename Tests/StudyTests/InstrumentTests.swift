import Foundation
import Statistics
import Study
import Testing
import TextFormats

@Suite struct InstrumentTests {
  private func diagnostics(_ old: String, _ new: String) -> [String] {
    let text = panasText()
    precondition(text.contains(old), "PANAS has no `\(old)`")
    do throws(DiagnosedError) {
      _ = try Instrument(yaml: text.replacing(old, with: new, maxReplacements: 1), file: "p.yaml")
      return []
    } catch {
      return error.diagnostics.map(\.description)
    }
  }

  /// The key of Watson, Clark and Tellegen (1988, page 1070), as design.md restates it.
  @Test func `PANAS has the authors' twenty words, key and range`() throws {
    let panas = try Instrument(yaml: panasText(), file: "panas.yaml")
    #expect(
      panas.items.map(\.text) == [
        "Interested", "Distressed", "Excited", "Upset", "Strong", "Guilty", "Scared", "Hostile",
        "Enthusiastic", "Proud", "Irritable", "Alert", "Ashamed", "Inspired", "Nervous",
        "Determined", "Attentive", "Jittery", "Active", "Afraid",
      ])
    let positive = [1, 3, 5, 9, 10, 12, 14, 16, 17, 19]
    #expect(
      panas.subscales[0].parts.map(\.item) == positive.map { panas.items[$0 - 1].id })
    #expect(
      Set(panas.subscales[1].parts.map(\.item))
        == Set(panas.items.map(\.id)).subtracting(panas.subscales[0].parts.map(\.item)))
    #expect(panas.subscales.allSatisfy { $0.range == 10...50 })
    #expect(panas.items.allSatisfy { $0.options.map(\.value) == [1, 2, 3, 4, 5] })
  }

  @Test(
    arguments: [
      ("sum", "factor: 2", 20...100), ("mean", "factor: 1", 1...5),
      ("mean", "factor: -1", -5...(-1)),
      ("sum", "weights: [1, -1, 1, -1, 1, -1, 1, -1, 1, -1]", -20...20),
    ] as [(String, String, ClosedRange<Double>)])
  func `the range of scores follows from options, weights and factor`(
    score: String, line: String, range: ClosedRange<Double>
  ) throws {
    // Without the test vectors, which hold for PANAS's own scoring.
    let untested = String(panasText().split(separator: "\ntests:")[0])
    let text =
      untested
      .replacing("score: sum", with: "score: \(score)", maxReplacements: 1)
      .replacing("range: [10, 50]", with: line, maxReplacements: 1)
    let panas = try Instrument(yaml: text, file: "panas.yaml")
    #expect(panas.subscales[0].possibleScores(of: panas.items) == range)
    #expect(panas.subscales[1].possibleScores(of: panas.items) == 10...50)
  }

  @Test(arguments: [
    (
      "doi:", "dio:", "p.yaml:11:1: error: unknown key `dio` in the instrument; did you mean `doi`?"
    ),
    (
      "id: upset, text", "id: Upset!, text",
      "`id` is `Upset!`; an id must consist of lower-case letters, digits and underscores"
    ),
    ("id: upset, text", "id: strong, text", "the item `strong` is defined twice"),
    ("Upset, scale: extent", "Upset, scale: extend", "did you mean `extent`?"),
    (
      "strong, enthusiastic, proud, alert", "stron, enthusiastic, proud, alert",
      "did you mean `strong`?"
    ),
    (
      "items: [interested, excited", "items: [interested, interested",
      "the item `interested` counts twice in this subscale"
    ),
    ("range: [10, 50]", "range: [0, 40]", "the items and their options give 10 to 50, not 0 to 40"),
    (
      "{ value: 2, label: A little }", "{ value: 1, label: A little }",
      "two points have the code `1`"
    ),
    ("missing: complete", "missing: sometimes", "`missing` must be `complete`, or `prorate:`"),
    ("order: fixed", "order: random", "`order` must be one of fixed, shuffled"),
    (
      "scores: { positive_affect: 31, negative_affect: 29 }",
      "scores: { positive_affect: 32, negative_affect: 29 }",
      "`positive_affect` is scored 31, expected 32"
    ),
    ("id: panas\n", "", "the instrument needs `id`"),
    ("answers: [1, 2, ~, 4", "answers: [1, ~, 4", "there are 19 answers for 20 items"),
  ])
  func `a mistake is named where it stands`(old: String, new: String, message: String) {
    let found = diagnostics(old, new)
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test func `an instrument without items is refused`() throws {
    let text = panasText()
    let items = try #require(text.range(of: "items:"))
    let subscales = try #require(text.range(of: "\nsubscales:"))
    let emptied = text.replacingCharacters(
      in: items.lowerBound..<subscales.lowerBound, with: "items: []")
    let error = #expect(throws: DiagnosedError.self) {
      try Instrument(yaml: emptied, file: "p.yaml")
    }
    #expect(error?.description.contains("an instrument must have at least one item") == true)
  }

  @Test func `an instrument with an empty list of subscales is refused at its place`() throws {
    let text = panasText()
    let start = try #require(text.range(of: "\nsubscales:"))
    let line = text[..<start.lowerBound].count { $0 == "\n" } + 2
    let error = #expect(throws: DiagnosedError.self) {
      try Instrument(yaml: text[..<start.lowerBound] + "\nsubscales: []\n", file: "p.yaml")
    }
    let found = error?.diagnostics.first { $0.message.contains("at least one subscale") }
    #expect(found?.message == "an instrument must have at least one subscale")
    #expect(found?.line == line)
  }

  @Test func `all mistakes of a file are reported in one go`() {
    let text = panasText().replacing("order: fixed", with: "order: random")
      .replacing("missing: complete", with: "missing: sometimes")
      .replacing("range: [10, 50]", with: "range: [50, 10]")
    let error = #expect(throws: DiagnosedError.self) { try Instrument(yaml: text, file: "p.yaml") }
    #expect(error?.diagnostics.count == 4)
    let places = error?.diagnostics.map { [$0.line, $0.column] } ?? []
    #expect(places == places.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
    #expect(places.allSatisfy { $0[0] > 1 })
  }

  @Test func `text that is not YAML is reported with its place`() {
    let error = #expect(throws: DiagnosedError.self) {
      try Instrument(yaml: "id: panas\nitems: [a, b\n", file: "p.yaml")
    }
    #expect(error?.description.hasPrefix("p.yaml:3:1: error: not YAML") == true)
  }
}

@Suite struct ScoringTests {
  private func instrument(_ change: (String) -> String) throws -> Instrument {
    try Instrument(yaml: change(panasText()), file: "p.yaml")
  }

  private func answers(_ instrument: Instrument, _ value: Double?) -> [ItemID: Double?] {
    Dictionary(uniqueKeysWithValues: instrument.items.map { ($0.id, value) })
  }

  @Test func `a reversed item counts as smallest plus largest option minus the answer`() throws {
    let reversed = try instrument {
      $0.replacing("Interested, scale: extent", with: "Interested, scale: extent, reverse: true")
        .replacing(/tests:[\s\S]*/, with: "")
    }
    var given = answers(reversed, 1)
    #expect(reversed.scores(of: given)[0].value == 14)
    given["interested"] = 5
    #expect(reversed.scores(of: given)[0].value == 10)
  }

  @Test func `without proration one missing answer leaves no score`() throws {
    let panas = try instrument { $0 }
    var given = answers(panas, 3)
    given["alert"] = .some(nil)
    let scores = panas.scores(of: given)
    #expect(scores[0].value == nil)
    #expect(scores[0].answered == 9)
    #expect(scores[1].value == 30)
  }

  @Test func `proration puts the mean of the answered items in place of the missing ones`() throws {
    let panas = try instrument {
      $0.replacing("missing: complete", with: "missing: { prorate: 0.8 }")
        .replacing(/tests:[\s\S]*/, with: "")
    }
    var given = answers(panas, 3)
    given["interested"] = 5
    given["alert"] = .some(nil)
    given["active"] = .some(nil)
    // (5 + 7·3) / 8 · 10
    #expect(panas.scores(of: given)[0].value == 32.5)
    #expect(panas.scores(of: given)[0].isProrated)
    given["proud"] = .some(nil)
    #expect(panas.scores(of: given)[0].value == nil)
    #expect(panas.scores(of: [:]).allSatisfy { $0.value == nil && $0.answered == 0 })
  }

  @Test func `means divide by the weights and the factor comes last`() throws {
    let weighted = try instrument {
      $0.replacing(
        """
            score: sum
            items: [interested, excited, strong, enthusiastic, proud, alert, inspired, determined, attentive, active]
            range: [10, 50]
        """,
        with: """
              score: mean
              items: [interested, excited]
              weights: [3, 1]
              factor: 2
              range: [2, 10]
          """
      )
      .replacing(/norms:[\s\S]*/, with: "")
    }
    // (3·5 + 1·1) / 4 · 2
    #expect(weighted.scores(of: ["interested": 5, "excited": 1])[0].value == 8)
  }

  @Test func `equal weighted scores are equal numbers, whatever gave them`() throws {
    let weighted = try instrument {
      $0.replacing(
        """
            score: sum
            items: [interested, excited, strong, enthusiastic, proud, alert, inspired, determined, attentive, active]
            range: [10, 50]
        """,
        with: """
              score: sum
              items: [interested, excited, strong]
              weights: [0.1, 0.2, 0.3]
              range: [0.6, 3]
          """
      )
      .replacing(/norms:[\s\S]*/, with: "")
    }
    // 0.1·1 + 0.2·1 + 0.3·1 = 0.6, and 0.1·3 + 0.2·3 + 0.3·2 = 0.1·5 + 0.2·2 + 0.3·2 = 1.5.
    let score = { (answers: [ItemID: Double?]) in weighted.scores(of: answers)[0].value }
    #expect(score(["interested": 1, "excited": 1, "strong": 1]) == 0.6)
    #expect(score(["interested": 3, "excited": 3, "strong": 2]) == 1.5)
    #expect(score(["interested": 5, "excited": 2, "strong": 2]) == 1.5)
  }
}
