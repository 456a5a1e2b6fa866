internal import Disclosure
internal import Documents
internal import Study
import TextFormats

/// Why no masking keeps within the limits, in counts of classes, and the cheapest that would do.
package struct MaskingRefusal: Sendable, CustomStringConvertible {
  package let description: String

  /// - Parameter recipe: what a given recipe comes to without limits; nil if levels were searched.
  init(
    _ quasi: [MaskedMicrodata.Quasi], records: Int, limits: ReleaseRecipe.Limits,
    sensitive: [CategoryColumn], recipe: Masking? = nil
  ) {
    let classes = EquivalenceClasses(quasi.map(\.attribute.original), records: records)
    let small = classes.sizes.filter { $0 < limits.k }
    var lines = [
      "refused: \(Self.goal(limits)) is not reached with at most "
        + "\(percentage(limits.maximumSuppression)) of quasi-identifier cells suppressed and a loss "
        + "of at most \(figure(limits.maximumLoss, decimals: 2)). Nothing was written.",
      "As answered, \(small.count) of \(classes.sizes.count) classes are below \(limits.k), with "
        + "\(small.reduce(0, +)) of \(records) people.",
    ]
    if let recipe {
      lines.append(
        "The recipe comes to \(percentage(recipe.suppression)) suppressed and a loss of "
          + "\(figure(recipe.loss, decimals: 3)).")
    }
    func search(_ k: Int) -> MaskingSearch {
      MaskingSearch(
        quasi.map(\.attribute),
        requirement: PrivacyRequirement(k: k, l: limits.l, t: limits.t, sensitive: sensitive),
        kind: limits.suppression)
    }
    var remedies: [String] = []
    if let found = search(limits.k).best(
      maximumSuppression: limits.maximumSuppression, maximumLoss: 1)
    {
      remedies.append(
        "--max-loss \(Self.rounded(found.loss)): \(Self.levels(found, quasi)), "
          + "\(percentage(found.suppression)) suppressed")
    }
    let lower = [2, 3, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000]
      .filter { $0 < limits.k }
    for k in lower.reversed() {
      if let found = search(k).best(
        maximumSuppression: limits.maximumSuppression, maximumLoss: limits.maximumLoss)
      {
        remedies.append(
          "--k \(k): \(Self.levels(found, quasi)), \(percentage(found.suppression)) suppressed, "
            + "a loss of \(figure(found.loss, decimals: 2))")
        break
      }
    }
    for share in [0.1, 0.15, 0.2, 0.3] where share > limits.maximumSuppression {
      if let found = search(limits.k).best(
        maximumSuppression: share, maximumLoss: limits.maximumLoss)
      {
        remedies.append(
          "--max-suppression \(percentage(share)): \(Self.levels(found, quasi)), a loss of "
            + "\(figure(found.loss, decimals: 2))")
        break
      }
    }
    if remedies.isEmpty {
      lines.append(
        limits.l == nil && limits.t == nil
          ? "Only removing every quasi-identifier would be enough: there are \(records) people."
          : "No masking of these \(records) people is enough: --l or --t require more than their "
            + "answers give.")
    } else {
      lines.append(recipe == nil ? "What would help:" : "What would help, without the recipe:")
      lines += remedies.map { "- \($0)" }
    }
    description = lines.joined(separator: "\n")
  }

  private static func goal(_ limits: ReleaseRecipe.Limits) -> String {
    ["k = \(limits.k)", limits.l.map { "l = \($0)" }, limits.t.map { "t = \($0)" }]
      .compactMap(\.self).joined(separator: ", ")
  }

  private static func levels(_ masking: Masking, _ quasi: [MaskedMicrodata.Quasi]) -> String {
    zip(quasi, masking.levels).map { quasi, level in
      "\(quasi.name) \(quasi.generalisations[level].name)"
    }.joined(separator: ", ")
  }

  /// Rounded up, so the printed figure suffices.
  private static func rounded(_ loss: Double) -> String {
    figure(min(1, ((loss * 100).rounded(.up)) / 100), decimals: 2)
  }
}
