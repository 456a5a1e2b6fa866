extension Baseline {
  /// What the figures were computed from.
  package struct Source: Sendable {
    package let path: String
    /// Of the file; nil for a database, which is alive.
    package let sha256: String?
    package let participants: Int

    package init(path: String, sha256: String?, participants: Int) {
      self.path = path
      self.sha256 = sha256
      self.participants = participants
    }
  }
}
