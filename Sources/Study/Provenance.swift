/// What figures were computed from.
package struct Provenance: Sendable, Hashable, Decodable {
  package let path: String
  /// Of the file, in lower-case hexadecimal; nil for a database, whose content still changes.
  package let sha256: String?
  package let participants: Int
  /// What they are; nil if a stored baseline does not say.
  package let kind: RespondentKind?

  package init(path: String, sha256: String?, participants: Int, kind: RespondentKind? = .human) {
    self.path = path
    self.sha256 = sha256
    self.participants = participants
    self.kind = kind
  }
}
