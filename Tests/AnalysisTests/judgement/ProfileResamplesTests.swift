import Documents
import Foundation
import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

/// See script/reference-figures/distances.py, which draws the same situations with a generator of its
/// own.
@Suite("Resamples of situations") struct ProfileResamplesTests {
  let figures: Figures
  let crowd: CrowdReference
  let method: Judgement.Method
  static let cells = [3, 2, 4, 1].enumerated().flatMap { factor, count in
    (1...count).map { Design.Cell.made("Fear", factor + 1, $0) }
  }

  init() throws {
    figures = try Repository.references("distances-scipy")
    let change = figures["people"]["change"].numbers!
    crowd = CrowdReference(
      Baseline(
        .made(
          Self.cells, cells: figures["people"]["situation"].numbers!.map { Int($0) },
          default: change.map { _ in 30 }, evoked: change.map { 30 + $0 })))
    method = Judgement.Method(
      bootstrap: Bootstrap(
        replicates: Int(figures["replicates"].number!), seed: UInt64(figures["seed"].number!)))
  }

  private func run(_ number: Int) -> Run {
    let run = figures["runs"].list![number]
    return Run(
      design: Design(Self.cells),
      columns: [
        Run.Column(
          instrument: "panas", subscale: "positive_affect", title: "Positive Affect",
          default: run["default"].numbers!, evoked: run["evoked"].numbers!,
          cell: run["situation"].numbers!.map { Int32($0) })
      ])
  }

  private func report(_ runs: [Run], _ method: Judgement.Method) -> JudgementReport {
    JudgementReport(
      runs.enumerated().map { number, run in
        JudgedRun(
          name: "run \(number)", path: "\(number).csv", sha256: nil, columns: 1, leftOut: [],
          judgement: Judgement(run, against: crowd, method: method))
      }, source: Provenance(path: "crowd", sha256: nil, participants: 37))
  }

  private func expect(_ found: Interval?, _ expected: Figures) {
    let ends = expected.numbers ?? []
    #expect(agree(found?.low, ends[0], within: 1e-10, scale: 1))
    #expect(agree(found?.high, ends[1], within: 1e-10, scale: 1))
  }

  @Test("are drawn within factors as the reference draws them")
  func drawn() {
    let strata = figures["strata"].numbers!.map { Int($0) }
    let first = figures["first_resample"].numbers!
    let found = method.bootstrap.intervals(strata: strata) { units in
      (0..<10).map { $0 < units.count ? Double(units[$0]) : nil }
    }
    #expect(found.map { $0.values[0] } == first)
  }

  @Test("give the intervals of r, rho and RMSE", arguments: [0, 1])
  func intervals(number: Int) throws {
    let expected = figures["runs"].list![number]
    let judgement = Judgement(run(number), against: crowd, method: method)
    let (estimates, ends) = (expected["estimates"], expected["intervals"])
    let found = try #require(judgement.resamples).subscales[0]
    let profile = judgement.profiles[0]
    #expect(agree(profile.pearson?.coefficient, estimates["pearson"].number))
    #expect(agree(found.pearson.intervals?.estimate, estimates["pearson"].number))
    #expect(agree(found.spearman.intervals?.estimate, estimates["spearman"].number))
    #expect(agree(found.rmse.intervals?.estimate, profile.rmse, within: 1e-12))
    expect(found.pearson.intervals?.percentile, ends["pearson"])
    expect(found.spearman.intervals?.percentile, ends["spearman"])
    expect(found.rmse.intervals?.percentile, ends["rmse"])
    // With one subscale, all factors are its factors.
    #expect(judgement.resamples?.rmse.intervals?.percentile == found.rmse.intervals?.percentile)
    #expect(judgement.resamples?.hasSingleSituations == true)
  }

  @Test("give differences between runs and their ranks, whatever the order of the runs")
  func differences() throws {
    for order in [[0, 1], [1, 0]] {
      let report = report(order.map { run($0) }, method)
      let difference = try #require(report.differences.first)
      #expect(difference.first.judgement.profiles[0].rmse! < 2)
      expect(difference.rmse.interval, figures["difference"]["rmse"])
      expect(difference.subscales[0].rmse.interval, figures["difference"]["rmse"])
      expect(difference.subscales[0].pearson.interval, figures["difference"]["pearson"])
      let rank = figures["rank_of_first"].numbers!.map { Int($0) }
      #expect(report.ranked[0].overall == Rank(place: 1, interval: rank[0]...rank[1]))
      #expect(report.ranked[0].subscales == [report.ranked[0].overall])
      #expect(report.ranked[1].rank == 2)
    }
  }

  @Test("of two copies of a run differ by exactly 0 and share their rank")
  func copies() throws {
    let report = report([run(0), run(0)], method)
    let difference = try #require(report.differences.first)
    #expect(difference.rmse.estimate == 0 && difference.rmse.interval == Interval(low: 0, high: 0))
    #expect(report.ranked.map(\.rank) == [1, 1])
    #expect(report.ranked.map { $0.overall?.interval } == [1...1, 1...1])
  }

  @Test("runs over other situations have no interval of their difference")
  func otherSituations() throws {
    let whole = run(0)
    let kept = whole.columns[0].cell.indices.filter { whole.columns[0].cell[$0] != 0 }
    let less = Run(
      design: whole.design,
      columns: [
        Run.Column(
          instrument: "panas", subscale: "positive_affect", title: "Positive Affect",
          default: whole.columns[0].default, evoked: kept.map { whole.columns[0].evoked[$0] },
          cell: kept.map { whole.columns[0].cell[$0] })
      ])
    let report = report([whole, less], method)
    #expect(report.differences[0].rmse.interval == nil)
    #expect(report.differences[0].rmse.estimate != nil)
    #expect(report.ranked.allSatisfy { $0.overall?.interval == nil && $0.rank != nil })
    #expect(
      report.document.text().contains("no interval if the runs answered different"))
  }

  @Test("do not exist where every factor has a single situation, and the report says so")
  func single() throws {
    let cells: [Int32] = [0, 3, 5, 9]
    let whole = run(0).columns[0]
    let kept = whole.cell.indices.filter { cells.contains(whole.cell[$0]) }
    let alone = Run(
      design: Design(Self.cells),
      columns: [
        Run.Column(
          instrument: "panas", subscale: "positive_affect", title: "Positive Affect",
          default: whole.default, evoked: kept.map { whole.evoked[$0] },
          cell: kept.map { whole.cell[$0] })
      ])
    let report = report([alone], method)
    #expect(report.runs[0].judgement.resamples?.rmse.intervals == nil)
    let text = report.document.text().replacingOccurrences(of: "\n", with: " ")
    #expect(text.contains("every factor has a single situation"))
    #expect(!text.contains("95% CI"))
  }
}
