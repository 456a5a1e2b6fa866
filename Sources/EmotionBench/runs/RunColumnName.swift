/// What the name of a run's column says: which measure, which repetition, which order of the items.
///
/// `General_test-0_order-0` is a default measure, `Anger-0_scenario-0_test-0_order-0` an evoked one;
/// every number counts from 0. EmotionBench's first runs have no `test-`: `General_order-0` and
/// `Anger-0_scenario-0_order-0` are the first repetition of an order, `General_1_order-0` is the second.
struct RunColumnName: Hashable, CustomStringConvertible {
  /// A situation as run files name it.
  struct Scenario: Hashable {
    let emotion: String
    let factor: Int
    let scenario: Int
  }

  /// A repetition within a measure.
  struct Repetition: Hashable, Comparable {
    let test: Int
    let order: Int

    static func < (a: Self, b: Self) -> Bool { (a.order, a.test) < (b.order, b.test) }
  }

  /// nil for a default measure.
  let scenario: Scenario?
  let repetition: Repetition

  init(scenario: Scenario?, repetition: Repetition) {
    self.scenario = scenario
    self.repetition = repetition
  }

  /// nil for any other name.
  init?(_ name: String) {
    var parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard let order = Self.number(parts.removeLast(), after: "order-"), let last = parts.last
    else { return nil }
    let test = Self.number(last, after: "test-") ?? Self.number(last, after: "")
    if test != nil { parts.removeLast() }
    repetition = Repetition(test: test ?? 0, order: order)
    if parts == ["General"] {
      scenario = nil
      return
    }
    guard parts.count == 2, let hyphen = parts[0].lastIndex(of: "-"), hyphen > parts[0].startIndex,
      let factor = Self.number(parts[0][hyphen...], after: "-"),
      let scenario = Self.number(parts[1], after: "scenario-")
    else { return nil }
    self.scenario = Scenario(
      emotion: String(parts[0][..<hyphen]), factor: factor, scenario: scenario)
  }

  var description: String {
    let measure =
      scenario.map { "\($0.emotion)-\($0.factor)_scenario-\($0.scenario)" } ?? "General"
    return "\(measure)_test-\(repetition.test)_order-\(repetition.order)"
  }

  /// The whole number behind a prefix, such as 3 of `test-3`.
  static func number(_ text: some StringProtocol, after prefix: String) -> Int? {
    guard text.hasPrefix(prefix) else { return nil }
    let digits = text.utf8.dropFirst(prefix.utf8.count)
    return digits.count <= 9 ? naturalNumber(digits) : nil
  }
}
