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
      "As answered, \(grouped(small.count)) of \(grouped(classes.sizes.count)) classes are below "
        + "\(limits.k), with \(grouped(small.reduce(0, +))) of \(grouped(records)) people.",
    ]
    if let recipe {
      lines.append(
        "The recipe comes to \(percentage(recipe.suppression)) suppressed and a loss of "
          + "\(figure(recipe.loss, decimals: 3)).")
    }
    func search(
      k: Int = limits.k, suppression: Double = limits.maximumSuppression,
      loss: Double = limits.maximumLoss
    ) -> Masking? {
      MaskedMicrodata.search(quasi, limits, k: k, sensitive)
        .best(maximumSuppression: suppression, maximumLoss: loss)
    }
    func levels(_ masking: Masking) -> String {
      zip(quasi, masking.levels).map { "\($0.name) \($0.generalisations[$1].name)" }
        .joined(separator: ", ")
    }
    var remedies: [String] = []
    if let found = search(loss: 1) {
      remedies.append(
        "--max-loss \(Self.rounded(found.loss)): \(levels(found)), "
          + "\(percentage(found.suppression)) suppressed")
    }
    let lower = [1000, 750, 500, 300, 200, 150, 100, 75, 50, 30, 20, 15, 10, 7, 5, 3, 2]
    for k in lower where k < limits.k {
      guard let found = search(k: k) else { continue }
      remedies.append(
        "--k \(k): \(levels(found)), \(percentage(found.suppression)) suppressed, a loss of "
          + figure(found.loss, decimals: 2))
      break
    }
    for share in [0.1, 0.15, 0.2, 0.3] where share > limits.maximumSuppression {
      guard let found = search(suppression: share) else { continue }
      remedies.append(
        "--max-suppression \(percentage(share)): \(levels(found)), a loss of "
          + figure(found.loss, decimals: 2))
      break
    }
    if remedies.isEmpty {
      lines.append(
        limits.l == nil && limits.t == nil
          ? records < limits.k
            ? "No masking reaches it with fewer than \(limits.k) people."
            : "Only removing every quasi-identifier would be enough."
          : "No masking of these \(grouped(records)) people is enough: --l or --t require more than "
            + "their answers give.")
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

  /// Rounded up, so the printed figure suffices.
  private static func rounded(_ loss: Double) -> String {
    figure(min(1, ((loss * 100).rounded(.up)) / 100), decimals: 2)
  }
}
