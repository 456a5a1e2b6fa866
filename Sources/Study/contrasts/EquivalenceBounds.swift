/// How far a mean change, or a difference of such, may be from 0 and still count as none, in either
/// direction.
package enum EquivalenceBounds: Sendable, Hashable {
  /// Points of the score.
  case points(Double)
  /// SDs of the changes that are tested.
  case sds(Double)

  /// Scale points such as `2`, or SDs such as `0.2sd`; nil for anything else.
  package init?(_ text: String) {
    let text = text.lowercased()
    let isShare = text.hasSuffix("sd")
    let number = text.dropLast(isShare ? 2 : 0)
    guard number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let bound = Double(number), bound > 0, bound < 1e6
    else { return nil }
    self = isShare ? .sds(bound) : .points(bound)
  }

  /// What a text has to be.
  package static let expected =
    "scale points above 0, such as 2, or SDs of the change, such as 0.2sd"

  /// The bounds in points.
  ///
  /// - Parameter sd: of the changes that are tested.
  package func points(sd: Double) -> Double {
    switch self {
    case .points(let points): points
    case .sds(let share): share * sd
    }
  }
}
