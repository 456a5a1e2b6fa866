import Foundation
import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics
@testable import TextFormats

/// Twelve people in two factors; two of them answered alike before and after.
private func crowd() -> Crowd {
  let places = [("Fear", "Dark", 1), ("Joy", "Light", 1)].map {
    Crowd.Place(
      situation: SituationKey(emotion: $0.0, factor: $0.1, index: $0.2), factorIndex: 1)
  }
  let before: [Double] = [10, 12, 14, 11, 13, 15, 20, 22, 24, 21, 23, 25]
  let after: [Double] = [15, 12, 20, 13, 19, 18, 20, 26, 23, 29, 22, 30]
  let genders = ["f", "m", "f", "m", "f", "m", "f", "m", "f", "m", "f", nil]
  return Crowd(
    places: places,
    columns: [
      Crowd.Column(
        instrument: "panas", subscale: "positive_affect", title: "Positive Affect",
        respondent: (0..<12).map(Int32.init), place: (0..<12).map { $0 < 6 ? 0 : 1 },
        default: before, evoked: after)
    ], participants: 12,
    respondents: (0..<12).map { index in
      var answers = ["year_of_birth": "\(1950 + index * 5)"]
      answers["gender"] = genders[index]
      return Crowd.Respondent(
        answers: answers, year: 2023, seconds: Double(60 + index),
        failedAttention: index == 3 ? true : index == 4 ? nil : false,
        readTooFast: false, answeredIdentically: before[index] == after[index])
    })
}

@Suite struct ExclusionTests {
  @Test func `each rule is counted, and who is left out by several is left out once`() {
    let rules: [StudyDefinition.ExclusionRule] = [
      .identicalAnswers, .failedAttention, .secondsBelow(62), .readTooFast,
    ]
    let exclusion = Exclusion(rules, of: crowd())
    #expect(exclusion.counts.map(\.leftOut) == [2, 1, 2, 0])
    #expect(exclusion.counts.map(\.unknown) == [0, 1, 0, 0])
    #expect(exclusion.leftOut == [0, 1, 3, 6])
  }

  @Test func `a crowd without some people is the crowd of the others`() {
    let kept = crowd().without([0, 1, 3, 6])
    #expect(kept.participants == 8)
    #expect(kept.columns[0].default == [14, 13, 15, 22, 24, 21, 23, 25])
    #expect(kept.columns[0].respondent == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(kept.respondents.map(\.seconds) == [62, 64, 65, 67, 68, 69, 70, 71])
    #expect(Baseline(kept).rows[0].n == 8)
    #expect(crowd().without([]).columns[0].evoked == crowd().columns[0].evoked)
  }
}

@Suite struct DemographicBaselineTests {
  @Test(arguments: [
    (2023, "2005", "18 to 24"), (2023, "1999", "18 to 24"), (2023, "1998", "25 to 34"),
    (2023, "1959", "55 to 64"), (2023, "1958", "65 and over"), (2023, "2006", "under 18"),
  ])
  func `ages fall into bands`(year: Int, born: String, band: String) {
    let respondent = Crowd.Respondent(answers: ["year_of_birth": born], year: year)
    #expect(Attribute.age.group(of: respondent) == band)
  }

  @Test func `whoever did not say has no group`() {
    #expect(Attribute.age.group(of: Crowd.Respondent(answers: [:], year: 2023)) == nil)
    let unknownYear = Crowd.Respondent(answers: ["year_of_birth": "1990"], year: nil)
    #expect(Attribute.age.group(of: unknownYear) == nil)
    #expect(Attribute.gender.group(of: unknownYear) == nil)
  }

  @Test func `the tests between groups are R's`() throws {
    let r = try Repository.references("r")["crowd"]
    #expect(r["default"].numbers == crowd().columns[0].default)
    #expect(r["evoked"].numbers == crowd().columns[0].evoked)
    let split = DemographicBaseline(crowd(), by: .gender, alpha: 0.01)
    #expect(split.rows.map(\.position.group) == ["f", "m", "not stated"])
    #expect(split.rows.map(\.n) == [6, 5, 1])
    #expect(split.smallGroups.map(\.n) == [6, 5, 1])
    let tests = split.tests[0]
    #expect(agree(tests.anova?.f, r["anova"]["f"].number))
    #expect(agree(tests.anova?.p, r["anova"]["p"].number))
    #expect(agree(tests.welchANOVA?.f, r["welch"]["f"].number))
    #expect(agree(tests.welchANOVA?.df2, r["welch"]["df2"].number))
    #expect(agree(tests.welchANOVA?.p, r["welch"]["p"].number))
    #expect(agree(tests.kruskal?.h, r["kruskal"]["h"].number))
    #expect(agree(tests.kruskal?.significance.p, r["kruskal"]["p"].number))
    #expect(agree(tests.levene?.f, r["levene_f"].number))
    #expect(agree(tests.brownForsythe?.f, r["brown_forsythe_f"].number))
  }
}

@Suite struct TravellingBaselineTests {
  private let source = Baseline.Source(path: "here", sha256: "abc", participants: 12)

  @Test func `a baseline that was written reads back with the same figures`() throws {
    let written = Baseline(crowd())
    let text = BaselineReport(written, source: source).json(version: "1").description
    let (read, origin) = try Baseline.read(Data(text.utf8), name: "b.json")
    #expect(origin.participants == 12)
    #expect(origin.sha256 == "abc")
    #expect(BaselineReport(read, source: source).json(version: "1").description == text)
  }

  @Test(arguments: [
    ("", "not a JSON object"), ("{}", "`source` is missing"), ("[1]", "not a JSON object"),
    (
      #"{"source":{"path":"a","participants":1},"alpha":0.01,"rows":[]}"#, "has no rows"
    ),
    (
      #"{"source":{"path":"a","participants":1},"alpha":"x","rows":[]}"#,
      "unexpected value at alpha"
    ),
  ])
  func `a text that is no baseline is refused with the reason`(text: String, reason: String) {
    let error = #expect(throws: BaselineError.self) {
      try Baseline.read(Data(text.utf8), name: "b.json")
    }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func `the bootstrap adds an interval of the mean change, the same for the same seed`() {
    let plain = Baseline(crowd())
    let first = plain.bootstrapped(crowd(), replicates: 2000, seed: 7)
    let second = plain.bootstrapped(crowd(), replicates: 2000, seed: 7)
    let other = plain.bootstrapped(crowd(), replicates: 2000, seed: 8)
    #expect(first.rows.map(\.bca) == second.rows.map(\.bca))
    #expect(first.rows.map(\.bca) != other.rows.map(\.bca))
    let mean = plain.rows[0].change.description.mean!
    #expect(first.rows[0].bca.map { $0.low < mean && mean < $0.high } == true)
  }
}

@Suite struct APAParagraphTests {
  private func paragraph(_ baseline: Baseline, participants: Int) -> String {
    BaselineReport(
      baseline, source: .init(path: "here", sha256: nil, participants: participants)
    ).paragraph.plain
  }

  @Test func `the paragraph says what changed, with its test`() {
    let baseline = Baseline(crowd(), alpha: 0.05)
    let text = paragraph(baseline, participants: 12)
    #expect(
      text.hasPrefix(
        "Across 12 participants, Positive Affect was higher after the imagined situation (M = "))
    #expect(text.contains("t(11) = "))
    #expect(
      paragraph(Baseline(crowd(), alpha: 1e-9), participants: 12)
        .contains("did not change significantly at α = 1e-09: M = "))
    #expect(
      paragraph(baseline, participants: 1234)
        .hasPrefix("Across 1,234 participants, Positive Affect (n = 12) was higher"))
  }

  @Test func `the paragraph tells of one person, and of people who changed alike, without a test`()
  {
    let one = Baseline(crowd().without(Set(1..<12)))
    #expect(
      paragraph(one, participants: 1)
        == "Across 1 participant, Positive Affect was higher after the imagined situation "
        + "(M = 15.00) than before it (M = 10.00); with one participant there is no test.")
    let alike = Baseline(crowd().without(Set(0..<12).subtracting([1, 6])))
    #expect(
      paragraph(alike, participants: 2).hasSuffix(
        "did not change: M = 16.00, SD = 5.66 before and M = 16.00, SD = 5.66 after the imagined "
          + "situation; all participants changed by the same amount, so there is no t test."))
  }
}

@Suite struct SubscaleLabelsTests {
  private func labels(_ titles: [(InstrumentID, SubscaleID, String)]) -> [String] {
    let labels = SubscaleLabels(titles)
    return titles.map { labels[$0.0, $0.1] }
  }

  @Test func `initials tell subscales apart, or else numbers`() {
    #expect(
      labels([("panas", "pa", "Positive Affect"), ("panas", "na", "Negative Affect")])
        == ["PA", "NA"])
    #expect(labels([("a", "in", "Anger In"), ("a", "out", "Anger Out")]) == ["AI", "AO"])
    #expect(labels([("a", "x", "Anger"), ("a", "y", "Anxiety")]) == ["A1", "A2"])
  }

  @Test func `subscales of the same title are named with their instruments`() {
    let both: [(InstrumentID, SubscaleID, String)] = [
      ("panas", "positive", "Positive Affect"), ("short", "positive", "Positive Affect"),
    ]
    #expect(labels(both) == ["P1", "P2"])
    #expect(
      SubscaleLabels(both + both).legend.map(\.plain)
        == ["P1: Positive Affect (panas); P2: Positive Affect (short)."])
    #expect(SubscaleLabels([]).legend.isEmpty)
  }
}
