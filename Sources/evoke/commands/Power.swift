import Analysis
import ArgumentParser
import Documents
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

  @OptionGroup var asked: PowerOptions

  @OptionGroup var output: OutputOptions

  func run() async throws {
    if let finished = asked.finished {
      return try output.write(
        await DetectableChangeReport(
          ofSource: finished, kind: asked.kind, alpha: asked.alpha ?? 0.01,
          power: asked.power ?? 0.8, situations: asked.situations))
    }
    try output.write(
      PowerPlan(
        asked.test, isOneSided: asked.oneSided, alpha: asked.alpha ?? 0.05,
        effect: asked.effect, n: asked.n,
        power: asked.effect != nil && asked.n != nil ? nil : asked.power ?? 0.8,
        trueEffect: asked.test.isEquivalence ? asked.d ?? 0 : 0))
  }
}
