package import Study
import TextFormats

/// The languages of an `Accept-Language` header, best first (RFC 9110, section 12.5.4).
///
/// A language refused with `q=0`, the asterisk and what cannot be read are skipped; of a list
/// longer than any browser sends only the first part counts.
package func acceptedLanguages(_ header: String?) -> [Language] {
  let ranges = (header ?? "").split(separator: ",").prefix(40).compactMap {
    range -> (language: Language, weight: Double)? in
    let parts = range.split(separator: ";").map { String($0).trimmingWhitespace }
    guard let tag = parts.first, tag.wholeMatch(of: /[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*/) != nil
    else { return nil }
    let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
    return (weight ?? 1) > 0 ? (Language(tag), weight ?? 1) : nil
  }
  // Sorting must keep the order of equal weights, which the library does not promise.
  return ranges.enumerated()
    .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
    .map(\.element.language)
}
