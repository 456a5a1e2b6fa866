import Foundation
import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics
@testable import TextFormats

/// Twelve people in two factors; their answers to one item are their scores, so that two of them
/// answered alike before and after.
private func crowd() throws -> Respondents {
  let situations = [Design.Cell.made("Fear"), .made("Joy")]
  let before: [Double] = [10, 12, 14, 11, 13, 15, 20, 22, 24, 21, 23, 25]
  let after: [Double] = [15, 12, 20, 13, 19, 18, 20, 26, 23, 29, 22, 30]
  let genders = ["f", "m", "f", "m", "f", "m", "f", "m", "f", "m", "f", nil]
  var attributes = Respondents.Attributes(count: 12)
  var checks = Array(repeating: Respondents.Checks.Entry(), count: 12)
  for person in 0..<12 {
    attributes["year_of_birth", person] = "\(1950 + person * 5)"
    attributes["gender", person] = genders[person]
    attributes.years[person] = 2023
    checks[person].seconds = Double(60 + person)
    checks[person].failedAttention = person == 3 ? true : person == 4 ? nil : false
    checks[person].readingSeconds = 9
    checks[person].leastReadingSeconds = 9
  }
  let plain = Respondents.made(
    situations, cells: (0..<12).map { $0 < 6 ? 0 : 1 }, default: before, evoked: after)
  let four = try fourItems()
  return Respondents(
    .human, design: plain.design, cells: (0..<12).map { $0 < 6 ? 0 : 1 }, scores: plain.scores,
    answers: [
      table(four, .default, before.map { [$0, nil, nil, nil] }),
      table(four, .evoked, after.map { [$0, nil, nil, nil] }),
    ], attributes: attributes, checks: .init(checks))
}

@Suite struct ExclusionTests {
  @Test func `each rule is counted, and who is left out by several is left out once`() throws {
    let rules: [StudyDefinition.ExclusionRule] = [
      .identicalAnswers, .failedAttention, .secondsBelow(62), .readTooFast,
    ]
    let exclusion = Exclusion(rules, of: try crowd())
    #expect(exclusion.counts.map(\.leftOut) == [2, 1, 2, 0])
    #expect(exclusion.counts.map(\.unknown) == [0, 1, 0, 0])
    #expect(exclusion.leftOut == [0, 1, 3, 6])
  }

  @Test func `a rule of the study is for those alone whom a version with it asked`() throws {
    let crowd = try crowd()
    var entries = crowd.checks!.entries
    // The first four were asked before the rule was added, the last by none.
    for person in 0..<12 { entries[person].study = person < 4 ? 0 : person < 11 ? 1 : nil }
    let versions = [
      Respondents.Checks.Version(
        try study("seconds_below: 61"), firstUsed: "2026-01-02T03:04:05.006Z"),
      .init(try study("failed_attention"), firstUsed: "2026-02-03T04:05:06.007Z"),
    ]
    let asked = Respondents(
      .human, design: crowd.design, cells: (0..<12).map { $0 < 6 ? 0 : 1 }, scores: crowd.scores,
      answers: crowd.answers, checks: .init(entries, versions: versions))
    let exclusion = Exclusion([], stated: [.failedAttention, .identicalAnswers], of: asked)
    #expect(
      exclusion.counts.map(\.rule) == [
        "failed_attention", "identical_answers", "seconds_below: 61",
      ])
    // The fourth failed, and was not told in advance; of the fifth it is not known.
    #expect(exclusion.counts.map(\.leftOut) == [0, 0, 1])
    #expect(exclusion.counts.map(\.notStated) == [5, 12, 8])
    #expect(exclusion.counts.map(\.undecided) == [["5"], [], []])
    #expect(exclusion.leftOut == [0])
    #expect(exclusion.notStatedOf[3] == ["failed_attention", "identical_answers"])
    let notes = exclusion.notes().map(\.plain)
    #expect(
      notes == [
        "failed_attention: 0 excluded, 1 could not be checked (5). Added in the version of "
          + "2026-02-03 04:05 UTC. Not stated in advance for 5 respondents, and not applied to them.",
        "identical_answers: 0 excluded. Stated in no version that asked respondents; not stated in "
          + "advance for 12 respondents, and not applied to them.",
        "seconds_below: 61: 1 excluded. Not in the version of 2026-02-03 04:05 UTC any more. Not "
          + "stated in advance for 8 respondents, and not applied to them.",
      ])
    let named = Exclusion([.failedAttention], of: asked)
    #expect(named.counts.map(\.leftOut) == [1])
    #expect(named.notes()[0].plain.hasSuffix("for 5 respondents, but applied to them."))
  }

  private func study(_ rule: String) throws -> StudyDefinition {
    try StudyDefinition.load(from: StudyOfOneRule(rule: rule)).study
  }

  @Test func `respondents without some are the others, in every column`() throws {
    let crowd = try crowd()
    let kept = crowd.without([0, 1, 3, 6])
    #expect(kept.count == 8)
    #expect((0..<8).map { kept.scores[0][.default, $0] } == [14, 13, 15, 22, 24, 21, 23, 25])
    #expect((0..<8).map { kept.cell(of: $0) } == [0, 0, 0, 1, 1, 1, 1, 1])
    #expect(kept.checks?.entries.map(\.seconds) == [62, 64, 65, 67, 68, 69, 70, 71])
    #expect(
      (0..<8).map { kept.attributes?["gender", $0] } == ["f", "f", "m", "m", "f", "m", "f", nil])
    #expect(kept.answers[1].respondents == Array(0..<8))
    #expect(kept.answers[1].given(row: 2)[0] == 18)
    #expect(Baseline(kept).rows[0].n == 8)
    let all = crowd.without([])
    #expect((0..<12).allSatisfy { all.scores[0][.evoked, $0] == crowd.scores[0][.evoked, $0] })
  }

  @Test func `a situation is read too fast by the version that asked, to the second`() {
    var entry = Respondents.Checks.Entry()
    #expect(entry.readTooFast == nil)
    entry.readingSeconds = 8.999
    #expect(entry.readTooFast == nil)
    entry.leastReadingSeconds = 9
    #expect(entry.readTooFast == true)
    entry.readingSeconds = 9
    #expect(entry.readTooFast == false)
  }
}

@Suite struct DemographicBaselineTests {
  @Test(arguments: [
    (2023, "2005", "18 to 24"), (2023, "1999", "18 to 24"), (2023, "1998", "25 to 34"),
    (2023, "1959", "55 to 64"), (2023, "1958", "65 and over"), (2023, "2006", "under 18"),
  ])
  func `ages fall into bands`(year: Int, born: String, band: String) {
    var attributes = Respondents.Attributes(count: 1)
    attributes["year_of_birth", 0] = born
    attributes.years[0] = year
    #expect(Attribute("age", of: attributes).groups(in: attributes) == [band])
  }

  @Test func `whoever did not say has no group`() {
    var attributes = Respondents.Attributes(count: 2)
    attributes.years[0] = 2023
    #expect(Attribute("age", of: attributes).groups(in: attributes) == [nil, nil])
    attributes["year_of_birth", 1] = "1990"
    #expect(Attribute("age", of: attributes).groups(in: attributes)[1] == nil)
    #expect(Attribute("gender", of: attributes).groups(in: attributes)[1] == nil)
  }

  @Test func `numbers fall into quarters, and few of them into themselves`() {
    var attributes = Respondents.Attributes(count: 9)
    attributes.forms["hours"] = .number(0...99)
    for (person, hours) in [0, 2, 3, 5, 8, 10, 12, 40].enumerated() {
      attributes["hours", person] = "\(hours)"
    }
    let hours = Attribute("hours", of: attributes)
    // R: quantile(x, c(.25, .5, .75)) is 2.75, 6.5, 10.5.
    #expect(hours.grouping == .quarters([2.75, 6.5, 10.5]))
    #expect(
      hours.groups(in: attributes) == [
        "0 to 2", "0 to 2", "3 to 5", "3 to 5", "8 to 10", "8 to 10", "12 to 40", "12 to 40", nil,
      ])
    for person in 0..<8 { attributes["hours", person] = "\(person % 3)" }
    let few = Attribute("hours", of: attributes)
    #expect(few.grouping == .answers)
    #expect(few.groups(in: attributes)[4] == "1")
  }

  @Test func `a year of birth makes ages under any name`() {
    var attributes = Respondents.Attributes(count: 1)
    attributes.years[0] = 2023
    attributes.forms["born"] = .yearOfBirth(ages: 18...99)
    attributes["born", 0] = "1990"
    for name in ["born", "age"] {
      #expect(Attribute(name, of: attributes).groups(in: attributes) == ["25 to 34"])
    }
  }

  @Test func `the tests between groups are R's`() throws {
    let r = try Repository.references("r")["crowd"]
    let crowd = try crowd()
    #expect(r["default"].numbers == (0..<12).map { crowd.scores[0][.default, $0] })
    #expect(r["evoked"].numbers == (0..<12).map { crowd.scores[0][.evoked, $0] })
    let split = DemographicBaseline(
      crowd, by: Attribute("gender", of: crowd.attributes!), alpha: 0.01)
    #expect(split.rows.map(\.group?.name) == ["f", "m", "not stated"])
    #expect(split.rows.allSatisfy { $0.levelName == "demographic" && !$0.isOverall })
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

  @Test func `a change of a third for everyone does not vary, and groups are not tested`() {
    let thirds = (0..<15).map { Double(20 + $0 % 4) / 3 }
    var attributes = Respondents.Attributes(count: 15)
    for index in 0..<15 { attributes["gender", index] = ["f", "m", "d"][index % 3] }
    let crowd = Respondents.made(
      [.made("Fear")], cells: Array(repeating: 0, count: 15), default: thirds,
      evoked: thirds.map { ($0 * 3 + 1).rounded() / 3 }, attributes: attributes)
    let row = Baseline(crowd).rows[0]
    #expect(row.change.summary.sd == 0)
    #expect(row.pairedT == nil)
    let tests = DemographicBaseline(
      crowd, by: Attribute("gender", of: attributes), alpha: 0.01
    ).tests[0]
    #expect(tests.anova == nil)
    #expect(tests.welchANOVA == nil)
    #expect(tests.kruskal == nil)
  }
}

@Suite struct TravellingBaselineTests {
  private let source = Provenance(path: "here", sha256: "abc", participants: 12)

  @Test func `a baseline that was written reads back with the same figures`() throws {
    let written = Baseline(try crowd())
    let text = BaselineReport(written, source: source).json(version: "1").description
    let (read, origin) = try Baseline.read(Data(text.utf8), name: "b.json")
    #expect(origin.participants == 12)
    #expect(origin.sha256 == "abc")
    #expect(BaselineReport(read, source: source).json(version: "1").description == text)
  }

  @Test(arguments: [
    ("", "not a JSON object"), ("{}", "missing key `source`"), ("[1]", "not a JSON object"),
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

  @Test(arguments: [
    ("alpha", "alpha", "1"), ("participants", "source.participants", "-1"),
    ("n", "rows.[0].n", "9223372036854775807"), ("n", "rows.[0].n", "-1"),
    ("sd", "rows.[0].default.sd", "-0.5"), ("n_zero", "rows.[0].wilcoxon.n_zero", "99"),
    ("p_holm", "rows.[0].p_holm", "1.5"),
  ])
  func `a figure that no baseline can have is named`(key: String, path: String, value: String)
    throws
  {
    var text = BaselineReport(Baseline(try crowd()), source: source).json(version: "1").description
    let figure = try Regex("\"\(key)\": (null|[-0-9.e]+)")
    let place = try #require(text.firstRange(of: figure))
    text.replaceSubrange(place, with: "\"\(key)\": \(value)")
    let error = #expect(throws: BaselineError.self) {
      try Baseline.read(Data(text.utf8), name: "b.json")
    }
    #expect(error?.description == "b.json: not an Evoke baseline: unexpected value at \(path)")
  }

  @Test func `the bootstrap adds an interval of the mean change, the same for the same seed`()
    throws
  {
    let crowd = try crowd()
    let plain = Baseline(crowd)
    let first = plain.bootstrapped(crowd, replicates: 2000, seed: 7)
    let second = plain.bootstrapped(crowd, replicates: 2000, seed: 7)
    let other = plain.bootstrapped(crowd, replicates: 2000, seed: 8)
    #expect(first.rows.map(\.bca) == second.rows.map(\.bca))
    #expect(first.rows.map(\.bca) != other.rows.map(\.bca))
    let mean = plain.rows[0].change.summary.mean!
    #expect(first.rows[0].bca.map { $0.low < mean && mean < $0.high } == true)
  }
}

@Suite struct APAParagraphTests {
  private func paragraph(_ baseline: Baseline, participants: Int) -> String {
    BaselineReport(
      baseline, source: .init(path: "here", sha256: nil, participants: participants)
    ).paragraph.plain
  }

  @Test func `the paragraph says what changed, with its test`() throws {
    let baseline = Baseline(try crowd(), alpha: 0.05)
    let text = paragraph(baseline, participants: 12)
    #expect(
      text.hasPrefix(
        "Across 12 participants, Positive Affect was higher after the imagined situation (M = "))
    #expect(text.contains("t(11) = "))
    #expect(
      paragraph(Baseline(try crowd(), alpha: 1e-9), participants: 12)
        .contains("did not change significantly at α = 1e-09: M = "))
    #expect(
      paragraph(baseline, participants: 1234)
        .hasPrefix("Across 1,234 participants, Positive Affect (n = 12) was higher"))
  }

  @Test func `the paragraph tells of one person, and of people who changed alike, without a test`()
    throws
  {
    let one = Baseline(try crowd().without(Set(1..<12)))
    #expect(
      paragraph(one, participants: 1)
        == "Across 1 participant, Positive Affect was higher after the imagined situation "
        + "(M = 15.00) than before it (M = 10.00); with one participant there is no test.")
    let alike = Baseline(try crowd().without(Set(0..<12).subtracting([1, 6])))
    #expect(
      paragraph(alike, participants: 2).hasSuffix(
        "did not change: M = 16.00, SD = 5.66 before and M = 16.00, SD = 5.66 after the imagined "
          + "situation; no score changed, so there is no t test."))
  }
}

@Suite struct SubscaleLabelsTests {
  private struct Figures: SubscaleFigures {
    let scale: ScoredSubscale

    init(_ instrument: InstrumentID, _ subscale: SubscaleID, _ title: String) {
      scale = ScoredSubscale(instrument: instrument, id: subscale, title: title)
    }
  }

  private func labels(_ figures: [Figures]) -> [String] {
    let labels = SubscaleLabels(figures)
    return figures.map { labels[$0.scale] }
  }

  @Test func `initials tell subscales apart, or else numbers`() {
    #expect(
      labels([.init("panas", "pa", "Positive Affect"), .init("panas", "na", "Negative Affect")])
        == ["PA", "NA"])
    #expect(
      labels([.init("a", "in", "Anger In"), .init("a", "out", "Anger Out")]) == ["AI", "AO"])
    #expect(labels([.init("a", "x", "Anger"), .init("a", "y", "Anxiety")]) == ["A1", "A2"])
  }

  @Test func `subscales of the same title are named with their instruments`() {
    let both: [Figures] = [
      .init("panas", "positive", "Positive Affect"), .init("short", "positive", "Positive Affect"),
    ]
    #expect(labels(both) == ["P1", "P2"])
    #expect(
      SubscaleLabels(both + both).legend.map(\.plain)
        == ["P1: Positive Affect (panas); P2: Positive Affect (short)."])
    #expect(SubscaleLabels([Figures]()).legend.isEmpty)
  }
}

/// EmotionBench's study with one rule.
private struct StudyOfOneRule: StudyFiles {
  let rule: String

  func text(of path: String) -> String? {
    let text = TemplateStudy().text(of: path)
    guard path == "study.yaml", let text else { return text }
    let kept = text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.hasPrefix("exclusions:") }
    return kept.joined(separator: "\n") + "\nexclusions:\n  - \(rule)\n"
  }

  func displayName(of path: String) -> String { path }
}
