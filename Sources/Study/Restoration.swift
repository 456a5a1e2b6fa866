/// What returning to a copy of a study's database means, and whether it was done.
package struct Restoration: Sendable {
  /// What a database holds.
  package struct Extent: Sendable, Equatable {
    package let respondents: Int
    package let completed: Int
    package let administrations: Int
    /// When the newest page was recorded; nil if there is none.
    package let newest: String?

    package init(respondents: Int, completed: Int, administrations: Int, newest: String?) {
      self.respondents = respondents
      self.completed = completed
      self.administrations = administrations
      self.newest = newest
    }
  }

  package let database: String
  package let copy: String
  package let copied: Extent
  /// What the study's database holds; nil if it is missing or cannot be read.
  package var present: Extent?
  /// Why the study's database cannot be read; nil if it can be, or is missing.
  package var damage: String?
  /// Respondents of the database who are not in the copy.
  package var respondentsLost = 0
  /// Administrations of the database that are not in the copy.
  package var administrationsLost = 0
  /// Participants of the copy who have withdrawn since, by their UUIDs, and when: their answers do not
  /// come back.
  package var withdrawn: [String: String] = [:]
  /// Whether it is known who has withdrawn since, from the database or from what is remembered beside it.
  package var knowsWithdrawals = false
  /// Whether the copy's marks need its own key, and not the one beside the database.
  package var bringsKey = false
  /// The versions of the study that asked the respondents of the copy, oldest first.
  package var versions: [StoreExamination.Version] = []
  /// Where the database is now; nil if nothing was done, or there was none.
  package var putAside: String?
  package var isDone = false

  package init(database: String, copy: String, copied: Extent) {
    self.database = database
    self.copy = copy
    self.copied = copied
  }
}
