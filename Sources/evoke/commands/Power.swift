import Analysis
import ArgumentParser
import Documents
import Statistics
import Study
import TextFormats
import Workbench

struct Power: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plan the number of participants, or show what a finished study could have detected.",
    usage: """
      evoke power --d 0.5 [--power 0.8] [--test …] [--alpha 0.05] [--one-sided]
      evoke power --n 35 [--d 0.5 | --power 0.8]
      evoke power --test equivalence --bound 0.5 [--d 0] [--n 35]
      evoke power --of <source> [--power 0.8] [--alpha 0.01]
      """,
    discussion: """
      Give at most two of effect, n and power; Evoke computes the third. If you give only the effect \
      or only n, the power is 0.8. Effects are in SDs: of the differences for a paired test, of the \
      scores for one or two samples. n is the number per group. `--of` takes n from a study, a \
      workbook or a baseline, row by row, and gives the smallest change that it can detect.
      """)

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

  @OptionGroup var output: OutputOptions

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
      guard bound == nil || n == nil || power == nil else {
        throw ValidationError(
          "Give at most two of --bound, --n and --power; Evoke computes the third.")
      }
    } else {
      guard bound == nil else {
        throw ValidationError("--bound needs --test equivalence; for other tests use --d.")
      }
      guard d != nil || n != nil else {
        throw ValidationError(
          "Nothing to compute: give --d (the effect in SDs), --n, or --of with a finished study.")
      }
      guard d == nil || n == nil || power == nil else {
        throw ValidationError(
          "Give at most two of --d, --n and --power; Evoke computes the third.")
      }
    }
  }

  func run() async throws {
    if let finished { return try await print(of: finished) }
    let alpha = alpha ?? 0.05
    let effect = test.isEquivalence ? bound : d
    let aim = effect != nil && n != nil ? nil : power ?? 0.8
    guard
      let plan = PowerPlan(
        test, isOneSided: oneSided, alpha: alpha, effect: effect, n: n, power: aim,
        trueEffect: test.isEquivalence ? d ?? 0 : 0)
    else { throw UserMistake(unanswerable(alpha: alpha, power: aim)) }
    try output.write(plan)
  }

  private func unanswerable(alpha: Double, power: Double?) -> String {
    if test.isEquivalence, let bound, abs(d ?? 0) >= bound {
      return "--d \(formatted(d ?? 0)): a true effect at or beyond the bounds of "
        + "∓\(formatted(bound)) cannot be shown to be equivalent by any n; use wider bounds"
    }
    if d == 0, !test.isEquivalence {
      return
        "--d 0: no number of participants can detect an effect of 0; to plan for showing that there is "
        + "no relevant effect, use `--test equivalence --bound 0.3`"
    }
    if let power, power <= alpha {
      return "--power \(formatted(power)): must be above alpha, \(formatted(alpha)); ask for "
        + "more power"
    }
    if let n {
      return
        "--n \(n): no effect up to a million SDs is detected with this power at this alpha; use "
        + "less power or more participants"
    }
    return "this requires more than 1000000000 participants; plan for a larger effect"
  }

  private func print(of path: String) async throws {
    let alpha = alpha ?? 0.01
    let power = power ?? 0.8
    guard power > alpha else { throw UserMistake(unanswerable(alpha: alpha, power: power)) }
    let source = try Source(path)
    if case .baseline = source, kind != .human { throw SourceError.fixedBaseline(path: path) }
    let (baseline, read) = try await source.baseline(
      of: kind, alpha: alpha, for: .power, named: path)
    try output.write(
      DetectableChangeReport(
        DetectableChange(baseline, alpha: alpha, power: power), of: baseline, source: read,
        levels: situations ? Set(Design.Level.allCases) : [.overall, .emotion, .factor]))
  }
}

extension PowerPlan.Test: ExpressibleByArgument {}
