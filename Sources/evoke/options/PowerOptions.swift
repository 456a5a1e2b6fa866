import Analysis
import ArgumentParser
import Study

/// What is given of a plan, or the finished study to look back on.
struct PowerOptions: ParsableArguments {
  @Option(
    help: "\(PowerPlan.Test.allCases.map(\.rawValue).joined(separator: ", ")).")
  var test = PowerPlan.Test.paired

  @Option(
    parsing: .unconditional,
    help: "The effect in SDs. For an equivalence test: the true effect, 0 by default.")
  var d: Double?

  @Option(help: "The number of participants, per group if there are two.")
  var n: Int?

  @Option(help: "The probability of detecting the effect. (default: 0.8)")
  var power: Double?

  @Option(
    help: "The significance level. (default: 0.05; with --of 0.01, as for the baseline's arrows)")
  var alpha: Double?

  @Option(help: "The bounds of an equivalence test: ± this many SDs.")
  var bound: Double?

  @Flag(help: "A one-sided t test.")
  var oneSided = false

  @Option(
    name: .customLong("of"),
    help: ArgumentHelp(
      "A finished study: its folder, a .sqlite file, a workbook, a baseline's JSON or name.",
      valueName: "source"))
  var finished: String?

  @Option(help: "With --of: whose answers: human, simulated, test or model.")
  var kind = RespondentKind.human

  @Flag(help: "With --of: show the situations in the table, too.")
  var situations = false

  /// What the test looks for: d, or the bound of an equivalence test.
  var effect: Double? { test.isEquivalence ? bound : d }

  func validate() throws {
    if let power, !(power > 0 && power < 1) {
      throw ValidationError("--power must be a probability between 0 and 1.")
    }
    let highest = test.isEquivalence ? 0.5 : 1
    if let alpha, !(alpha > 0 && alpha < highest) {
      throw ValidationError(
        "--alpha must be a probability between 0 and \(test.isEquivalence ? "0.5" : "1").")
    }
    if let n, !(2...1_000_000_000).contains(n) {
      throw ValidationError("--n must be a number of people from 2 to 1000000000.")
    }
    if let d, !d.isFinite || abs(d) > 1e6 {
      throw ValidationError("--d must be an effect in SDs, such as 0.5.")
    }
    if let bound, !(bound > 0 && bound <= 1e6) {
      throw ValidationError("--bound must be a number of SDs above 0, such as 0.5.")
    }
    if finished != nil {
      guard d == nil, n == nil, bound == nil, !oneSided, test == .paired else {
        throw ValidationError(
          "--of takes n from the study and uses the two-sided paired test: leave out --d, --n, --bound, "
            + "--test and --one-sided.")
      }
      return
    }
    guard !situations, kind == .human else {
      throw ValidationError("--situations and --kind need --of, which reads a study.")
    }
    if test.isEquivalence {
      guard !oneSided else {
        throw ValidationError("An equivalence test is two one-sided tests; leave out --one-sided.")
      }
      guard bound != nil || n != nil else {
        throw ValidationError("An equivalence test needs --bound, its bounds in SDs, or --n.")
      }
    } else {
      guard bound == nil else {
        throw ValidationError("--bound needs --test equivalence; for other tests use --d.")
      }
      guard d != nil || n != nil else {
        throw ValidationError(
          "Nothing to compute: give --d (the effect in SDs), --n, or --of with a finished study.")
      }
    }
    guard effect == nil || n == nil || power == nil else {
      throw ValidationError(
        "Give at most two of \(test.isEquivalence ? "--bound" : "--d"), --n and --power; Evoke "
          + "computes the third.")
    }
  }
}

extension PowerPlan.Test: ExpressibleByArgument {}
