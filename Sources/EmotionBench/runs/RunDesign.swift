import Study
import TextFormats

/// The design under the names of run files.
struct RunDesign {
  private let design: Design
  private var cells: [RunColumnName.Scenario: Int32] = [:]

  init(_ design: Design) {
    self.design = design
    for (index, cell) in design.cells.enumerated() { cells[Self.scenario(cell)] = Int32(index) }
  }

  private static func scenario(_ cell: Design.Cell) -> RunColumnName.Scenario {
    RunColumnName.Scenario(
      emotion: cell.key.emotion, factor: cell.factorIndex - 1, scenario: cell.key.index - 1)
  }

  /// The index of the cell that a name means.
  func cell(of scenario: RunColumnName.Scenario) throws(RunFault) -> Int32 {
    if let cell = cells[scenario] { return cell }
    let factors = design.factors(of: scenario.emotion)
    guard !factors.isEmpty else {
      let hint = nearest(to: scenario.emotion, among: design.emotions.sorted())
      throw RunFault(
        reason: "the design has no emotion \(quoted(scenario.emotion))"
          + (hint.map { "; did you mean \($0)?" } ?? ""))
    }
    guard let factor = factors.first(where: { $0.factor.index == scenario.factor + 1 })?.factor
    else {
      throw RunFault(
        reason: "\(scenario.emotion) has no factor \(scenario.factor) (run files count from 0)")
    }
    throw RunFault(
      reason: "\(scenario.emotion) › \(factor.name ?? "") has no scenario "
        + "\(scenario.scenario) (run files count from 0)")
  }

  /// The names of columns that a file with these ones lacks.
  func missing(from known: Set<RunColumnName>) -> [String] {
    var general: [Int: Set<Int>] = [:]
    var situations: [RunColumnName.Repetition: Int] = [:]
    var present: Set<RunColumnName.Scenario> = []
    for name in known {
      guard let scenario = name.scenario else {
        general[name.repetition.order, default: []].insert(name.repetition.test)
        continue
      }
      guard cells[scenario] != nil else { continue }
      present.insert(scenario)
      situations[name.repetition, default: 0] += 1
    }
    var names: [RunColumnName] = []
    for (order, tests) in general.sorted(by: { $0.key < $1.key }) {
      // A stray number far beyond the others is not a sign of a gap.
      guard let last = tests.max(), last < 2 * tests.count else { continue }
      names += (0...last).filter { !tests.contains($0) }.map {
        RunColumnName(scenario: nil, repetition: .init(test: $0, order: order))
      }
    }
    let expected = situations.filter { 2 * $0.value >= present.count }.keys.sorted()
    for cell in design.cells {
      names += expected.map { RunColumnName(scenario: Self.scenario(cell), repetition: $0) }
        .filter { !known.contains($0) }
    }
    return names.map(\.description)
  }
}
