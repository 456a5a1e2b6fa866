import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

/// What a judgement says must not be more than its figures show.
@Suite("The words of a judgement") struct JudgementWordsTests {
  private static func report(
    _ run: Run, against crowd: CrowdReference = JudgedRunTests.crowd, leftOut: [UnusedColumn] = [],
    _ method: Judgement.Method = .init()
  ) -> JudgementReport {
    JudgementReport(
      [
        JudgedRun(
          name: "made", path: "made.csv", sha256: nil, columns: 16, leftOut: leftOut,
          judgement: Judgement(run, against: crowd, method: method))
      ], source: Provenance(path: "crowd", sha256: nil, participants: 12))
  }

  private static func text(_ report: JudgementReport) -> String {
    report.document.text().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The scores of some situations of `JudgedRunTests.scores`.
  private static func run(_ cells: Set<Int32>, default before: [Double] = [25, 28, 31, 22]) -> Run {
    JudgedRunTests.run(
      default: before, evoked: JudgedRunTests.scores.filter { cells.contains($0.cell) })
  }

  @Test("name those of the crowd who were given the run's situations")
  func compared() throws {
    let one = Self.report(Self.run([0]))
    #expect(Self.text(one).hasPrefix("made against 3 of 12 participants"))
    #expect(Self.text(one).contains("the crowd's change (3 participants per factor)"))
    #expect(one.json(version: "1").description.contains("\"vs_crowd\": {\"n\": 3,"))
    #expect(
      Self.text(Self.report(JudgedRunTests.plain)).hasPrefix("made against 12 participants"))
    let situations = Self.report(Self.run([0, 2]), .init(unit: .situation))
    #expect(Self.text(situations).hasPrefix("made against 6 of 12 participants"))
  }

  @Test("have no g of a single person, whose SD is unknown")
  func single() throws {
    let crowd = CrowdReference(
      Baseline(.made(JudgedRunTests.cells, cells: [0], default: [28], evoked: [20])))
    let row = try #require(Judgement(Self.run([0]), against: crowd).rows.first)
    #expect(row.crowd?.people == 1 && row.change != nil)
    #expect(row.crowd?.change.effect == nil && row.crowd?.evoked.effect == nil)
    #expect(row.crowd?.changeFixedDefault.effect == nil)
  }

  @Test("have no correlation of two factors, and no kappa of a few")
  func twoFactors() throws {
    let report = Self.report(Self.run([0, 2]))
    let judgement = report.runs[0].judgement
    #expect(judgement.profiles[0].factors == 2 && judgement.profiles[0].rmse != nil)
    #expect(judgement.profiles[0].pearson == nil && judgement.profiles[0].spearman == nil)
    #expect(judgement.profiles[0].arrows == 2 && judgement.profiles[0].arrowKappa == nil)
    let text = Self.text(report)
    #expect(text.contains("over 2 factors: no r and ρ, which take three factors; RMSE = "))
    #expect(text.contains("of 2 factors; too few for Cohen's κ."))
    #expect(!text.contains("r = −1.00"))
    let all = Judgement(JudgedRunTests.plain, against: JudgedRunTests.crowd)
    #expect(all.profiles[0].pearson != nil)
  }

  @Test("say that a run without default scores is not compared")
  func noDefaults() {
    let report = Self.report(Self.run([0, 1, 2, 3], default: []))
    let text = Self.text(report)
    #expect(
      text.contains("the run has no default scores, so it has no change: nothing is compared."))
    for empty in ["0 of 0", "all 0 changes", "over 0 factors", "two of them that vary"] {
      #expect(!text.contains(empty), "\(empty)")
    }
    #expect(report.json(version: "1").description.contains("nothing is compared"))
    let single = Self.text(Self.report(Self.run([0, 1, 2, 3], default: [20])))
    #expect(single.contains("takes at least two default scores"))
  }

  @Test("count the rows without a test among those that have scores")
  func withoutTest() {
    let run = JudgedRunTests.run(default: [20, 20], evoked: [(0, 30), (0, 30)])
    let text = Self.text(Self.report(run))
    #expect(text.contains("3 of the 3 rows with scores have no test of the run's change"))
    #expect(text.contains("3 rows have no scores of the run."))
  }

  @Test("do not call columns excluded that the file lacks")
  func absent() {
    let text = Self.text(
      Self.report(
        JudgedRunTests.plain,
        leftOut: [
          .absent("a"), .init(column: "b", reason: "a cell is empty"), .absent("c"),
        ]))
    #expect(
      text.contains(
        "16 columns used. 1 column excluded: b (a cell is empty). 2 expected columns are not in the "
          + "file: a; c."))
  }

  @Test("give the range of people, and no more people than the crowd has")
  func people() throws {
    let changes = [20, 30].map { SampleSummary(n: $0, mean: 1, sd: 6) }
    // Variance 36; floor² = (36/20 + 36/30)/2 = 1.5. Four people: 36/4 + 1.5.
    let four = try #require(Closeness(rmse: (10.5).squareRoot(), changes: changes))
    #expect(four.crowdSize == 30)
    let interval = Interval(low: (1.6).squareRoot(), high: 7)
    #expect(four.cell(over: interval) == "4.0 [<1, >30]")
    #expect(
      four.words(over: interval).plain
        == "as close as the means of 4.0 people drawn at random for each factor (by the interval: "
        + "less than one person to more than 30)")
    let more = try #require(Closeness(rmse: (1.7).squareRoot(), changes: changes))
    #expect(more.cell(over: Interval(low: 1, high: (7.5).squareRoot())) == ">30 [6.0, ∞]")
    #expect(more.words(over: nil).plain.contains("than the 30 that the crowd has at most"))
  }
}

@Suite("An interval over resamples") struct ResampledTests {
  private static func resampled(_ values: [Double], estimate: Double, _ ends: (Double, Double))
    -> Resampled
  {
    Resampled(
      values: values,
      intervals: BootstrapIntervals(
        estimate: estimate, standardError: 1, percentile: Interval(low: ends.0, high: ends.1),
        bca: nil))
  }

  @Test("is not given if it misses its estimate")
  func misses() {
    let low = Self.resampled([2, 3], estimate: 1.6, (1.8, 2.6))
    #expect(low.interval == nil && low.missesEstimate)
    let good = Self.resampled([2, 3], estimate: 2, (1.8, 2.6))
    #expect(good.interval == Interval(low: 1.8, high: 2.6) && !good.missesEstimate)
    #expect(Resampled.interval(of: [1, 2, 3], around: 0) == nil)
    #expect(Resampled.interval(of: [1, 2, 3], around: 2) != nil)
  }

  @Test("of a root mean square is without what resampling adds to the square")
  func centered() {
    // The squares 1, 4 and 16 have the mean 7, which is 3 more than the estimate's square.
    let found = Self.resampled([1, 2, 4], estimate: 2, (1, 4)).centeredOnSquare()
    #expect(found.values == [0, 1, (13.0).squareRoot()])
    #expect(found.intervals?.bca == nil && found.intervals?.estimate == 2)
    #expect(agree(found.interval?.low, 0.05, within: 1e-12))
  }

  @Test("holds the RMSE of people's own answers as a run")
  func ownAnswers() throws {
    let cells = (1...12).flatMap { factor in (1...4).map { Design.Cell.made("Fear", factor, $0) } }
    let people = (0..<48).flatMap { [$0, $0, $0] }
    var state = 1
    func draw(from low: Double) -> Double {
      state = (state * 1_103_515_245 + 12345) % 2_147_483_648
      return low + Double(state / 65536 % 20)
    }
    let before = people.map { _ in draw(from: 10) }
    let after = people.map { _ in draw(from: 20) }
    let crowd = CrowdReference(
      Baseline(.made(cells, cells: people, default: before, evoked: after)))
    let run = Run(
      design: Design(cells),
      columns: [
        Run.Column(
          instrument: "panas", subscale: "positive_affect", title: "Positive Affect",
          default: before, evoked: after, cell: people.map { Int32($0) })
      ])
    let judgement = Judgement(run, against: crowd)
    let rmse = try #require(judgement.distance.rmse)
    let interval = try #require(judgement.resamples?.rmse.interval)
    #expect(rmse > 0.5)
    #expect(interval.low < rmse && rmse < interval.high)
  }
}
