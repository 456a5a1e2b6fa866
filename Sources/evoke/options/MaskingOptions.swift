import ArgumentParser
import Disclosure
import Foundation
import Release

/// How far quasi-identifiers are masked: within limits, or by a recipe.
struct MaskingOptions: ParsableArguments {
  @Option(help: "The fewest people that share what is released of a person (default 5).")
  var k: Int?

  @Option(help: "The minimum number of distinct values of each sensitive column in a class.")
  var l: Int?

  @Option(
    help: "The maximum distance of a class from the whole sample in a sensitive column, 0 to 1.")
  var t: Double?

  @Option(help: "The maximum share of suppressed quasi-identifier cells (default 5%).")
  var maxSuppression: String?

  @Option(
    help: "The maximum share of the quasi-identifiers' information to lose (default 0.5).")
  var maxLoss: String?

  @Option(help: "What to suppress if no class hides a person: cells, or whole rows.")
  var suppress: SuppressionKind?

  @Option(help: "How precisely to release the time of taking part: none, year, quarter or month.")
  var time: TimeGrain?

  @Option(
    help: ArgumentHelp(
      "Mask by this recipe. Every package includes its recipe.", valueName: "file"))
  var recipe: String?

  /// Whether any limit is given.
  private var hasLimits: Bool {
    k != nil || l != nil || t != nil || maxSuppression != nil || maxLoss != nil || suppress != nil
      || time != nil
  }

  /// Whether any of the options is given.
  var isGiven: Bool { hasLimits || recipe != nil }

  func validate() throws {
    guard recipe == nil || !hasLimits else {
      throw ValidationError("--recipe has its own k, l, t and limits; edit them there.")
    }
    if let k, k < 2 { throw ValidationError("--k must be at least 2.") }
    if let l, l < 2 { throw ValidationError("--l must be at least 2.") }
    if let t, !(0...1).contains(t) { throw ValidationError("--t must be from 0 to 1.") }
    for (name, text) in [("--max-suppression", maxSuppression), ("--max-loss", maxLoss)] {
      if let text, share(ofText: text) == nil {
        throw ValidationError("\(name) must be a share such as 5% or 0.05.")
      }
    }
  }

  /// The limits, or the recipe as it was read.
  func rule() throws -> ReleaseRun.MaskingRule {
    if let recipe { return .by(try ReleaseRecipe(path: recipe), file: recipe) }
    var limits = ReleaseRecipe.Limits.usual
    limits.l = l
    limits.t = t
    if let k { limits.k = k }
    if let share = maxSuppression.flatMap(share(ofText:)) { limits.maximumSuppression = share }
    if let share = maxLoss.flatMap(share(ofText:)) { limits.maximumLoss = share }
    if let suppress { limits.suppression = suppress }
    if let time { limits.time = time }
    return .within(limits)
  }
}

extension SuppressionKind: ExpressibleByArgument {}
extension TimeGrain: ExpressibleByArgument {}
