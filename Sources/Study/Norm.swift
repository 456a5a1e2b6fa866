/// The published figures of a group of people on one subscale, to set results beside.
package struct Norm: Sendable, Hashable {
  package let subscale: SubscaleID
  package let name: String
  /// At least 1; nil if the publication does not say.
  package let n: Int?
  package let mean: Double
  /// With n - 1, never negative; nil if the publication does not say.
  package let sd: Double?
  package let source: String
}
