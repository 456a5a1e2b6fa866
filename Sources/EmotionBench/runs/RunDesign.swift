import Study
import TextFormats

/// The design under the names of run files.
struct RunDesign {
  struct Fault: Error {
    let reason: String
  }

  private let design: [SituationPlace]
  private var places: [RunColumnName.Scenario: Int32] = [:]

  init(_ design: [SituationPlace]) {
    self.design = design
    for (index, place) in design.enumerated() { places[Self.scenario(place)] = Int32(index) }
  }

  private static func scenario(_ place: SituationPlace) -> RunColumnName.Scenario {
    RunColumnName.Scenario(
      emotion: place.key.emotion, factor: place.factorIndex - 1, scenario: place.key.index - 1)
  }

  /// The place in the design of a name's situation, or why there is none.
  func place(of scenario: RunColumnName.Scenario) -> Result<Int32, Fault> {
    if let place = places[scenario] { return .success(place) }
    let inEmotion = design.filter { $0.key.emotion == scenario.emotion }
    guard !inEmotion.isEmpty else {
      let emotions = Set(design.map(\.key.emotion))
      let hint = nearest(to: scenario.emotion, among: emotions.sorted())
      return .failure(
        Fault(
          reason: "the design has no emotion \(quoted(scenario.emotion))"
            + (hint.map { "; did you mean \($0)?" } ?? "")))
    }
    guard let factor = inEmotion.first(where: { $0.factorIndex == scenario.factor + 1 }) else {
      return .failure(
        Fault(
          reason: "\(scenario.emotion) has no factor \(scenario.factor) "
            + "(run files count from 0)"))
    }
    return .failure(
      Fault(
        reason: "\(scenario.emotion) › \(factor.key.factor) has no scenario "
          + "\(scenario.scenario) (run files count from 0)"))
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
      guard places[scenario] != nil else { continue }
      present.insert(scenario)
      situations[name.repetition, default: 0] += 1
    }
    var names: [RunColumnName] = []
    for (order, tests) in general.sorted(by: { $0.key < $1.key }) {
      // A stray number far beyond the others is no sign of a gap.
      guard let last = tests.max(), last < 2 * tests.count else { continue }
      names += (0...last).filter { !tests.contains($0) }.map {
        RunColumnName(scenario: nil, repetition: .init(test: $0, order: order))
      }
    }
    let expected = situations.filter { 2 * $0.value >= present.count }.keys.sorted()
    for place in design {
      names += expected.map { RunColumnName(scenario: Self.scenario(place), repetition: $0) }
        .filter { !known.contains($0) }
    }
    return names.map(\.description)
  }
}
