import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Statistics

@Suite("Situations as random") struct RandomSituationsTests {
  static let cells = [
    Design.Cell.made("Fear", 1, 1), .made("Fear", 1, 2), .made("Joy", 1, 1), .made("Joy", 1, 2),
  ]
  static let before: [Double] = [25, 28, 31, 22]
  static let evoked: [[Double]] = [[20, 24, 21], [30, 27, 29, 31], [15, 16], [40, 38, 39, 35]]
  static let changes: [[Double]] = [
    [-8, -5, -1, 2], [-2, -2, -8], [-12, -11, -3, -3, -6], [7, 3],
  ]

  /// Values with their cell and its factor.
  private func grouped(_ values: [[Double]]) -> (values: [Double], groupings: [[Int32]]) {
    let cells = values.enumerated().flatMap { cell, values in values.map { _ in Int32(cell) } }
    return (values.flatMap(\.self), [cells.map { $0 / 2 }, cells])
  }

  private func judgement(_ unit: Judgement.Unit = .repetition) -> Judgement {
    let run = Run(
      design: Design(Self.cells),
      columns: [
        Run.Column(
          instrument: "panas", subscale: "positive_affect", title: "Positive Affect",
          default: Self.before, evoked: Self.evoked.flatMap(\.self),
          cell: grouped(Self.evoked).groupings[1])
      ])
    let people = grouped(Self.changes)
    let crowd = CrowdReference(
      Baseline(
        .made(
          Self.cells, cells: people.groupings[1].map { Int($0) },
          default: people.values.map { _ in 30 }, evoked: people.values.map { 30 + $0 })))
    return Judgement(run, against: crowd, method: .init(unit: unit, withSituations: true))
  }

  /// A crowd of means and SDs fits as its people do.
  @Test("give each row the models of its own scores and of its people's changes")
  func rows() throws {
    let rows = judgement().rows
    let baseline = try #require(ClusteredMean(SampleSummary(Self.before)))
    for (position, range) in [(0, 0...3), (1, 0...1), (2, 0...1), (5, 2...3)] {
      let row = rows[position]
      func mean(_ values: [[Double]]) throws -> ClusteredMean {
        let (values, groupings) = grouped(Array(values[range]))
        return try #require(ClusteredMean(values, groupedBy: groupings))
      }
      let change = try #require(
        TTest.contrast([(1, try mean(Self.evoked)), (-1, baseline)]))
      let difference = try #require(
        TTest.contrast([(1, try mean(Self.evoked)), (-1, baseline), (-1, try mean(Self.changes))]))
      #expect(row.random?.change == change)
      #expect(agree(row.random?.difference?.estimate, difference.estimate, within: 1e-8))
      #expect(agree(row.random?.difference?.standardError, difference.standardError, within: 1e-7))
      #expect(agree(row.random?.difference?.df, difference.df, within: 1e-6))
    }
  }

  @Test("are none for a single situation, and with situations as units")
  func none() {
    #expect(
      judgement().rows.filter { $0.position.level == .situation }.allSatisfy { $0.random == nil })
    #expect(judgement(.situation).rows.allSatisfy { $0.random == nil })
  }
}
