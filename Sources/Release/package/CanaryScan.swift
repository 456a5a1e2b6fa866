package import Foundation
internal import TextFormats

/// Looks in every byte of a package for what must not be there.
package struct CanaryScan: Sendable {
  private let secrets: SecretTexts
  /// Long secrets without spaces and hyphens.
  private let unspaced: SecretTexts
  private let permitted: Set<String>

  /// - Parameters:
  ///   - secrets: texts that must not appear; short ones are looked for as separate words.
  ///   - permitted: texts that may appear anyway: the authors' own e-mail addresses, and what the
  ///     study released by name.
  package init(secrets: some Sequence<String>, permitted: some Sequence<String>) {
    let permitted = Set(permitted)
    self.permitted = permitted.union(permitted.map { $0.lowercased() })
    let secrets = secrets.filter { !permitted.contains($0) }
    self.secrets = SecretTexts(secrets)
    unspaced = SecretTexts(
      secrets.lazy.map { String(decoding: $0.utf8.filter { !Self.isSpacing($0) }, as: UTF8.self) }
        .filter { $0.utf8.count >= SecretTexts.shortest })
  }

  /// Short secrets that are ordinary words or numbers, which only a whole cell can give away.
  var ordinary: Set<String> { secrets.ordinary }

  /// What was found in a file, in words that do not repeat it.
  package func findings(in contents: Foundation.Data, name: String) -> [String] {
    var found: [String] = []
    let bytes = [UInt8](contents)
    if secrets.stand(in: bytes) {
      found.append("\(name): contains an identity, an id, an exact time or words of the source")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { return found }
    if !addresses(text, bytes).isEmpty { found.append("\(name): contains an e-mail address") }
    if Self.isTable(name) {
      if !networkAddresses(text, bytes).isEmpty {
        found.append("\(name): contains what looks like an IP address")
      }
      if !times(text, bytes).isEmpty { found.append("\(name): contains an exact time") }
    }
    return found
  }

  /// The text without what a table must not hold, and how many pieces were taken out. Control
  /// characters are no part of what a person wrote; lines stay.
  func redacted(_ text: String) -> (text: String, removed: Int) {
    let text = text.withoutControls
    let bytes = Array(text.utf8)
    let found =
      (addresses(text, bytes) + networkAddresses(text, bytes) + times(text, bytes)).map { part in
        let start = text.utf8.distance(from: text.startIndex, to: part.startIndex)
        return start..<(start + part.utf8.count)
      } + secrets.ranges(in: bytes) + spacedRanges(in: bytes)
    guard !found.isEmpty else { return (text, 0) }
    var pieces: [UInt8] = []
    var removed = 0
    var end = 0
    for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound >= end {
        pieces += bytes[end..<range.lowerBound] + Array(Self.removal.utf8)
        removed += 1
      }
      end = max(end, range.upperBound)
    }
    return (String(decoding: pieces + bytes[end...], as: UTF8.self), removed)
  }

  /// The ranges of secrets that a person wrote with other spaces or hyphens within.
  private func spacedRanges(in bytes: [UInt8]) -> [Range<Int>] {
    let kept = bytes.indices.filter { !Self.isSpacing(bytes[$0]) }
    return unspaced.ranges(in: kept.map { bytes[$0] }).map {
      kept[$0.lowerBound]..<(kept[$0.upperBound - 1] + 1)
    }
  }

  private static func isSpacing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")
  }

  /// The replacement for what was removed from a participant's words.
  static let removal = "[removed]"

  /// Whether a file of a package holds rows of people.
  private static func isTable(_ name: String) -> Bool {
    name.hasPrefix("data/") || name.hasPrefix("phenotype/") || name == PackageFormat.bids.wideTable
  }

  // Each looks first for a byte without which there is no match: a search costs much more.

  private func addresses(_ text: String, _ bytes: [UInt8]) -> [Substring] {
    guard bytes.contains(UInt8(ascii: "@")) || text.contains("＠") else { return [] }
    // Letters of every script: an address and its domain can be internationalised (RFC 6531).
    return text.matches(
      of:
        /[\p{L}\p{M}\p{N}._%+\-]+[@＠][\p{L}\p{M}\p{N}\-]+(?:[.。][\p{L}\p{M}\p{N}\-]+)*[.。][\p{L}][\p{L}\p{M}\p{N}\-]+/
    ).map(\.output).filter { !permitted.contains($0.lowercased()) }
  }

  private func networkAddresses(_ text: String, _ bytes: [UInt8]) -> [Substring] {
    var found: [Substring] = []
    if bytes.contains(UInt8(ascii: ".")) {
      found += text.matches(of: /(?:^|[^0-9.])((?:\d{1,3}\.){3}\d{1,3})(?!\.?[0-9])/).map(
        \.output.1
      )
      .filter { $0.split(separator: ".").allSatisfy { (Int($0) ?? 256) < 256 } }
    }
    if bytes.contains(UInt8(ascii: ":")) {
      // Eight groups, or fewer around `::`.
      found += text.matches(
        of: /(?:^|[^0-9A-Za-z:.])((?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4})(?![0-9A-Za-z:])/
      ).map(\.output.1)
      found += text.matches(
        of:
          /(?:^|[^0-9A-Za-z:.])((?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6})(?![0-9A-Za-z:])/
      ).map(\.output.1)
    }
    return found
  }

  private func times(_ text: String, _ bytes: [UInt8]) -> [Substring] {
    guard bytes.contains(UInt8(ascii: ":")) else { return [] }
    return text.matches(of: /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/).map(\.output)
      .filter { !permitted.contains(String($0)) }
  }
}
