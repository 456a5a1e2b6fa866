/// What an examination of a database found.
package struct StoreExamination: Sendable {
  /// What was looked at.
  package enum Part: String, Sendable, CaseIterable {
    /// The pages of the file.
    case file
    /// Rows that refer to rows which are not there.
    case references
    /// The chain of the log of actions.
    case log
    /// Rows whose values mean nothing.
    case rows
    /// Tables, views, triggers and indexes.
    case schema
    /// Numbers that are kept of participants.
    case counts
    /// Answers and people that are not what was recorded, by their marks.
    case seals
    /// What cannot be checked, because the key or the marks are missing.
    case key
    /// Scores that do not follow from the answers.
    case scores
    /// Answers that should not be there, or that should.
    case orphans
    /// The study and the instruments as they were kept.
    case versions
    /// The files beside the database.
    case beside
    /// Room on the disk.
    case space
  }

  package struct Finding: Sendable, Hashable {
    package let part: Part
    /// What is wrong, with the table and the row.
    package let text: String

    package init(_ part: Part, _ text: String) {
      self.part = part
      self.text = text
    }

    /// Whether the database is damaged; otherwise it is a warning.
    package var isDamage: Bool { ![.key, .beside, .space].contains(part) }
  }

  package struct Version: Sendable {
    package let sha256: String
    package let title: String
    package let firstUsed: String
    package let respondents: Int

    package init(sha256: String, title: String, firstUsed: String, respondents: Int) {
      self.sha256 = sha256
      self.title = title
      self.firstUsed = firstUsed
      self.respondents = respondents
    }
  }

  package let path: String
  package var findings: [Finding] = []
  /// The newest migration of the tables; nil if it cannot be read.
  package var migration: String?
  package var respondents: Int?
  package var administrations: Int?
  /// The versions of the study, oldest first.
  package var versions: [Version] = []
  package var bytes: Int?
  /// What is free on the disk.
  package var freeBytes: Int?

  package init(path: String) {
    self.path = path
  }

  package var isSound: Bool { !findings.contains(where: \.isDamage) }
}
