import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics

/// People in two factors of Fear and Joy, in turn, with scores from 10 to 50.
private func report(_ pairs: [(Double, Double)]) -> BaselineReport {
  let crowd = Respondents.made(
    [.made("Fear"), .made("Joy")], cells: pairs.indices.map { $0 % 2 }, default: pairs.map(\.0),
    evoked: pairs.map(\.1), range: 10...50)
  let baseline = Baseline(crowd).withRobustTests(crowd).withFloorAndCeiling(crowd)
  let (rows, models) = baseline.withAncova(crowd)
  var report = BaselineReport(
    rows, source: .init(path: "here", sha256: nil, participants: pairs.count))
  (report.robust, report.floor, report.ancova) = (true, true, models)
  report.bounds = .points(2)
  return report
}

@Suite("Effect sizes, equivalence, floor and adjusted change of a baseline")
struct ChangeFiguresTests {
  private static let crowd: [(Double, Double)] = [
    (10, 14), (10, 10), (22, 25), (31, 28), (18, 24), (27, 27), (10, 19), (44, 39), (35, 41),
    (50, 50), (16, 21), (29, 30),
  ]

  @Test("each sentence says what its figures do")
  func sentences() throws {
    let report = report(Self.crowd)
    let row = try #require(report.baseline.overall.first)
    #expect(
      row.floorReading.plain
        == "Positive Affect: 25.0% before and 8.3% after the situation were at the floor (10), 8.3% "
        + "before and 8.3% after it at the ceiling (50), n = 12.")
    let ranks = row.rankReading(alpha: 0.01).plain
    #expect(ranks.contains("Wilcoxon's signed rank test is not significant at α = .01 (p = "))
    #expect(ranks.contains(", without the 3 unchanged scores, and "))
    #expect(ranks.contains("with the unchanged scores (report this one), and "))
    let dependence = row.dependenceReading(alpha: 0.01).plain
    #expect(dependence.contains("correlate at −.58, 95% CI [−.86, −.01]: "))
    #expect(dependence.contains("the correlation is not significant (α = .01, p = .049)"))
    #expect(
      row.dependenceReading(alpha: 0.05).plain
        .contains("higher default scores go with lower changes (α = .05, p = .049)"))
    #expect(dependence.contains("regression to the mean"))
    #expect(dependence.contains("scores do not vary significantly more or less after"))
    let model = try #require(report.ancova?.first { $0.level == .factor })
    // R: `anova(lm(a ~ b), lm(a ~ g + b))`.
    #expect(
      model.reading(alpha: 0.01).plain.contains(
        "the mean change differs significantly between factors (α = .01, F(1, 9) = 15.71, p = .003; "
      ))
    #expect(report.document.text().split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(
    "a change is within bounds, beyond them or neither, and one that is significant may be small")
  func equivalence() throws {
    func reading(_ changes: [Double], _ bounds: EquivalenceBounds = .points(2)) -> String {
      report(changes.map { (20, 20 + $0) }).baseline.overall[0]
        .equivalenceReading(bounds, alpha: 0.01).plain
    }
    let small = (0..<40).map { 0.5 + Double($0 % 3) }
    #expect(
      reading(small).hasPrefix(
        "Positive Affect: the mean change of 1.48 points, 90% CI [1.25, 1.70], is significantly within "
          + "±2 points (two one-sided paired t tests at α = .05, p < .001). It also differs "
          + "significantly from 0 (paired t test at α = .01)"))
    #expect(
      reading(small, .points(1)).contains(" is beyond ±1 point: its 90% interval lies outside"))
    #expect(reading([5, -6, 3, -2, 1]).contains("is not significantly within ±2 points"))
    #expect(
      reading([5, -6, 3, -2, 1]).hasSuffix(
        "neither a change nor that it is smaller than the bounds."))
    // SD of 4, -4, 4, -4 is 4.62: a half of it is 2.31.
    #expect(reading([4, -4, 4, -4], .sds(0.5)).contains("±0.5 SD of the change (±2.31 points)"))
    #expect(reading([3, 3, 3]).hasSuffix("because all participants changed by the same amount."))
    #expect(reading([3]).hasSuffix("because one participant is too few."))
  }

  @Test("rounding the changes by 0 changes nothing of what 0 is: figures of no change are 0")
  func unchanged() throws {
    let row = report([(20, 20), (30, 30), (25, 25)]).baseline.overall[0]
    #expect(row.robust?.pseudoMedian == PseudoMedian(estimate: 0, interval: nil))
    #expect(row.robust?.pseudoMedianOfNonzero == nil)
    #expect(row.wilcoxon?.rankBiserial == nil && row.robust?.rankBiserialWithZeros == nil)
    #expect(row.rankReading(alpha: 0.01).plain.contains("no score changed"))
    #expect(row.ancova?.correlation == nil)
    #expect(row.dependenceReading(alpha: 0.01).plain.contains("no score changed"))
  }

  @Test("one, two and alike participants have documents without figures that do not exist")
  func few() throws {
    for pairs in [
      [(20, 25)], [(20, 25), (30, 28)], [(20, 25), (20, 25), (20, 25)], [(10, 50), (50, 10)],
    ] as [[(Double, Double)]] {
      let report = report(pairs)
      let row = report.baseline.overall[0]
      #expect(row.ancova?.adjusted == nil)
      #expect(row.robust?.pseudoMedian.interval == nil)
      #expect(report.ancova?.allSatisfy { $0.model == nil } == true)
      #expect(report.document.text().contains("there is no model `evoked ~ factor + default`"))
      #expect(!report.document.html.contains("nan") && !report.csv.contains("nan"))
    }
  }

  @Test("sentences end as sentences do, and two participants have no correlation to speak of")
  func endings() {
    for pairs in [
      Self.crowd, Self.crowd.map { ($0.0, $0.0 + 4) }, [(20, 25), (30, 28)],
      [(20, 21), (20, 22), (20, 24), (20, 23), (20, 26), (20, 27), (20, 28)], [(10, 10), (10, 12)],
    ] as [[(Double, Double)]] {
      let row = report(pairs).baseline.overall[0]
      for text in [
        row.rankReading(alpha: 0.01), row.floorReading, row.dependenceReading(alpha: 0.01),
        row.equivalenceReading(.points(1), alpha: 0.01),
      ] {
        #expect(!text.plain.contains(",.") && !text.plain.contains("  "))
        #expect(!text.plain.contains(" ,") && text.plain.hasSuffix("."))
      }
    }
    let two = report([(20, 25), (30, 28)]).baseline.overall[0].dependenceReading(alpha: 0.01)
    #expect(two.plain.contains("2 participants are too few to say"))
    let none = report([(20, 25), (30, 36), (25, 29), (28, 33), (21, 27), (24, 28)])
    #expect(
      none.baseline.overall[0].dependenceReading(alpha: 0.01).plain
        .contains("]: the correlation is not significant (α = .01, p = ")
    )
  }

  @Test("adjusted changes of factors average to the raw ones where factors start alike")
  func alike() throws {
    let pairs = (0..<20).map { person in
      let start = Double(20 + person / 2)
      return (start, start + Double(person % 2 * 3 + person % 5))
    }
    let rows = report(pairs).baseline.rows.filter { $0.position.level == .factor }
    for row in rows {
      #expect(agree(row.ancova?.adjusted?.change, row.change.summary.mean, within: 1e-12))
    }
  }
}
