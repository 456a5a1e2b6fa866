import Analysis
import ArgumentParser
import Documents
import Statistics
import Study
import TextFormats
import Workbench

struct Power: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plans a study's size, or says what a finished one could have found.",
    usage: """
      evoke power --d 0.5 [--power 0.8] [--test …] [--alpha 0.05] [--one-sided]
      evoke power --n 35 [--d 0.5 | --power 0.8]
      evoke power --test equivalence --bound 0.5 [--d 0] [--n 35]
      evoke power --of <source> [--power 0.8] [--alpha 0.01]
      """,
    discussion: """
      Of effect, n and power give two; the third is worked out. With the effect alone the power is \
      0.8, and so it is with n alone. Effects are in SDs: of the differences for a paired test, of \
      the scores for one or two samples. n is that of each group. `--of` takes n from a study, a \
      workbook or a baseline, row by row, and gives the smallest change that these people show.
      """)

  @Option(
    help: "\(PowerPlan.Test.allCases.map(\.rawValue).joined(separator: ", ")).")
  var test = PowerPlan.Test.paired

  @Option(
    parsing: .unconditional,
    help: "The effect in SDs; of an equivalence test the true effect, 0 unless given.")
  var d: Double?

  @Option(help: "The people, in each group where there are two.")
  var n: Int?

  @Option(help: "The probability of finding the effect. (default: 0.8)")
  var power: Double?

  @Option(
    help: "The level of the test. (default: 0.05; with --of 0.01, that of the baseline's arrows)")
  var alpha: Double?

  @Option(help: "The bounds of an equivalence test, ∓ this many SDs.")
  var bound: Double?

  @Flag(help: "A one-sided t test.")
  var oneSided = false

  @Option(
    name: .customLong("of"),
    help: ArgumentHelp(
      "A finished study: its folder, a .sqlite file, a workbook, a baseline's JSON or name.",
      valueName: "source"))
  var finished: String?

  @Option(help: "With --of, whose answers: human, simulated, test or model.")
  var kind = RespondentKind.human

  @Flag(help: "With --of, show the situations in the table as well.")
  var situations = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let power, !(power > 0 && power < 1) {
      throw ValidationError("--power is a probability between 0 and 1.")
    }
    let highest = test.isEquivalence ? 0.5 : 1
    if let alpha, !(alpha > 0 && alpha < highest) {
      throw ValidationError(
        "--alpha is a probability between 0 and \(test.isEquivalence ? "0.5" : "1").")
    }
    if let n, !(2...1_000_000_000).contains(n) {
      throw ValidationError("--n is a number of people from 2 to 1000000000.")
    }
    if let d, !d.isFinite || abs(d) > 1e6 {
      throw ValidationError("--d is an effect in SDs, such as 0.5.")
    }
    if let bound, !(bound > 0 && bound <= 1e6) {
      throw ValidationError("--bound is a number of SDs above 0, such as 0.5.")
    }
    if finished != nil {
      guard d == nil, n == nil, bound == nil, !oneSided, test == .paired else {
        throw ValidationError(
          "--of takes n from the study and tests pairs on both sides: leave out --d, --n, --bound, "
            + "--test and --one-sided.")
      }
      return
    }
    guard !situations, kind == .human else {
      throw ValidationError("--situations and --kind belong to --of, which reads a study.")
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
        throw ValidationError("--bound belongs to --test equivalence; --d is the effect.")
      }
      guard d != nil || n != nil else {
        throw ValidationError(
          "Nothing to work out: give --d, the effect in SDs, or --n, or --of a finished study.")
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
        + "∓\(formatted(bound)) is not equivalent, and no n shows it to be; take wider bounds"
    }
    if d == 0, !test.isEquivalence {
      return "--d 0: no number of people finds an effect of 0; `--test equivalence --bound 0.3` "
        + "plans to show that there is none worth speaking of"
    }
    if let power, power <= alpha {
      return "--power \(formatted(power)): chance alone gives alpha, \(formatted(alpha)); ask for "
        + "more power"
    }
    if let n {
      return
        "--n \(n): no effect up to a million SDs is found with that power at that alpha; ask for "
        + "less power, or take more people"
    }
    return "this takes more than 1000000000 people; look for a larger effect"
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
