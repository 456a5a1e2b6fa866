/// What figures were computed from.
package struct Provenance: Sendable, Hashable, Decodable {
  package let path: String
  /// Of the file, in lower-case hexadecimal; nil for a database, whose content still changes.
  package let sha256: String?
  package let participants: Int

  package init(path: String, sha256: String?, participants: Int) {
    self.path = path
    self.sha256 = sha256
    self.participants = participants
  }
}
