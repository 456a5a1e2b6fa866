/// What the name of a run's column says: which measure, which repetition, which order of the items.
///
/// `General_test-0_order-0` is a default measure, `Anger-0_scenario-0_test-0_order-0` an evoked one;
/// every number counts from 0.
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
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3 || parts.count == 4,
      let test = Self.number(parts[parts.count - 2], after: "test-"),
      let order = Self.number(parts[parts.count - 1], after: "order-")
    else { return nil }
    repetition = Repetition(test: test, order: order)
    guard parts.count == 4 else {
      guard parts[0] == "General" else { return nil }
      scenario = nil
      return
    }
    guard let hyphen = parts[0].lastIndex(of: "-"), hyphen > parts[0].startIndex,
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
