import ArgumentParser
import Study

/// Whose answers a command reads.
struct KindOption: ParsableArguments {
  @Option(help: "Whose answers: human, simulated, test or model.")
  var kind = RespondentKind.human
}

/// Respondents with their answers to single items.
struct ItemAnswersOptions: ParsableArguments {
  @Argument(
    help: """
      A study's folder, a .sqlite file, EmotionBench's published workbook, or one of its run files.
      """)
  var source: String

  @OptionGroup var respondents: KindOption

  var kind: RespondentKind { respondents.kind }
}

/// Rules that exclude respondents.
struct ExclusionOption: ParsableArguments {
  @Option(
    name: .customLong("exclude"),
    help: ArgumentHelp(
      "Exclude respondents by rules stated in advance: `study` for those of study.yaml, or a list "
        + "such as failed_attention,identical_answers. Shows results before and after.",
      valueName: "rules"))
  var rules: String?
}

/// The level of the tests that arrows stand for.
struct AlphaOption: ParsableArguments {
  @Option(
    help: "The significance level of the tests for the arrows: 0.01, or a stored baseline's own.")
  var alpha: Double?

  func validate() throws {
    guard alpha.map({ $0 > 0 && $0 < 1 }) ?? true else {
      throw ValidationError("--alpha must be a probability between 0 and 1.")
    }
  }
}

extension RespondentKind: ExpressibleByArgument {}
