import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics

/// A crowd in two situations of Fear, of the scores before and after.
private func crowd(_ pairs: [(Double, Double)]) -> Respondents {
  .made(
    [.made("Fear", 1, 1), .made("Fear", 1, 2)], cells: pairs.indices.map { $0 % 2 },
    default: pairs.map(\.0), evoked: pairs.map(\.1))
}

private func made(_ pairs: [(Double, Double)], alpha: Double = 0.01) -> BaselineReport {
  let crowd = crowd(pairs)
  var report = BaselineReport(
    Baseline(crowd, alpha: alpha).withRobustTests(crowd),
    source: .init(path: "here", sha256: nil, participants: pairs.count))
  report.bayes = true
  report.robust = true
  return report
}

@Suite struct AgreementTests {
  /// R: `t.test(c(4,-2,3,1,-1,4,2,0,3,-2,4,1,3,-1,2,3))$p.value` is between .01 and .05.
  private static let between: [(Double, Double)] =
    [4, -2, 3, 1, -1, 4, 2, 0, 3, -2, 4, 1, 3, -1, 2, 3].map { (20, 20 + $0) }

  @Test func `an interval that excludes 0 beside a test that is not significant is explained`()
    throws
  {
    let report = made(Self.between)
    let row = try #require(report.baseline.overall.first)
    let p = try #require(row.pairedT?.p)
    #expect(p > 0.01 && p < 0.05)
    #expect(try #require(row.cohenDz?.interval).low > 0)
    let text = report.paragraph.plain
    #expect(text.contains("Positive Affect did not change significantly at α = .01: M = "))
    #expect(
      text.hasSuffix(
        "]. The 95% interval excludes 0, because it corresponds to a test at α = .05."))
    #expect(
      made(Self.between, alpha: 0.05).paragraph.plain.hasSuffix("]; significant at α = .05."))
  }

  @Test func `tests that are not significant are not said to agree on a conclusion`() {
    let flat: [(Double, Double)] = [1, -1, 2, -2, 1, -2, 3, -1, 0, 1].map { (20, 20 + $0) }
    let report = made(flat)
    let text = report.baseline.overall[0].robustReading(alpha: 0.01).plain
    #expect(
      text.hasSuffix("Neither the robust tests nor the t test is significant at α = .01."))
    #expect(text.contains("95% CI ["))
    #expect(report.disagreements.isEmpty)
  }

  @Test func `analyses that disagree are named, with the one to report`() throws {
    // Nearly everyone rises by a little, and a few fall by very much.
    var outliers: [(Double, Double)] = (0..<30).map { person in
      let before = 20 + Double(person % 3)
      return (before, before + 1 + Double(person % 2))
    }
    outliers += [(45, 10), (48, 12)]
    let report = made(outliers)
    let text = try #require(report.disagreements.first).plain
    #expect(report.disagreements.count == 1)
    #expect(text.hasPrefix("Positive Affect, overall: the analyses disagree at α = .01: "))
    #expect(text.contains("no significant change by the paired t test"))
    #expect(
      text.contains("a significant increase by Yuen's test, the sign test and Wilcoxon's test"))
    #expect(text.contains("Report the analysis that was stated in advance; if none was, "))
    #expect(report.document.text().contains("What to report"))
  }

  @Test func `opposite changes of emotions are not lost in one that is not significant`() throws {
    let people = 0..<40
    let crowd = Respondents.made(
      [.made("Fear"), .made("Joy")], cells: people.map { $0 % 2 }, default: people.map { _ in 20 },
      evoked: people.map { 20 + ($0 % 2 == 0 ? -1 : 1) * Double(3 + $0 / 2 % 3) })
    let report = BaselineReport(
      Baseline(crowd), source: .init(path: "here", sha256: nil, participants: 40))
    #expect(report.paragraph.plain.contains("did not change significantly at α = .01"))
    let text = try #require(report.disagreements.first).plain
    #expect(text.contains("increases (paired t test, α = .01) after situations of Joy; "))
    #expect(text.contains("significant decreases after situations of Fear."))
  }

  @Test func `groups differ only as far as their tests say`() {
    func reading(_ welch: Double, _ kruskal: Double) -> String {
      DemographicBaseline.Tests(
        scale: ScoredSubscale(instrument: "panas", id: "pa", title: "PA"), groups: 3,
        anova: nil,
        welchANOVA: FTest(f: 1, df1: 2, df2: 12, significance: .init(p: welch, log10P: 0)),
        kruskal: KruskalWallisTest(h: 1, df: 2, significance: .init(p: kruskal, log10P: 0)),
        levene: nil, brownForsythe: nil
      ).reading(alpha: 0.01).plain
    }
    #expect(
      reading(0.3, 0.2)
        == "PA: change does not differ significantly between the groups at α = .01: "
        + "Welch's F(2, 12.0) = 1.00, p = .300; Kruskal-Wallis H(2) = 1.00, p = .200.")
    #expect(reading(0.001, 0.002).hasPrefix("PA: change differs significantly between the groups"))
    #expect(
      reading(0.0102, 0.00997).contains(
        "disagree at α = .01: Welch's F(2, 12.0) = 1.00, p = .0102; Kruskal-Wallis H(2) = 1.00, "
          + "p = .00997. Report "))
  }
}
