internal import Disclosure
internal import Documents
internal import Study
import TextFormats

/// A change of the options with which a release would not be refused: it was computed with it.
package struct MaskingRemedy: Sendable, CustomStringConvertible {
  package enum Change: Sendable, Hashable {
    case loss(Double)
    case k(Int)
    case suppression(Double)
    case holdingBack
  }

  package let change: Change
  /// What the release would come to.
  private let outcome: String

  package var description: String {
    let option =
      switch change {
      case .loss(let loss): "--max-loss \(figure(loss, decimals: 2))"
      case .k(let k): "--k \(k)"
      case .suppression(let share): "--max-suppression \(percentage(share))"
      case .holdingBack: "--hold-back"
      }
    return "\(option): \(outcome)"
  }

  /// The remedies for people whose limits are not reached.
  static func found(
    _ microdata: Microdata, _ quasi: [MaskedMicrodata.Quasi], limits: ReleaseRecipe.Limits,
    sensitive: [CategoryColumn], after before: ReleasedBefore?
  ) -> [MaskingRemedy] {
    var remedies: [MaskingRemedy] = []
    func add(_ change: Change, _ parts: String...) {
      remedies.append(MaskingRemedy(change: change, outcome: parts.joined(separator: ", ")))
    }
    func search(
      k: Int = limits.k, suppression: Double = limits.maximumSuppression,
      loss: Double = limits.maximumLoss
    ) -> Masking? {
      MaskedMicrodata.search(quasi, limits, k: k, sensitive, after: before)
        .best(maximumSuppression: suppression, maximumLoss: loss)
    }
    func levels(_ masking: Masking) -> String {
      zip(quasi, masking.levels).map { "\($0.name) \($0.generalisations[$1].name)" }
        .joined(separator: ", ")
    }
    func suppressed(_ masking: Masking) -> String {
      "\(percentage(masking.suppression)) suppressed"
    }
    func loss(_ masking: Masking) -> String { "a loss of \(figure(masking.loss, decimals: 2))" }
    if let held = heldBack(microdata, limits, before) {
      add(
        .holdingBack, "leaves out \(counted(held.people, "participant"))", suppressed(held.masking),
        loss(held.masking))
    }
    if let found = search(loss: 1) {
      add(.loss(rounded(found.loss)), levels(found), suppressed(found))
    }
    let lower = [1000, 750, 500, 300, 200, 150, 100, 75, 50, 30, 20, 15, 10, 7, 5, 3, 2]
    let smallest = before?.classes?.smallest ?? 0
    for k in ([smallest] + lower.filter { $0 < smallest || smallest == 0 })
    where (2..<limits.k).contains(k) {
      guard let found = search(k: k) else { continue }
      add(.k(k), levels(found), suppressed(found), loss(found))
      break
    }
    for share in [0.1, 0.15, 0.2, 0.3] where share > limits.maximumSuppression {
      guard let found = search(suppression: share) else { continue }
      add(.suppression(share), levels(found), loss(found))
      break
    }
    return remedies
  }

  /// What is left to release without those whom earlier releases leave in small groups; nil if
  /// there are none, or that is not enough.
  private static func heldBack(
    _ microdata: Microdata, _ limits: ReleaseRecipe.Limits, _ before: ReleasedBefore?
  ) -> (people: Int, masking: Masking)? {
    guard let before, let kept = before.notHeldBack(k: limits.k), !kept.isEmpty else { return nil }
    let rest = microdata.holdingBackOthers(than: kept)
    let after = before.keeping(kept)
    guard
      let quasi = try? MaskedMicrodata.quasiIdentifiers(rest, time: limits.time, after: after),
      let sensitive = try? rest.sensitive(),
      let masking = MaskedMicrodata.search(quasi, limits, sensitive, after: after).best(
        maximumSuppression: limits.maximumSuppression, maximumLoss: limits.maximumLoss)
    else { return nil }
    return (microdata.people.count - kept.count, masking)
  }

  /// Rounded up, so the printed figure suffices.
  private static func rounded(_ loss: Double) -> Double {
    min(1, ((loss * 100).rounded(.up)) / 100)
  }
}
