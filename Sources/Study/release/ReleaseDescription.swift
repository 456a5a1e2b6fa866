/// What `release:` of study.yaml says about a dataset: who made it, what it is, who may use it.
package struct ReleaseDescription: Sendable, Hashable {
  /// A person with a family name, or a group with a name alone.
  package struct Author: Sendable, Hashable {
    package internal(set) var givenNames: String?
    package internal(set) var familyName: String?
    /// The name of a group or an institution; nil for a person.
    package internal(set) var group: String?
    /// Sixteen digits in groups of four, joined by hyphens, without an address before them.
    package internal(set) var orcid: String?
    package internal(set) var affiliation: String?
    package internal(set) var email: String?

    /// The name as people write it: `Ada Lovelace`.
    package var displayName: String {
      group ?? [givenNames, familyName].compactMap(\.self).joined(separator: " ")
    }

    /// The name as lists sort it: `Lovelace, Ada`.
    package var sortedName: String {
      group ?? [familyName, givenNames].compactMap(\.self).joined(separator: ", ")
    }
  }

  package internal(set) var title: String
  /// What a reader must know before anything else; nil for people's answers.
  package internal(set) var note: String?
  /// A paragraph of plain text; nil if the study gives none.
  package internal(set) var description: String?
  package internal(set) var keywords: [String] = []
  /// An SPDX identifier such as `CC-BY-4.0`; nil if no licence has been chosen.
  package internal(set) var licence: String?
  /// At least one.
  package let authors: [Author]
  /// Who makes the dataset available, such as an archive or a university.
  package internal(set) var publisher: String?
  /// The release's version, such as `1.0.0`.
  package internal(set) var version = "1.0.0"
  /// Without an address before it, as `10.5281/zenodo.123`.
  package internal(set) var doi: String?
  package internal(set) var url: String?
  /// Works to cite beside the dataset, as text.
  package internal(set) var references: [String] = []
  /// What changed since the last release, one line per entry.
  package internal(set) var changes: [String] = []

  /// The same description, with what a reader must know before anything else.
  package func addingNote(_ note: String) -> ReleaseDescription {
    var description = self
    description.note = note
    return description
  }

  /// The same description, which says whose the answers are; participants' are taken for granted.
  package func withKind(_ kind: RespondentKind) -> ReleaseDescription {
    var description = self
    description.title += kind.titleSuffix
    description.note = kind.note ?? note
    return description
  }
}

extension RespondentKind {
  /// What follows a title, so that it says whose the answers are; empty for participants'.
  package var titleSuffix: String {
    switch self {
    case .human: ""
    case .simulated: " (simulated answers)"
    case .test: " (test answers)"
    case .model: " (a model's answers)"
    }
  }

  /// The first sentence of a description; nil for participants' answers.
  package var note: String? {
    switch self {
    case .human: nil
    case .simulated: "These answers are simulated; no person gave them."
    case .test: "These answers were given to try the study; they are not data from participants."
    case .model: "These answers are a language model's; no person gave them."
    }
  }
}
