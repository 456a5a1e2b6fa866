internal import Disclosure
internal import Documents
internal import Study
import TextFormats

/// Why no masking keeps within the limits, in counts of classes, and the cheapest that would do.
package struct MaskingRefusal: Sendable, CustomStringConvertible {
  package let description: String
  /// What would be enough, each by itself.
  package let remedies: [MaskingRemedy]

  /// - Parameters:
  ///   - quasi: with all their levels.
  ///   - before: earlier releases of the participants.
  ///   - recipe: what a given recipe comes to without limits; nil if levels were searched.
  init(
    _ microdata: Microdata, _ quasi: [MaskedMicrodata.Quasi], limits: ReleaseRecipe.Limits,
    sensitive: [CategoryColumn], after before: ReleasedBefore?, recipe: Masking? = nil
  ) {
    let records = microdata.people.count
    let classes = EquivalenceClasses(quasi.map(\.attribute.original), records: records)
    let small = classes.sizes.filter { $0 < limits.k }
    var lines = [
      "refused: \(Self.goal(limits)) is not reached "
        + (before?.classes == nil ? "" : "together with the earlier releases in the ledger ")
        + "with at most \(percentage(limits.maximumSuppression)) of quasi-identifier cells suppressed "
        + "and a loss of at most \(figure(limits.maximumLoss, decimals: 2)). Nothing was written.",
      "As answered, \(grouped(small.count)) of \(grouped(classes.sizes.count)) classes are below "
        + "\(limits.k), with \(grouped(small.reduce(0, +))) of \(grouped(records)) people.",
    ]
    if let recipe {
      lines.append(
        "The recipe comes to \(percentage(recipe.suppression)) suppressed and a loss of "
          + "\(figure(recipe.loss, decimals: 3)).")
    }
    if let before, let classes = before.classes, classes.smallest < limits.k {
      lines += Self.smallGroups(before, classes, k: limits.k)
    }
    remedies = MaskingRemedy.found(
      microdata, quasi, limits: limits, sensitive: sensitive, after: before)
    if remedies.isEmpty {
      let isReachedAlone =
        before?.classes != nil
        && MaskedMicrodata.search(quasi, limits, sensitive, after: nil)
          .best(maximumSuppression: limits.maximumSuppression, maximumLoss: 1) != nil
      lines.append(Self.hopeless(limits, records, isReachedAlone: isReachedAlone, before))
    } else {
      lines.append(recipe == nil ? "What would help:" : "What would help, without the recipe:")
      lines += remedies.map { "- \($0)" }
    }
    description = lines.joined(separator: "\n")
  }

  /// Why nothing helps.
  ///
  /// - Parameter isReachedAlone: whether the goal could be reached without the earlier releases.
  private static func hopeless(
    _ limits: ReleaseRecipe.Limits, _ records: Int, isReachedAlone: Bool, _ before: ReleasedBefore?
  ) -> String {
    guard limits.l != nil || limits.t != nil else {
      return "No masking reaches it with fewer than \(limits.k) people"
        + (before?.classes == nil ? "." : " in a group.")
    }
    return isReachedAlone
      ? "The cause is the earlier releases: without them, a masking would be enough. Within the groups "
        + "in which they leave the participants, --l or --t require more than the answers give."
      : "No masking of these \(grouped(records)) people is enough: --l or --t require more than "
        + "their answers give."
  }

  /// Why no masking helps those whom earlier releases leave in small groups.
  private static func smallGroups(
    _ before: ReleasedBefore, _ classes: EarlierClasses, k: Int
  ) -> [String] {
    var lines = [
      "Rows of two releases can be joined by their answers, so participants are hidden only among "
        + "those with the same values in all of them."
    ]
    if (1..<k).contains(before.newcomers) {
      lines.append(
        "\(counted(before.newcomers, "participant")) joined since the last release, and newcomers "
          + "hide only among newcomers: a release with them needs at least \(k), \(k - before.newcomers) "
          + "more. With \(k) or more, --max-loss 1 is enough, whatever they answered"
          + (classes.smallestReleased < k ? ", if the other groups are large enough." : "."))
    }
    if classes.smallestReleased < k {
      lines.append(
        "The earlier releases leave \(counted(classes.releasedBelow(k), "participant")) in groups of "
          + "fewer than \(k), the smallest of \(classes.smallestReleased).")
    }
    return lines
  }

  private static func goal(_ limits: ReleaseRecipe.Limits) -> String {
    ["k = \(limits.k)", limits.l.map { "l = \($0)" }, limits.t.map { "t = \($0)" }]
      .compactMap(\.self).joined(separator: ", ")
  }
}
