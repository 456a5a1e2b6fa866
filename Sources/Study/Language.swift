/// A BCP 47 language tag, such as `en` or `zh-Hans`.
package struct Language: Hashable, Sendable, CustomStringConvertible {
  package let tag: String

  package init(_ tag: String) {
    self.tag = tag
  }

  package static let english = Language("en")

  /// The first part of the tag, in lower case: `zh` of `zh-Hans`.
  package var primary: String {
    tag.prefix { $0 != "-" }.lowercased()
  }

  /// Whether the other tag is the same language or a more specific tag: `de` and `de-AT`.
  func agrees(with other: Language) -> Bool {
    let (a, b) = (tag.lowercased(), other.tag.lowercased())
    return a == b || a.hasPrefix("\(b)-") || b.hasPrefix("\(a)-")
  }

  /// Which way text runs: `rtl` for Arabic, Hebrew, Persian and Urdu, else `ltr`.
  package var direction: String {
    ["ar", "fa", "he", "ur"].contains(primary) ? "rtl" : "ltr"
  }

  package var description: String { tag }
}
