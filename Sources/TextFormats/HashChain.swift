/// The hashes of a log in which each entry holds the hash of the one before it, so that a later change
/// shows.
///
/// An entry's hash is the SHA-256 of the hash before it (empty for the first entry) and of the entry's
/// own fields, joined by zero bytes.
package struct HashChain: Sendable {
  /// The hash of the last entry; empty if there is none.
  package private(set) var last: String

  package init(after last: String = "") {
    self.last = last
  }

  /// Adds an entry and returns its hash.
  package mutating func add(_ fields: [String]) -> String {
    last = sha256Hex(([last] + fields).joined(separator: "\u{0}").utf8)
    return last
  }

  /// Adds an entry as it was written, and returns whether both of its hashes are right.
  package mutating func takes(_ fields: [String], previous: String, sha256: String) -> Bool {
    previous == last && sha256 == add(fields)
  }
}
