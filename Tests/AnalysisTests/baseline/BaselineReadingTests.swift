import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

/// People in the situations of factors, in turn, with scores from 10 to 50.
private func people(_ factors: Int, _ pairs: [(Double, Double)]) -> Respondents {
  .made(
    (1...factors).map { .made("Fear", $0) }, cells: pairs.indices.map { $0 % factors },
    default: pairs.map(\.0), evoked: pairs.map(\.1), range: 10...50)
}

private func report(
  _ pairs: [(Double, Double)], factors: Int = 1, kind: RespondentKind = .human
) -> BaselineReport {
  let people = people(factors, pairs)
  let baseline = Baseline(people).withRobustTests(people).withFloorAndCeiling(people)
  let (rows, models) = baseline.withAncova(people)
  var report = BaselineReport(
    rows, source: .init(path: "here", sha256: nil, participants: pairs.count, kind: kind))
  (report.robust, report.bayes, report.ancova) = (true, true, models)
  return report
}

@Suite("Sentences of a baseline claim no more than their figures")
struct BaselineReadingTests {
  private func ancova(_ report: BaselineReport) -> String {
    report.ancova!.first { $0.level == .factor }!.reading(alpha: 0.01).plain
  }

  @Test("participants who all change alike have no model, and one constant score no correlation")
  func constant() {
    let alike = report((0..<12).map { (25 + Double($0 % 5), 20 + Double($0 % 5)) }, factors: 3)
    #expect(ancova(alike).hasSuffix("without a remainder."))
    let starts = (0..<12).map { 25 + Double($0 % 5) }
    let ceiling = report(starts.map { ($0, 50) }, factors: 2)
    let row = ceiling.baseline.overall[0]
    #expect(row.ancova?.correlation == nil && row.ancova?.oldham == nil)
    #expect(row.dependenceReading(alpha: 0.01).plain.hasSuffix("the evoked score does not vary."))
    #expect(ancova(ceiling).hasSuffix("because the evoked score does not vary within a factor."))
    let floor = report(starts.map { (10, $0) }, factors: 2)
    #expect(floor.baseline.overall[0].ancova?.oldham == nil)
    #expect(ancova(floor).hasSuffix("because the default score does not vary within a factor."))
    let one = report([(20, 25)])
    #expect(
      one.baseline.overall[0].dependenceReading(alpha: 0.01).plain
        .hasSuffix("because one participant is too few."))
    #expect(ancova(one).hasSuffix("because 1 participant in 1 factor is too few."))
  }

  @Test("a correlation has p, the level, and a remark if its interval seems to say something else")
  func remarks() {
    let pairs: [(Double, Double)] = [
      (10, 14), (10, 10), (22, 25), (31, 28), (18, 24), (27, 27), (10, 19), (44, 39), (35, 41),
      (50, 50), (16, 21), (29, 30),
    ]
    let row = report(pairs).baseline.overall[0]
    let remark = "The 95% interval excludes 0, because it corresponds to a test at α = .05."
    #expect(
      row.dependenceReading(alpha: 0.01).plain.contains(
        "the correlation is not significant (α = .01, p = .049). \(remark) No such correlation"))
    #expect(!row.dependenceReading(alpha: 0.05).plain.contains("The 95% interval"))
  }

  @Test("tests that cannot be significant at this n are left out of what disagrees")
  func few() {
    let four = report([(14, 24), (14, 26), (14, 25), (14, 27)])
    let row = four.baseline.overall[0]
    #expect(row.robust?.trimmed == nil)
    // 2·0.5⁴, and no signs of four different changes give less.
    #expect(row.robust?.smallestP?.signs == 0.125 && row.robust?.smallestP?.ranks == 0.125)
    #expect(four.disagreements.isEmpty)
    let robust = row.robustReading(alpha: 0.01).plain
    #expect(
      robust.hasPrefix(
        "Positive Affect: 4 scores rose and 0 fell (sign test, p = .125). There is no trimmed t "
          + "test, because 20% of 4 scores are less than one. With 4 changes the sign test cannot "
          + "reach α = .01: its smallest p is .125."))
    #expect(
      row.rankReading(alpha: 0.01).plain.contains(
        "With 4 changes the signed rank test cannot reach α = .01: its smallest p is .125."))
    // At α = .2 both can.
    #expect(!row.robustReading(alpha: 0.2).plain.contains("cannot reach"))
    // 2·0.5⁸.
    let eight = report((0..<8).map { (20, 21 + Double($0 % 2 * 20)) }).baseline.overall[0]
    #expect(eight.robust!.smallestP!.signs == 0.0078125)
    #expect(!eight.robustReading(alpha: 0.01).plain.contains("cannot reach"))
  }

  @Test("one participant has no p in tables, where there is no test")
  func one() {
    let report = report([(20, 25)])
    let baseline = report.baseline
    let tables = [baseline.robustTable(levels: [.overall]), baseline.rankTable(levels: [.overall])]
    #expect(!Document(tables: tables).text().contains(">.999"))
  }

  @Test("a pseudomedian without a width of its interval is not one to report")
  func pseudoMedians() {
    // 20 rises of 1 and 4 falls of 1 beside 176 unchanged scores.
    let tied = (0..<200).map { (20.0, 20 + Double($0 < 20 ? 1 : $0 < 24 ? -1 : 0)) }
    let row = report(tied).baseline.overall[0]
    #expect(row.robust?.pseudoMedian.interval == nil)
    let text = row.rankReading(alpha: 0.01).plain
    #expect(text.contains("is 0.00 (no interval: too many equal changes) with the unchanged "))
    #expect(!text.contains("report this one"))
    #expect(text.contains("The pseudomedian is 0 although the test is significant, because "))
    #expect(
      report([(20, 24), (20, 23)]).baseline.overall[0].rankReading(alpha: 0.01).plain
        .hasSuffix("(no interval: too few changes)."))
  }

  @Test("a change beyond bounds has the p of equivalence")
  func beyond() {
    let far = report((0..<20).map { (20, 25 + Double($0 % 3)) }).baseline.overall[0]
    let text = far.equivalenceReading(.points(2), alpha: 0.01).plain
    #expect(text.hasSuffix("at α = .05, p of equivalence > .999)."))
  }

  @Test("simulated participants are called so in the title, in APA style and in JSON")
  func kinds() {
    let pairs: [(Double, Double)] = [(20, 25), (30, 28), (22, 26), (24, 29), (31, 30)]
    let simulated = report(pairs, kind: .simulated)
    #expect(simulated.paragraph.plain.hasPrefix("Across 5 simulated participants, "))
    #expect(simulated.document.text().hasPrefix("Crowd baseline of 5 simulated participants\n"))
    #expect(simulated.json(version: "1").description.contains(#""kind": "simulated""#))
    #expect(report(pairs).paragraph.plain.hasPrefix("Across 5 participants, "))
    let people = people(1, pairs)
    let change = DetectableChange(Baseline(people), alpha: 0.01, power: 0.8)
    #expect(
      reading(change.rows[0], alpha: 0.01, power: 0.8, of: simulated.source).plain
        .contains("with 5 simulated participants the study had 80% power"))
  }

  @Test("no change that the scale allows is detected by two participants; bounds are those at .05")
  func power() {
    let people = people(1, [(30, 20), (28, 23)])
    let baseline = Baseline(people).withFloorAndCeiling(people)
    let change = DetectableChange(baseline, alpha: 0.01, power: 0.8)
    #expect(change.rows[0].bound == EquivalencePower(alpha: 0.05).detectableBound(n: 2, power: 0.8))
    #expect(
      reading(change.rows[0], alpha: 0.01, power: 0.8).plain
        .contains("80% power to detect no change that the scale allows (40 points), by"))
    let source = Provenance(path: "here", sha256: nil, participants: 2)
    let text = DetectableChangeReport(change, of: baseline, source: source, levels: [.overall])
      .document.text()
    #expect(text.contains("two one-sided tests at α = .05") && !text.contains("122.4"))
    let alike = Baseline(Self.alike)
    let none = DetectableChangeReport(
      DetectableChange(alike, alpha: 0.01, power: 0.8), of: alike, source: source,
      levels: [.overall]
    ).document.text()
    let row = none.split(separator: "\n").first { $0.hasPrefix("Overall") }
    #expect(row?.split(separator: " ").suffix(5) == ["—", "—", "—", "—", "—"])
  }

  private static let alike = people(1, [(20, 25), (21, 26), (22, 27)])

  @Test("variances of 0 are named together, and what follows from them")
  func singular() {
    // Every situation has the same changes.
    let cells = (0..<6).map { Design.Cell.made("Fear", 1 + $0 / 2, 1 + $0 % 2) }
    let people = Respondents.made(
      cells, cells: (0..<24).map { $0 % 6 }, default: (0..<24).map { _ in 20 },
      evoked: (0..<24).map { 20 + Double($0 / 6) * 3 })
    let text = SituationModel.models(of: people)[0].reading(alpha: 0.01).plain
    #expect(
      text.contains(
        "the variances between factors and situations are estimated as 0 (singular fit), so factors and "
          + "situations drop out of the model, which does not show that"))
    #expect(
      text.hasSuffix("(95% prediction interval, too narrow if factors or situations do differ)."))
    let tables = SituationModel.tables(SituationModel.models(of: people), alpha: 0.01)
    #expect(!Document(tables: tables).text().contains("differ slightly"))
  }

  @Test("decimals show the width of an interval")
  func widths() {
    for (width, expected) in [(12.0, 1), (1, 1), (0.6, 2), (0.05, 3), (0.001, 3)] {
      #expect(decimals(showing: Interval(low: 0.5, high: 0.5 + width)) == expected)
    }
    #expect(decimals(showing: nil) == 1)
    let small = report((0..<2000).map { (20, 20 + Double($0 % 10 == 0 ? 1 : 0) + Double($0 % 3)) })
    // M = 1.1, with a standard error of 0.02.
    #expect(
      small.baseline.overall[0].robustReading(alpha: 0.01).plain
        .contains(#/differ by \d\.\d{2,3}, 95% CI \[\d\.\d{2,3}, \d\.\d{2,3}\]/#))
  }

  @Test("factors of an emotion that move in opposite directions are named")
  func opposites() {
    let changes: [Double] = (0..<40).map { person in
      let size = Double(3 + person / 2 % 3)
      return person % 2 == 0 ? -size : size
    }
    let mixed = report(changes.map { (20, 20 + $0) }, factors: 2)
    #expect(
      mixed.disagreements.map { $0.plain } == [
        """
        Positive Affect, Fear: the emotion's change is a mixture of opposite ones: significant \
        increases (paired t test, α = .01) after situations of “Fear 2”; significant decreases \
        after situations of “Fear 1”. Report the factors, not the emotion's change alone.
        """
      ])
  }

  @Test("no score that changed, and groups that cannot be compared, have their own reason")
  func reasons() {
    let still = report([(10, 10), (10, 10), (12, 12), (14, 14), (11, 11)])
    let row = still.baseline.overall[0]
    #expect(still.paragraph.plain.hasSuffix("; no score changed, so there is no t test."))
    #expect(row.bayesReading.plain.hasSuffix("because no score changed."))
    #expect(row.equivalenceReading(.points(1), alpha: 0.01).plain.hasSuffix("no score changed."))
    #expect(
      row.robustReading(alpha: 0.01).plain.hasPrefix(
        "Positive Affect: 0 scores rose and 0 fell. There is no trimmed t test, because the changes "
          + "do not vary without the extremes. There is no t test"))
    func groups(_ count: Int) -> String {
      DemographicBaseline.Tests(
        scale: ScoredSubscale(instrument: "panas", id: "pa", title: "PA"), groups: count,
        anova: nil, welchANOVA: nil, kruskal: nil, levene: nil, brownForsythe: nil
      ).reading(alpha: 0.01).plain
    }
    #expect(groups(1).hasSuffix("because fewer than two of them have two participants or more."))
    #expect(groups(2).hasSuffix("because all of their participants changed by the same amount."))
  }
}
