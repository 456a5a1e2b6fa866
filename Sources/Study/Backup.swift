/// A copy of a study's database, which was opened and compared with it.
package struct Backup: Sendable {
  package let path: String
  package let respondents: Int
  package let bytes: Int
  /// Older copies that were removed.
  package let removed: [String]
  package let seconds: Double

  package init(path: String, respondents: Int, bytes: Int, removed: [String], seconds: Double) {
    self.path = path
    self.respondents = respondents
    self.bytes = bytes
    self.removed = removed
    self.seconds = seconds
  }
}
