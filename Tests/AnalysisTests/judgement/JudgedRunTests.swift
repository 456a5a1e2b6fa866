import Documents
import Foundation
import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

@Suite("A judgement") struct JudgedRunTests {
  static let cells = [
    Design.Cell.made("Fear", 1, 1), .made("Fear", 1, 2), .made("Joy", 1, 1), .made("Joy", 2, 1),
  ]

  static func run(
    default baseline: [Double], evoked: [(cell: Int32, score: Double)],
    subscale: SubscaleID = "positive_affect"
  ) -> Run {
    Run(
      design: Design(cells),
      columns: [
        Run.Column(
          instrument: "panas", subscale: subscale, title: "Positive Affect", default: baseline,
          evoked: evoked.map(\.score), cell: evoked.map(\.cell))
      ])
  }

  static let scores: [(cell: Int32, score: Double)] = [
    (0, 20), (0, 24), (0, 21), (1, 30), (1, 27), (1, 29), (2, 15), (2, 16), (2, 11), (3, 40),
    (3, 38), (3, 39),
  ]
  static let plain = run(default: [25, 28, 31, 22], evoked: scores)

  static let crowd = CrowdReference(
    Baseline(
      .made(
        cells, cells: [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3],
        default: [28, 31, 25, 30, 22, 27, 33, 29, 28, 20, 26, 24],
        evoked: [20, 26, 24, 28, 25, 19, 21, 18, 25, 27, 29, 36])))

  private func report(_ run: Run, _ method: Judgement.Method = .init()) -> JudgementReport {
    JudgementReport(
      [
        JudgedRun(
          name: "made", path: "made.csv", sha256: "00", columns: 16,
          leftOut: [.init(column: "General_test-4_order-0", reason: "not in the file")],
          judgement: Judgement(run, against: Self.crowd, method: method))
      ], source: Provenance(path: "crowd", sha256: nil, participants: 12))
  }

  @Test("has a row a position in the order of the design, of its own and of the crowd's")
  func rows() {
    let rows = Judgement(Self.plain, against: Self.crowd, method: .init(withSituations: true)).rows
    #expect(
      rows.map(\.position.level) == [
        .overall, .emotion, .factor, .situation, .situation, .emotion, .factor, .situation, .factor,
        .situation,
      ])
    #expect(rows.map(\.evoked.n) == [12, 6, 6, 3, 3, 6, 3, 3, 3, 3])
    #expect(rows.map { $0.crowd?.crowd.change.n } == [12, 6, 6, 3, 3, 6, 3, 3, 3, 3])
    #expect(rows[2].evoked == SampleSummary([20, 21, 24, 27, 29, 30]))
    #expect(rows[2].default == SampleSummary([22, 25, 28, 31]))
    #expect(rows[2].change == rows[2].evoked.mean! - 26.5)
    #expect(rows[2].crowd?.evoked.welch == TTest.welch(rows[2].evoked, rows[2].crowd!.crowd.evoked))
  }

  @Test("the order of repetitions changes no digit")
  func permuted() {
    let text = report(Self.plain).json(version: "1").description
    for shift in [1, 5, 7] {
      let evoked = (0..<12).map { Self.scores[($0 * 5 + shift) % 12] }
      let other = Self.run(default: [31, 22, 25, 28], evoked: evoked)
      #expect(report(other).json(version: "1").description == text)
    }
  }

  @Test("doubling every repetition keeps the means and narrows the errors")
  func doubled() throws {
    let other = Self.run(
      default: [25, 28, 31, 22, 25, 28, 31, 22], evoked: Self.scores + Self.scores)
    let one = Judgement(Self.plain, against: Self.crowd)
    let two = Judgement(other, against: Self.crowd)
    for (first, second) in zip(one.rows, two.rows) {
      #expect(agree(first.change, second.change, within: 1e-14))
      let before = try #require(first.crowd?.change.welch?.standardError)
      #expect(try #require(second.crowd?.change.welch?.standardError) < before)
    }
    #expect(agree(one.distance.rmse, two.distance.rmse, within: 1e-14))
    // Situations are as many as before.
    let unit = Judgement.Method(unit: .situation)
    let means = Judgement(Self.plain, against: Self.crowd, method: unit)
    let same = Judgement(other, against: Self.crowd, method: unit)
    for (first, second) in zip(means.rows, same.rows) {
      #expect(first.evoked.n == second.evoked.n)
      #expect(agree(first.evoked.sd, second.evoked.sd, within: 1e-13))
      #expect(agree(first.crowd?.evoked.welch?.p, second.crowd?.evoked.welch?.p, within: 1e-12))
    }
  }

  @Test("with situations as units takes the mean of each on both sides, paired and not")
  func situations() throws {
    let judgement = Judgement(Self.plain, against: Self.crowd, method: .init(unit: .situation))
    let row = judgement.rows[0]
    let ours = [65.0 / 3, 86.0 / 3, 14, 39]
    let evoked = [70.0 / 3, 24, 64.0 / 3, 92.0 / 3]
    let change = [70.0 / 3 - 28, 24 - 79.0 / 3, 64.0 / 3 - 30, 92.0 / 3 - 70.0 / 3]
    let default4 = SampleSummary([22, 25, 28, 31])
    let against = try #require(row.crowd)
    #expect(row.evoked.n == 4)
    #expect(
      agree(
        against.evoked.welch?.p, TTest.welch(SampleSummary(ours), SampleSummary(evoked))?.p,
        within: 1e-12))
    #expect(
      agree(
        against.change.welch?.p,
        TTest.changeOfRun(
          evoked: SampleSummary(ours), default: default4, crowdChange: SampleSummary(change))?.p,
        within: 1e-12))
    #expect(
      agree(against.evoked.paired?.p, paired(from: evoked, to: ours)?.p, within: 1e-12))
    // The mean of the paired differences less the mean default, each with its own error.
    let pairs = SampleSummary(zip(ours, change).map { $0 - $1 })
    let bySituation = try #require(against.change.paired)
    #expect(agree(bySituation.estimate, pairs.mean! - 26.5, within: 1e-12))
    #expect(
      agree(
        bySituation.standardError, (pairs.variance! / 4 + 15.0 / 4).squareRoot(), within: 1e-12))
    #expect(against.change.paired!.standardError > against.changeFixedDefault.paired!.standardError)
    #expect(
      agree(
        against.changeFixedDefault.paired?.p,
        paired(from: change, to: ours.map { $0 - 26.5 })?.p, within: 1e-12))
    // The bounds stay those of people.
    let people = try #require(Self.crowd.people("panas", "positive_affect", at: row.position))
    #expect(against.evoked.equivalence?.bounds.high == people.evoked.sd! / 2)
    #expect(row.published.fTest == nil && row.published.equalVariance == false)
    #expect(
      agree(row.published.tTest?.p, TTest.welch(SampleSummary(ours), default4)?.p, within: 1e-12))
    // One situation has no SD.
    let joy = try #require(judgement.rows.last)
    #expect(joy.evoked.n == 1 && joy.published.tTest == nil && joy.crowd?.evoked.welch == nil)
  }

  @Test("is null, never NaN, for no score, one score and scores that are all alike")
  func degenerate() throws {
    let runs: [Run] = [
      Self.run(default: [], evoked: []), Self.run(default: [20], evoked: [(0, 30)]),
      Self.run(default: [20, 20, 20], evoked: [(0, 30), (0, 30), (1, 30), (2, 30)]),
      Self.run(default: [], evoked: Self.scores), Self.run(default: [20, 21], evoked: []),
    ]
    for run in runs {
      for unit in Judgement.Unit.allCases {
        for variant in PublishedVariant.allCases {
          let report = report(run, .init(variant: variant, unit: unit))
          let text = report.json(version: "1").description
          #expect(!text.contains("nan") && !text.contains("inf"))
          #expect(!report.csv.contains("nan"))
          #expect(!report.document.text().contains("nan"))
          #expect(report.runs[0].judgement.rows.count == 6)
        }
      }
    }
    let empty = Judgement(runs[0], against: Self.crowd).rows[0]
    #expect(empty.evoked.n == 0 && empty.change == nil && empty.published.tTest == nil)
    #expect(empty.published.arrow == nil && empty.crowd?.change.welch == nil)
    #expect(Judgement(runs[0], against: Self.crowd).distance == DistanceFromCrowd([]))
    let alike = Judgement(runs[2], against: Self.crowd).rows[0]
    #expect(alike.evoked.sd == 0 && alike.published.tTest == nil)
    #expect(alike.crowd?.change.welch != nil)
    // The sign of the change is left, and no share counts it.
    let profile = Judgement(runs[2], against: Self.crowd).profiles[0]
    #expect(alike.change == 10 && alike.published.arrow == nil)
    #expect(profile.factors == 2 && profile.arrows == 0 && profile.arrowAgreement == nil)
    let words = report(runs[2]).document.text().split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(words.contains(" 10.0 — ") && words.contains("2 of 2 factors have no test"))
    #expect(words.contains("5 of the 5 rows with scores have no test of the run's change"))
  }

  @Test("has no crowd where nobody answered the situations")
  func nobody() {
    let judgement = Judgement(Self.plain, against: CrowdReference())
    #expect(judgement.rows.allSatisfy { $0.crowd == nil })
    #expect(judgement.distance.rmse == nil && judgement.distance.figures == 0)
    #expect(judgement.profiles[0].arrowAgreement == nil && judgement.profiles[0].pearson == nil)
    #expect(Self.crowd.instruments == ["panas"])
  }

  @Test("a name of 36 characters is shown whole, and a longer one without its middle")
  func longNames() {
    func title(_ name: String) -> String? {
      JudgementReport(
        [
          JudgedRun(
            name: name, path: name, sha256: nil, columns: 1, leftOut: [],
            judgement: Judgement(Self.plain, against: Self.crowd))
        ], source: Provenance(path: "crowd", sha256: nil, participants: 12)
      ).document.text().split(separator: "\n").first.map(String.init)
    }
    let (start, end) = (String(repeating: "a", count: 18), String(repeating: "z", count: 17))
    #expect(title(start + "m" + end)?.hasPrefix(start + "m" + end + " against 12") == true)
    #expect(title(start + "mm" + end)?.hasPrefix(start + "…" + end + " against 12") == true)
  }

  @Test("people in a store make a run, their default scores apart from the evoked ones")
  func store() {
    let run = Run(.made(Self.cells, cells: [0, 3], default: [20, 30], evoked: [25, 28]))
    #expect(run.design.cells == Self.cells)
    #expect(run.columns[0].default == [20, 30] && run.columns[0].evoked == [25, 28])
    #expect(Judgement(run, against: Self.crowd).rows.map(\.evoked.n) == [2, 1, 1, 1, 0, 1])
  }

  @Test("several runs stand with the closest to people first, those without figures last")
  func comparison() {
    func judged(_ name: String, _ run: Run) -> JudgedRun {
      JudgedRun(
        name: name, path: name, sha256: nil, columns: 1, leftOut: [],
        judgement: Judgement(run, against: Self.crowd))
    }
    let far = Self.run(default: [10, 11], evoked: Self.scores)
    let none = Self.run(default: [], evoked: Self.scores)
    let report = JudgementReport(
      [judged("none", none), judged("far", far), judged("near", Self.plain)],
      source: Provenance(path: "crowd", sha256: nil, participants: 12))
    #expect(report.runs.map(\.name) == ["near", "far", "none"])
    let text = report.json(version: "1").description
    #expect(text.contains(#""comparison": ["#) && text.contains(#""rank": null, "path": "none""#))
    #expect(report.csv.split(separator: "\r\n").count == 1 + 3 * 6)
    #expect(text.contains(#""rank": 2, "path": "far""#))
    let table = report.document.text()
    #expect(table.contains("3 factors, the closest first"))
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(!table.contains("Equivalence:") && text.contains("Equivalence:"))
  }

  @Test("a run is ranked among runs over the same factors alone")
  func ranks() {
    func judged(_ name: String, _ run: Run) -> JudgedRun {
      JudgedRun(
        name: name, path: name, sha256: nil, columns: 1, leftOut: [],
        judgement: Judgement(run, against: Self.crowd))
    }
    let far = Self.run(default: [10, 11], evoked: Self.scores)
    // As close as can be, but in one factor: the crowd changes by 22 / 3 in the last.
    let part = Self.run(default: [20, 21], evoked: [(3, 27), (3, 28), (3, 29)])
    let report = JudgementReport(
      [judged("part", part), judged("far", far), judged("near", Self.plain)],
      source: Provenance(path: "crowd", sha256: nil, participants: 12))
    #expect(report.comparable.map { $0.map(\.name) } == [["near", "far"], ["part"]])
    #expect(report.ranked.map(\.rank) == [1, 2, nil])
    let closest = report.runs[2].judgement.distance.rmse!
    #expect(report.runs.dropLast().allSatisfy { $0.judgement.distance.rmse! > closest })
    let text = report.document.text()
    #expect(text.contains("3 factors, the closest first") && text.contains("\n1 factor\n"))
    #expect(text.contains("part has 1 of the crowd's 4 situations"))
    let pair = JudgementReport(
      [judged("part", part), judged("near", Self.plain)],
      source: Provenance(path: "crowd", sha256: nil, participants: 12))
    #expect(pair.ranked.map(\.rank) == [nil, nil])
    #expect(!pair.document.text().contains("closest"))
  }

  @Test("a run that lacks situations is compared with the people of those it has")
  func someSituations() throws {
    let part = Self.run(default: [25, 28, 31, 22], evoked: Array(Self.scores[3...8]))
    let judgement = Judgement(part, against: Self.crowd, method: .init(withSituations: true))
    #expect(judgement.situations == (2, 4, 2))
    // The second situation of Fear and the first of Joy.
    let fear = SampleSummary([28, 25, 19])
    let both = SampleSummary([28, 25, 19, 21, 18, 25])
    let expected: [SampleSummary?] = [both, fear, fear, nil, fear]
    for (row, people) in zip(judgement.rows, expected) {
      #expect(row.crowd?.crowd.evoked.n == people?.n)
      #expect(agree(row.crowd?.crowd.evoked.mean, people?.mean, within: 1e-14))
      #expect(agree(row.crowd?.crowd.evoked.sd, people?.sd, within: 1e-14))
    }
    let changes = SampleSummary([28 - 30, 25 - 22, 19 - 27, 21 - 33, 18 - 29, 25 - 28])
    #expect(agree(judgement.rows[0].crowd?.crowd.change.sd, changes.sd, within: 1e-14))
    let means = Judgement(part, against: Self.crowd, method: .init(unit: .situation)).rows[0]
    #expect(means.crowd?.crowd.evoked == SampleSummary([24, 64.0 / 3]))
    #expect(agree(means.crowd?.evoked.equivalence?.bounds.high, both.sd! / 2, within: 1e-14))
    #expect(report(part).json(version: "1").description.contains("made has 2 of the crowd's 4 "))
    #expect(!report(Self.plain).json(version: "1").description.contains("of the crowd's"))
  }

  @Test("every test against the crowd has the logarithm of its p, which may be 0")
  func logarithms() throws {
    let welch = try #require(Judgement(Self.plain, against: Self.crowd).rows[0].crowd?.evoked.welch)
    let log = welch.log10P
    #expect(report(Self.plain).json(version: "1").description.contains("\"log10_p\": \(log)"))
    #expect(report(Self.plain).csv.contains(",evoked_welch_log10_p,"))
    #expect(report(Self.plain, .init(unit: .situation)).csv.contains(",change_paired_log10_p,"))
  }

  @Test("JSON has the keys of the contract in their order")
  func json() {
    let text = report(Self.plain).json(version: "1").description
    func stand(_ keys: [String], in text: String) -> Bool {
      var rest = text[...]
      for key in keys {
        guard let range = rest.range(of: "\"\(key)\": ") else { return false }
        rest = rest[range.upperBound...]
      }
      return true
    }
    #expect(
      stand(
        [
          "evoke", "source", "alpha", "method", "unit", "run", "path", "sha256", "columns",
          "left_out", "column", "reason", "profile", "positive_affect", "pearson", "spearman",
          "rmse", "arrows", "arrow_agreement", "arrow_kappa", "arrow_kappa_ci95", "rmse", "notes",
          "rows", "level", "emotion", "factor",
          "factor_index", "instrument", "subscale", "n", "mean", "sd", "default", "mean", "sd",
          "n", "change", "f_test", "f", "df1", "df2", "p", "equal_variance", "t_test", "t", "df",
          "p", "arrow", "vs_crowd", "evoked", "welch", "t", "df", "p", "log10_p", "hedges_g",
          "g_ci95",
          "tost_p", "change", "welch", "hedges_g", "g_ci95", "tost_p", "change_fixed_default",
          "welch", "tost_p",
        ], in: text))
    #expect(!text.contains("paired_t") && !text.contains("situation_index"))
    #expect(
      report(Self.plain, .init(unit: .situation)).json(version: "1").description
        .contains("\"paired_t\": {\"t\": "))
    #expect(
      report(Self.plain, .init(withSituations: true)).json(version: "1").description
        .contains("\"situation_index\": 2"))
  }

  @Test("the table fits eighty columns and names what is left out")
  func table() {
    for unit in Judgement.Unit.allCases {
      let report = report(Self.plain, .init(unit: unit))
      let text = report.document.text()
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("is not in the file: General_test-4_order-0."))
      #expect(report.document.markdown.contains("| Fear 1 |"))
      let lines = report.csv.split(separator: "\r\n")
      let widths = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
      #expect(Set(widths).count == 1)
    }
  }

  /// R 4.2.2: `power.t.test(n = n, sig.level = alpha, power = .8, strict = TRUE, tol = 1e-12)`.
  @Test(
    "the smallest difference that a few situations can show is R's",
    arguments: [
      (2, 0.01, 12.6784253757),
      (3, 0.01, 4.7998274411),
      (5, 0.01, 2.7444678914),
      (5, 0.05, 2.0244393394),
      (20, 0.05, 0.9091290327),
    ])
  func detectable(n: Int, alpha: Double, expected: Double) {
    func smallest(n: Double, alpha: Double) -> Double? {
      TTestPower(design: .two, alpha: alpha).detectable(n: n, power: 0.8)
    }
    #expect(agree(smallest(n: Double(n), alpha: alpha), expected, within: 1e-6))
    #expect(smallest(n: 1, alpha: alpha) == nil)
    #expect(smallest(n: Double(n), alpha: 0) == nil)
    #expect(smallest(n: Double(n), alpha: 0.9) == nil)
  }
}

private func paired(from first: [Double], to second: [Double]) -> TTest? {
  TTest.oneSample(SampleSummary(differences(from: first, to: second)))
}
