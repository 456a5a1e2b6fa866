/// A copy of a study's database, which was opened and compared with it.
package struct Backup: Sendable {
  package let path: String
  package let respondents: Int
  package let bytes: Int
  /// Older copies that were removed.
  package let removed: [String]
  package let seconds: Double
  /// Whether the study's key was copied too; else there is none.
  package let hasKey: Bool

  package init(
    path: String, respondents: Int, bytes: Int, removed: [String], seconds: Double, hasKey: Bool
  ) {
    self.path = path
    self.respondents = respondents
    self.bytes = bytes
    self.removed = removed
    self.seconds = seconds
    self.hasKey = hasKey
  }
}
