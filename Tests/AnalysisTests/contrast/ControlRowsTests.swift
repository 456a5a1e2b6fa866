import Statistics
import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents

/// A cell of Fear, whose controls have the names of the negative situations.
private func cell(_ kind: Situation.Kind, _ index: Int, factor: Int = 1) -> Design.Cell {
  Design.Cell(
    key: SituationKey(emotion: "Fear", factor: "Fear \(factor)", index: index, kind: kind),
    factorIndex: factor)
}

@Suite struct ControlRowsTests {
  private let cells = [
    cell(.neutral, 1), cell(.negative, 1), cell(.negative, 2), cell(.negative, 1, factor: 2),
    cell(.neutral, 1, factor: 2),
  ]

  private func crowd(of kept: [Int]) -> Respondents {
    let people = (0..<40).filter { kept.contains($0 % 5) }
    return .made(
      kept.map { cells[$0] }, cells: people.map { kept.firstIndex(of: $0 % 5)! },
      default: people.map { Double(20 + $0 % 7) },
      evoked: people.map { Double(20 + $0 % 7 + ($0 * 3) % 11) + ($0 % 5 == 1 ? 6 : 0) })
  }

  @Test func `a control has rows of its own and changes no row of what it controls for`() {
    let all = Baseline(crowd(of: [0, 1, 2, 3, 4]))
    let without = Baseline(crowd(of: [1, 2, 3]))
    let own = all.rows.filter { $0.position.control == nil }
    #expect(own.map(\.position) == without.rows.map(\.position))
    for (row, expected) in zip(own, without.rows) {
      #expect(row.n == expected.n && row.pairedT == expected.pairedT)
      #expect(row.pHolm == expected.pHolm && row.arrow == expected.arrow)
    }
    let controls = all.rows.filter { $0.position.level == .control }
    #expect(
      controls.map(\.position.depth) == [
        .overall, .emotion, .factor, .situation, .factor, .situation,
      ])
    #expect(controls.allSatisfy { $0.position.control == .neutral && $0.pHolm == nil })
    #expect(controls[0].n == 16 && all.overall.map(\.n) == [24])
  }

  @Test func `a written baseline is read back with its controls`() throws {
    let baseline = Baseline(crowd(of: [0, 1, 2, 3, 4]))
    let report = BaselineReport(
      baseline, source: .init(path: "here", sha256: nil, participants: 40))
    let json = report.json(version: "1").description
    let read = try Baseline.read(Array(json.utf8), name: "here").baseline
    #expect(read.rows.map(\.position) == baseline.rows.map(\.position))
    #expect(report.csv.split(separator: "\n")[0].contains(",n,kind,"))
    #expect(report.document.text().contains("Neutral situations\nAll neutral"))
    let plain = BaselineReport(
      Baseline(crowd(of: [1, 2, 3])), source: .init(path: "here", sha256: nil, participants: 24))
    #expect(!plain.csv.contains("kind,"))
    #expect(!plain.json(version: "1").description.contains("\"kind\": \"neutral\""))
  }

  @Test func `the mixed model is of the situations that are no control`() {
    let all = SituationModel.models(of: crowd(of: [0, 1, 2, 3, 4]))
    let without = SituationModel.models(of: crowd(of: [1, 2, 3]))
    #expect(all.map(\.n) == without.map(\.n) && all.map(\.situations) == without.map(\.situations))
    #expect(all[0].success?.model.coefficients == without[0].success?.model.coefficients)
  }
}
