import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

/// A scale of four items, the last one reversed, on five points.
func fourItems(missing: String = "complete") throws -> Instrument {
  try Instrument(
    yaml: """
      id: four
      version: "1"
      title: Four items
      citation: Made for the tests.
      licence: { terms: free, evidence: made here }
      instruction: { default: Now?, evoked: And now? }
      scales:
        - id: agreement
          points:
            - { value: 1, label: a }
            - { value: 2, label: b }
            - { value: 3, label: c }
            - { value: 4, label: d }
            - { value: 5, label: e }
      items:
        - { id: one, text: One, scale: agreement }
        - { id: two, text: Two, scale: agreement }
        - { id: three, text: Three, scale: agreement }
        - { id: four, text: Four, scale: agreement, reverse: true }
      subscales:
        - { id: all, title: All, items: [one, two, three, four], range: [4, 20] }
      missing: \(missing)
      """, file: "four.yaml")
}

/// Scales of so many items each, in order, none reversed.
func scales(_ count: Int, of items: Int, score: String = "sum") throws -> Instrument {
  let ids = (0..<count).map { scale in (0..<items).map { "s\(scale)_\($0)" } }
  let subscales = ids.enumerated().map { number, ids in
    "  - { id: s\(number), title: S\(number), items: [\(ids.joined(separator: ", "))], "
      + "score: \(score), range: [\(score == "sum" ? "\(items), \(items * 2)" : "1, 2")] }"
  }
  return try Instrument(
    yaml: """
      id: scales
      version: "1"
      title: Scales
      citation: Made for the tests.
      licence: { terms: free, evidence: made here }
      instruction: { default: Now?, evoked: And now? }
      scales:
        - id: agreement
          points: [{ value: 1, label: a }, { value: 2, label: b }]
      items:
      \(ids.joined().map { "  - { id: \($0), text: \($0), scale: agreement }" }.joined(separator: "\n"))
      subscales:
      \(subscales.joined(separator: "\n"))
      """, file: "scales.yaml")
}

func table(
  _ instrument: Instrument, _ occasion: Occasion, _ rows: [[Double?]], from first: Int32 = 0,
  orders: [[Int]?] = []
) -> AnswerTable {
  var table = AnswerTable([instrument], occasion)
  for (index, answers) in rows.enumerated() {
    table.addRow(
      respondent: first + Int32(index), order: index < orders.count ? orders[index] : nil)
    for (column, answer) in answers.enumerated() {
      table.setAnswer(answer, row: index, column: column)
    }
  }
  return table
}

@Suite("The reliability of a study") struct ReliabilityTests {
  static let before: [[Double?]] = [
    [1, 2, 1, 5], [2, 2, 3, 4], [4, 5, 4, 1], [3, 3, 4, 3], [5, 4, 5, 2], [2, 1, 2, 4],
  ]
  static let after: [[Double?]] = [
    [2, 2, 2, 4], [1, 2, 2, 5], [5, 5, 3, 1], [3, 4, 4, 2], [3, 4, 5, 1], [2, 3, 1, 3],
  ]

  @Test("takes items as they are keyed")
  func keyed() throws {
    let four = try fourItems()
    let reliability = Reliability(
      Respondents.made(
        count: 6, answers: [table(four, .default, Self.before), table(four, .evoked, Self.after)]))
    #expect(reliability.rows.map(\.occasion) == [.default, .evoked])
    let columns = (0..<4).map { item in
      Self.before.map { item == 3 ? 6 - $0[item]! : $0[item]! }
    }
    #expect(reliability.rows[0].consistency == InternalConsistency(columns))
    #expect(try #require(reliability.rows[0].consistency.alpha) > 0.9)
    #expect(reliability.rows[0].items == ["one", "two", "three", "four"])
    #expect(reliability.changes.map(\.n) == [6])
    #expect(reliability.stability.isEmpty)
  }

  @Test("gives SDs in the unit of the scores: R's of row means, for a scale scored by the mean")
  func unit() throws {
    let file = try Repository.references("psychometrics")["change"]
    func rows(_ key: String) -> [[Double?]] {
      file[key].list?.map { $0.list?.map(\.number) ?? [] } ?? []
    }
    let (before, after) = (rows("before"), rows("after"))
    let means = try scales(1, of: 3, score: "mean")
    let change = Reliability(
      Respondents.made(
        count: before.count,
        answers: [table(means, .default, before), table(means, .evoked, after)])
    ).changes[0]
    for (found, expected) in zip(
      [change.sd.default, change.sd.evoked, change.sd.change], file["sd_of_means"].numbers ?? [])
    {
      #expect(agree(found, expected))
    }
    #expect(agree(change.correlation, file["r"].number))
    #expect(agree(change.reliability, file["reliability"].number))
  }

  private func readings(_ before: [[Double?]]) throws -> [String] {
    ReliabilityReport(
      Reliability(
        Respondents.made(
          count: before.count, answers: [table(try fourItems(), .default, before)])),
      source: Provenance(path: "made", sha256: nil, participants: before.count), isRun: false
    ).readings.map(\.plain)
  }

  @Test("says what alpha means, and why there is none")
  func plainWords() throws {
    #expect(
      try readings(Self.before)[0].contains("on another set of 4 such items"))
    // The second item is the first one turned round.
    let wrong = Self.before.map { [$0[0], 6 - $0[0]!, 3, 6 - $0[1]!] }
    #expect(try readings(wrong)[0].contains("A negative α means"))
    #expect(
      try readings([Self.before[0]])[0].hasSuffix("fewer than two participants have every answer."))
    #expect(
      try readings([[2, 2, 2, 2], [2, 2, 2, 2]])[0].hasSuffix(
        "answers or their sums do not differ."))
  }

  private func readings(ofChange before: [[Double?]], _ after: [[Double?]]) throws -> String {
    let four = try fourItems()
    return ReliabilityReport(
      Reliability(
        Respondents.made(
          count: before.count,
          answers: [table(four, .default, before), table(four, .evoked, after)])),
      source: Provenance(path: "made", sha256: nil, participants: before.count), isRun: false
    ).readings[1].plain
  }

  @Test("states shares of the variance of change only if there are people enough for them")
  func shares() throws {
    // Two people, whose items change as one or nearly so.
    for first in [[1, 2, 1, 5], [2, 2, 1, 5]] as [[Double?]] {
      let two = try readings(ofChange: [[1, 2, 1, 5], [2, 1, 2, 4]], [first, [5, 4, 5, 1]])
      #expect(two.contains("variance and measurement error with any certainty ("), "\(two)")
      // At α = 1 an interval has no width, so there is none.
      #expect(two.contains(", 95% CI [") == (first[0] == 2) && two.contains("n = 2"), "\(two)")
    }
    // Items that change by the same amounts, ± 1 at times.
    let many = (0..<200).map { person -> (before: [Double?], after: [Double?]) in
      let start = 2 + Double(person % 3 - 1)
      let change = Double(person / 3 % 3) - 1
      func answers(_ base: Double, _ odd: Int) -> [Double?] {
        (0..<4).map { item in
          let answer = base + (person % 11 == item + odd ? 1 : 0)
          return item == 3 ? 6 - answer : answer
        }
      }
      return (answers(start + 1, 0), answers(start + 1 + change, 4))
    }
    let some = try readings(ofChange: many.map(\.before), many.map(\.after))
    #expect(some.hasPrefix("An estimated "), "\(some)")
    #expect(some.contains(", 95% CI [.") && some.contains("n = 200"), "\(some)")
  }

  @Test("leaves out whoever lacks an answer, counts them, and pairs those who are left")
  func incomplete() throws {
    let four = try fourItems()
    var before = Self.before
    before[1][2] = nil
    var after = Self.after
    after[4][0] = nil
    let reliability = Reliability(
      Respondents.made(
        count: 6, answers: [table(four, .default, before), table(four, .evoked, after)]))
    #expect(reliability.rows.map(\.consistency.n) == [5, 5])
    #expect(reliability.rows.map(\.missing.incomplete) == [1, 1])
    #expect(reliability.rows.map(\.missing.prorated) == [0, 0])
    #expect(reliability.rows[0].missing.withProrated == nil)
    #expect(reliability.changes[0].n == 4)
    let kept = [0, 2, 3, 5]
    let alone = Reliability(
      Respondents.made(
        count: 4,
        answers: [
          table(four, .default, kept.map { before[$0] }),
          table(four, .evoked, kept.map { after[$0] }),
        ]))
    #expect(reliability.changes[0].reliability == alone.changes[0].reliability)
    #expect(reliability.changes[0].alphaOfItemChanges == alone.changes[0].alphaOfItemChanges)
  }

  @Test("sets the prorated beside the complete where the instrument prorates")
  func prorated() throws {
    let four = try fourItems(missing: "{ prorate: 0.75 }")
    var before = Self.before
    before[1] = [2, 2, nil, 5]
    before[3] = [3, nil, nil, 3]
    before[5] = [nil, nil, nil, nil]
    let row = Reliability(
      Respondents.made(
        count: 6, answers: [table(four, .default, before)])
    ).rows[0]
    #expect(row.consistency.n == 3)
    #expect(row.missing.incomplete == 3)
    #expect(row.missing.prorated == 1)
    // The mean of 2, 2 and 6 - 5 stands for the third answer.
    var filled = [before[0], [2, 2, 5.0 / 3, 5], before[2], before[4]].map { $0.map { $0! } }
    for index in filled.indices { filled[index][3] = 6 - filled[index][3] }
    #expect(
      row.missing.withProrated
        == InternalConsistency((0..<4).map { item in filled.map { $0[item] } }))
    #expect(row.missing.scores.n == 3)
    #expect(agree(row.missing.scoresWithProrated?.mean, (5.0 + 20.0 / 3 + 18 + 18) / 4))
  }

  @Test("of a run says how far repetitions and item orders agree")
  func stability() throws {
    let four = try fourItems()
    let reversed = [3, 2, 1, 0]
    // Two situations of four repetitions, half of them in another order; two default ones.
    let rows: [[Double?]] = [
      [1, 1, 2, 5], [1, 2, 1, 5], [2, 1, 1, 4], [1, 1, 1, 5], [4, 5, 5, 1], [5, 5, 4, 1],
      [4, 4, 5, 2], [5, 5, 5, 1],
    ]
    let orders: [[Int]?] = [nil, nil, reversed, reversed, nil, nil, reversed, reversed]
    let answers = Respondents.made(
      .model, count: 10, situations: [0, 0, 1, 1, 1, 1, 2, 2, 2, 2],
      answers: [
        table(four, .default, [[3, 3, 2, 3], [3, 3, 3, 3]], orders: [nil, reversed]),
        table(four, .evoked, rows, from: 2, orders: orders),
      ])
    let stable = try #require(Reliability(answers).stability.first)
    #expect(stable.orders == 2)
    #expect(stable.default.n == 2)
    #expect(stable.default.mean == 11.5)
    // One score an order: it cannot be told whether they differ.
    #expect(stable.defaultByOrder == nil)
    let scores: [[Double]] = [[5, 5, 6, 4], [19, 19, 17, 20]]
    #expect(stable.situations == IntraclassCorrelation.oneWay(scores))
    #expect(stable.acrossOrders == IntraclassCorrelation.twoWay([[5, 5], [19, 18.5]]))
    // Pooled: √((2 + 4.75)/6).
    #expect(agree(stable.sdWithinSituations, (6.75 / 6).squareRoot()))
    #expect(stable.items?.targets == 4)
    #expect(stable.items?.k == 2)
  }

  private func reading(
    _ before: [[Double?]], _ after: [[Double?]], isRun: Bool = false
  ) throws -> String {
    let four = try fourItems()
    return ReliabilityReport(
      Reliability(
        Respondents.made(
          count: before.count,
          answers: [table(four, .default, before), table(four, .evoked, after)]
        )), source: Provenance(path: "made", sha256: nil, participants: before.count), isRun: isRun
    ).document.text().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("names the occasion whose α is negative or whose interval reaches 0")
  func occasions() throws {
    let wrong = Self.before.map { [$0[0], 6 - $0[0]!, 3, 6 - $0[1]!] }
    #expect(
      try reading(Self.before, wrong).contains("The negative α after the situation means that"))
    // Keyed, α = .68 and Feldt's interval [-.34, .96] (SciPy 1.17.1, stats.f.ppf).
    let weak: [[Double?]] = [
      [1, 2, 1, 4], [2, 1, 3, 4], [3, 3, 2, 3], [2, 3, 3, 4], [4, 2, 3, 2],
    ]
    let strong = Array(Self.before.prefix(5))
    #expect(
      try reading(strong, weak).contains("The interval after the situation reaches down to 0"))
    #expect(try reading(weak, weak).contains("Both intervals reach down to 0 or below"))
  }

  @Test("has no interval of α = 1, and says that repetitions are not independent")
  func certain() throws {
    let alike: [[Double?]] = [1, 2, 4, 5, 3].map { [$0, $0, $0, 6 - $0] }
    let text = try reading(alike, alike)
    #expect(text.contains("1.00") && !text.contains("[1.00, 1.00]"), "\(text)")
    #expect(!text.contains("intervals of α are too narrow"))
    let run = try reading(Self.before, Self.after, isRun: true)
    #expect(run.contains("so the intervals of α are too narrow"))
  }

  @Test("says that repetitions never differed instead of dividing a variance")
  func undivided() throws {
    let rows: [[Double?]] = [[1, 2, 1, 4], [1, 2, 1, 4], [4, 3, 4, 3], [4, 3, 4, 3]]
    let run = Respondents.made(
      .model, count: 4, situations: [1, 1, 2, 2], answers: [table(try fourItems(), .evoked, rows)])
    let text = ReliabilityReport(
      Reliability(run), source: Provenance(path: "run", sha256: nil, participants: 4), isRun: true
    ).readings.last!.plain
    #expect(text.contains("all of their variance lies between situations, because"), "\(text)")
    #expect(!text.contains("100%") && !text.contains("the rest"))
  }

  @Test("of a run is called after the interval of its ICC, not after the estimate")
  func bands() throws {
    // Scores 6 and 8, 9 and 8, 12 and 14. psych::ICC(…, lmer = FALSE): ICC1 .86, interval −.10 to 1.00.
    let rows: [[Double?]] = [
      [1, 2, 1, 4], [2, 2, 2, 4], [2, 3, 2, 4], [2, 2, 2, 4], [3, 3, 3, 3], [4, 3, 4, 3],
    ]
    let run = Respondents.made(
      .model, count: 6, situations: [1, 1, 2, 2, 3, 3],
      answers: [table(try fourItems(), .evoked, rows)])
    let text = ReliabilityReport(
      Reliability(run), source: Provenance(path: "run", sha256: nil, participants: 6), isRun: true
    ).readings.last!.plain
    #expect(text.contains("is between poor and excellent by its 95% interval"), "\(text)")
    #expect(text.contains("ICC(1,1) = .86, 95% CI [−.10, 1.00]"), "\(text)")
  }

  @Test("of a run with one order has no agreement across orders")
  func oneOrder() throws {
    let four = try fourItems()
    let answers = Respondents.made(
      .model, count: 6, situations: [1, 1, 1, 2, 2, 2],
      answers: [table(four, .evoked, Self.after)])
    let stable = try #require(Reliability(answers).stability.first)
    #expect(stable.orders == 1)
    #expect(stable.acrossOrders == nil)
    #expect(stable.default.n == 0)
    #expect(stable.situations != nil)
  }

  @Test("is written without a NaN, also where nothing can be told", arguments: [0, 1, 2])
  func degenerate(_ count: Int) throws {
    let four = try fourItems()
    for kind in [RespondentKind.human, .model] {
      let answers = Respondents.made(
        kind, count: count,
        answers: [
          table(four, .default, Array(repeating: [3, 3, 3, 3], count: count)),
          table(four, .evoked, Array(repeating: [3, 3, 3, 3], count: count)),
        ])
      let report = ReliabilityReport(
        Reliability(answers),
        source: Provenance(path: "x", sha256: nil, participants: count), isRun: kind == .model,
        showsItems: true)
      let document = report.document
      let texts = [
        report.json(version: "1").description, report.csv, document.text(), document.markdown,
        document.latex, document.html,
      ]
      for text in texts { #expect(!text.lowercased().contains("nan")) }
      #expect(report.readings.isEmpty == (count == 0))
    }
  }
}
