/// What `release:` of study.yaml states: what the dataset is, and what of it may leave.
package struct ReleaseRules: Sendable {
  /// A column whose values should not be learnt of a person.
  package struct Sensitive: Sendable, Hashable {
    package let column: String
    /// The last number of each band that values are grouped in; nil takes them as they are.
    package let bands: [Double]?

    package init(column: String, bands: [Double]? = nil) {
      self.column = column
      self.bands = bands
    }
  }

  /// A text file that states how the answers to a question may be coarsened.
  package struct HierarchyFile: Sendable, Hashable {
    /// What messages call the file.
    package let name: String
    package let text: String
  }

  package var description: ReleaseDescription
  /// Whether the file has `authors`; if not, the description names a stand-in.
  package let namesAuthors: Bool
  /// Questions that others may know the answer to; nil takes all demographics but the attributes
  /// and what is withheld.
  package var quasiIdentifiers: [String]?
  /// Questions whose answers are released as given.
  package internal(set) var attributes: [String] = []
  /// Questions whose answers stay here.
  package internal(set) var withheld: [String] = []
  /// Identifying columns that this study may release.
  package internal(set) var identifying: [IdentifyingColumn] = []
  /// nil takes the emotion and the default scores.
  package internal(set) var sensitive: [Sensitive]?
  /// How answers are coarsened, by their questions: the files that the study names, as they were read.
  package internal(set) var hierarchies: [String: HierarchyFile] = [:]
  package internal(set) var home: String?
}

extension ReleaseRules {
  /// The rules of a study that states none.
  package init(title: String) {
    self.init(
      description: ReleaseDescription(
        title: title, authors: [ReleaseDescription.Author(group: "The authors of “\(title)”")]),
      namesAuthors: false)
  }
}
