internal import Disclosure
internal import Documents
internal import Study
import TextFormats

/// Changes of the options with which a release would not be refused: it was computed with them.
package struct MaskingRemedy: Sendable, CustomStringConvertible {
  package enum Change: Sendable, Hashable {
    case loss(Double)
    case k(Int)
    case suppression(Double)
    case holdingBack

    fileprivate var option: String {
      switch self {
      case .loss(let loss): "--max-loss \(figure(loss, decimals: 2))"
      case .k(let k): "--k \(k)"
      case .suppression(let share): "--max-suppression \(percentage(share))"
      case .holdingBack: "--hold-back"
      }
    }
  }

  /// All of them together are enough.
  package let changes: [Change]
  /// What the release would come to.
  private let outcome: String

  package var description: String {
    "\(changes.map(\.option).joined(separator: " ")): \(outcome)"
  }

  /// The remedies for people whose limits are not reached.
  static func found(
    _ microdata: Microdata, _ quasi: [MaskedMicrodata.Quasi], limits: ReleaseRecipe.Limits,
    sensitive: [CategoryColumn], after before: ReleasedBefore?
  ) -> [MaskingRemedy] {
    let everyone = People(quasi: quasi, sensitive: sensitive, before: before)
    var remedies: [MaskingRemedy] = []
    if let (held, rest) = heldBack(microdata, limits, before), let found = rest.leastMore(limits) {
      remedies.append(
        MaskingRemedy(
          changes: [.holdingBack] + found.changes,
          outcome: "leaves out \(counted(held, "participant")), \(rest.outcome(found.masking))"))
    }
    let byLoss = everyone.search(limits, loss: 1)
    if let byLoss {
      remedies.append(
        MaskingRemedy(
          changes: [.loss(rounded(byLoss.loss))], outcome: everyone.outcome(byLoss, loss: false)))
    }
    if let (k, found) = lowerK(everyone, limits, isEnoughAlone: byLoss != nil) {
      remedies.append(
        MaskingRemedy(changes: [.k(k)] + found.changes, outcome: everyone.outcome(found.masking)))
    }
    if let (share, found) = everyone.moreSuppression(limits) {
      remedies.append(
        MaskingRemedy(
          changes: [.suppression(share)], outcome: everyone.outcome(found, suppressed: false)))
    }
    return remedies
  }

  /// The largest k below that of the limits that can be had: at most that of the earlier releases.
  ///
  /// - Parameter isEnoughAlone: whether only a k is wanted that needs no other change.
  private static func lowerK(
    _ people: People, _ limits: ReleaseRecipe.Limits, isEnoughAlone: Bool
  ) -> (Int, Found)? {
    let usual = [1000, 750, 500, 300, 200, 150, 100, 75, 50, 30, 20, 15, 10, 7, 5, 3, 2]
    let smallest = people.before?.classes?.smallest ?? 0
    let lower = ([smallest] + usual.filter { $0 < smallest || smallest == 0 })
      .filter { (2..<limits.k).contains($0) }
    func with(_ k: Int) -> ReleaseRecipe.Limits {
      var limits = limits
      limits.k = k
      return limits
    }
    for k in lower {
      if let masking = people.search(with(k)) { return (k, ([], masking)) }
    }
    guard !isEnoughAlone else { return nil }
    for k in lower {
      if let found = people.leastMore(with(k)) { return (k, found) }
    }
    return nil
  }

  /// Those who are left without the ones whom earlier releases leave in small groups; nil if there
  /// are none of these, or no one else.
  private static func heldBack(
    _ microdata: Microdata, _ limits: ReleaseRecipe.Limits, _ before: ReleasedBefore?
  ) -> (held: Int, rest: People)? {
    guard let before, let kept = before.notHeldBack(k: limits.k), !kept.isEmpty else { return nil }
    let rest = microdata.holdingBackOthers(than: kept)
    let after = before.keeping(kept)
    guard
      let quasi = try? MaskedMicrodata.quasiIdentifiers(rest, time: limits.time, after: after),
      let sensitive = try? rest.sensitive()
    else { return nil }
    return (
      microdata.people.count - kept.count, People(quasi: quasi, sensitive: sensitive, before: after)
    )
  }

  /// Rounded up, so the printed figure suffices.
  private static func rounded(_ loss: Double) -> Double {
    min(1, ((loss * 100).rounded(.up)) / 100)
  }

  private typealias Found = (changes: [Change], masking: Masking)

  /// People who may be released, with all levels of their quasi-identifiers.
  private struct People {
    let quasi: [MaskedMicrodata.Quasi]
    let sensitive: [CategoryColumn]
    let before: ReleasedBefore?

    func search(
      _ limits: ReleaseRecipe.Limits, suppression: Double? = nil, loss: Double? = nil
    ) -> Masking? {
      MaskedMicrodata.search(quasi, limits, sensitive, after: before).best(
        maximumSuppression: suppression ?? limits.maximumSuppression,
        maximumLoss: loss ?? limits.maximumLoss)
    }

    /// The smallest larger share of suppressed cells that is enough.
    func moreSuppression(_ limits: ReleaseRecipe.Limits, loss: Double? = nil) -> (Double, Masking)?
    {
      for share in [0.1, 0.15, 0.2, 0.3] where share > limits.maximumSuppression {
        if let found = search(limits, suppression: share, loss: loss) { return (share, found) }
      }
      return nil
    }

    /// The masking within the limits or, if there is none, with more loss, more suppression, or both.
    func leastMore(_ limits: ReleaseRecipe.Limits) -> Found? {
      if let found = search(limits) { return ([], found) }
      if let found = search(limits, loss: 1) { return ([.loss(rounded(found.loss))], found) }
      if let (share, found) = moreSuppression(limits) { return ([.suppression(share)], found) }
      guard let (share, found) = moreSuppression(limits, loss: 1) else { return nil }
      return ([.loss(rounded(found.loss)), .suppression(share)], found)
    }

    /// What a masking comes to: its levels, the share of suppressed cells, and its loss.
    func outcome(_ masking: Masking, suppressed: Bool = true, loss: Bool = true) -> String {
      let levels = zip(quasi, masking.levels).map { "\($0.name) \($0.generalisations[$1].name)" }
      return
        (levels
        + [
          suppressed ? "\(percentage(masking.suppression)) suppressed" : nil,
          loss ? "a loss of \(figure(masking.loss, decimals: 2))" : nil,
        ].compactMap(\.self)).joined(separator: ", ")
    }
  }
}
