package import Foundation

/// Expected figures read from JSON: `figures["t_tests"]["welch"]["t"].number`.
package struct Figures {
  package let value: Any?

  package init(_ value: Any?) { self.value = value is NSNull ? nil : value }

  package init(contentsOf file: URL) throws {
    self.init(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
  }

  package subscript(key: String) -> Figures { Figures((value as? [String: Any])?[key]) }

  /// A number, nil for null.
  package var number: Double? { (value as? NSNumber)?.doubleValue }
  /// An array, null elements kept.
  package var list: [Figures]? { (value as? [Any]).map { $0.map(Figures.init) } }
  package var numbers: [Double]? { list?.compactMap(\.number) }
  package var text: String? { value as? String }
  package var flag: Bool? { (value as? NSNumber)?.boolValue }
  /// The keys, sorted.
  package var keys: [String] { ((value as? [String: Any])?.keys).map { $0.sorted() } ?? [] }
}

/// Whether a figure is within a relative tolerance of the expected one, or within the same share
/// of `scale` where that is larger. nil agrees with nil only.
package func agree(
  _ value: Double?, _ expected: Double?, within tolerance: Double = 1e-10, scale: Double = 0
) -> Bool {
  guard let value, let expected else { return value == nil && expected == nil }
  return value == expected || abs(value - expected) <= tolerance * max(abs(expected), scale)
}
