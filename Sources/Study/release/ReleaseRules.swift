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

  package let description: ReleaseDescription
  /// Whether `authors` stood in the file; else the description names a stand-in.
  package let namesAuthors: Bool
  /// Questions that others may know the answer to; nil takes all demographics but the attributes
  /// and what is withheld.
  package let quasiIdentifiers: [String]?
  /// Questions whose answers are released as given.
  package let attributes: [String]
  /// Questions whose answers stay here.
  package let withheld: [String]
  /// Columns that may tell who somebody is, and that this study may release.
  package let identifying: [IdentifyingColumn]
  /// nil takes the emotion and the default scores.
  package let sensitive: [Sensitive]?
  package let hierarchies: [String: GeneralisationHierarchy]
  package let home: String?

  package init(
    description: ReleaseDescription, namesAuthors: Bool, quasiIdentifiers: [String]? = nil,
    attributes: [String] = [], withheld: [String] = [], identifying: [IdentifyingColumn] = [],
    sensitive: [Sensitive]? = nil, hierarchies: [String: GeneralisationHierarchy] = [:],
    home: String? = nil
  ) {
    self.description = description
    self.namesAuthors = namesAuthors
    self.quasiIdentifiers = quasiIdentifiers
    self.attributes = attributes
    self.withheld = withheld
    self.identifying = identifying
    self.sensitive = sensitive
    self.hierarchies = hierarchies
    self.home = home
  }

  /// The rules of a study that states none.
  package init(title: String) {
    self.init(
      description: ReleaseDescription(
        title: title, authors: [ReleaseDescription.Author(group: "The authors of “\(title)”")]),
      namesAuthors: false)
  }

  /// The same rules of a dataset that is described otherwise.
  package func with(_ description: ReleaseDescription) -> ReleaseRules {
    ReleaseRules(
      description: description, namesAuthors: namesAuthors,
      quasiIdentifiers: quasiIdentifiers, attributes: attributes, withheld: withheld,
      identifying: identifying, sensitive: sensitive, hierarchies: hierarchies, home: home)
  }

  /// The same rules with other quasi-identifiers.
  package func with(quasiIdentifiers: [String]) -> ReleaseRules {
    ReleaseRules(
      description: description, namesAuthors: namesAuthors, quasiIdentifiers: quasiIdentifiers,
      attributes: attributes, withheld: withheld, identifying: identifying,
      sensitive: sensitive, hierarchies: hierarchies, home: home)
  }

  /// The hierarchy of a question: the study's own, the one that Evoke brings, or none but all or
  /// nothing.
  package func hierarchy(of question: String, form: Question.Form?) -> GeneralisationHierarchy {
    if let own = hierarchies[question] { return own.keeping(home: home) }
    let isCountry = if case .country? = form { true } else { false }
    let isYear = if case .yearOfBirth? = form { true } else { false }
    let name = isCountry ? "country" : isYear ? "year_of_birth" : question
    if let bundled = GeneralisationHierarchy.bundled(name) { return bundled.keeping(home: home) }
    if case .number(let range)? = form { return GeneralisationHierarchy(range: range) }
    return GeneralisationHierarchy(values: [])
  }
}
