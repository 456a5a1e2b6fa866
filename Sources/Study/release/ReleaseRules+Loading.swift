import Statistics
import TextFormats
import Yams

extension ReleaseRules {
  private static let keys = [
    "title", "description", "keywords", "licence", "authors", "publisher", "version", "doi", "url",
    "references", "changes", "quasi_identifiers", "attributes", "withheld", "identifying",
    "sensitive", "hierarchies", "home",
  ]

  /// The rules of a separate file, for a source without a study.
  ///
  /// - Parameter files: where the hierarchies that it names are read from.
  /// - Throws: `DiagnosedError` with every problem of the file.
  package init(
    yaml text: String, file: String, files: some StudyFiles, title: String
  ) throws {
    let document = YAMLDocument(file: file)
    var loader = Loader(files: files, questions: nil, imagining: Imagining(), title: title)
    let rules = try document.compose(text).flatMap { try loader.load($0, in: document) }
    let problems = document.diagnostics.errors
    guard let rules, problems.isEmpty else { throw DiagnosedError(problems) }
    self = rules
  }

  /// Reads `release:`, and the files that it names.
  struct Loader<Folder: StudyFiles> {
    let files: Folder
    /// The demographics; nil if they are not known.
    let questions: [Question]?
    /// What the study asks about the situation.
    let imagining: Imagining
    /// The study's title.
    let title: String
    /// The files read so far.
    private(set) var read: [StudyDefinition.SourceFile] = []

    init(files: Folder, questions: [Question]?, imagining: Imagining, title: String) {
      self.files = files
      self.questions = questions
      self.imagining = imagining
      self.title = title
    }

    mutating func load(_ node: Node, in document: YAMLDocument) throws -> ReleaseRules? {
      guard let fields = YAMLMapping(node, in: document, name: "`release`", keys: keys) else {
        return nil
      }
      let quasi = fields.has("quasi_identifiers") ? ids("quasi_identifiers", fields) : nil
      let (attributes, withheld) = (ids("attributes", fields), ids("withheld", fields))
      let identifying = identifying(fields)
      var listed: Set<String> = []
      for (key, names) in [
        ("quasi_identifiers", quasi ?? []), ("attributes", attributes), ("withheld", withheld),
        ("identifying", identifying.map(\.name)),
      ] {
        for name in names where !listed.insert(name).inserted {
          fields.report(
            key,
            "`\(name)` appears twice; a question must be in only one of `quasi_identifiers`, "
              + "`attributes`, `withheld` and `identifying` together")
        }
      }
      let hierarchies = try hierarchies(fields)
      let home = fields.optionalString("home")
      if let home, home.count == 2, !Country.codes.contains(home.uppercased()) {
        fields.report("home", "`\(home)` is not an ISO 3166-1 country code, such as GB")
      }
      let authors = authors(fields)
      return ReleaseRules(
        description: description(fields, title: title, authors: authors),
        namesAuthors: !authors.isEmpty, quasiIdentifiers: quasi, attributes: attributes,
        withheld: withheld, identifying: identifying,
        sensitive: fields.has("sensitive") ? sensitive(fields) : nil, hierarchies: hierarchies,
        home: home)
    }

    private func ids(_ key: String, _ fields: YAMLMapping) -> [String] {
      fields.strings(key).map { text, node in
        if let questions, !questions.contains(where: { $0.id.name == text }) {
          let hint = hint(for: text, among: questions.map(\.id.name))
          fields.document.report(node, "`demographics` has no question `\(text)`\(hint)")
        }
        return text
      }
    }

    private mutating func hierarchies(_ fields: YAMLMapping) throws -> [String: HierarchyFile] {
      var hierarchies: [String: HierarchyFile] = [:]
      for (question, _, value) in fields.pairs("hierarchies") {
        guard let path = fields.string(value, question) else { continue }
        guard let text = try files.text(of: path) else {
          fields.document.report(value, "there is no file `\(path)` in the study's folder")
          continue
        }
        read.append(StudyDefinition.SourceFile(path: path, text: text))
        hierarchies[question] = HierarchyFile(name: files.displayName(of: path), text: text)
      }
      return hierarchies
    }

    private func identifying(_ fields: YAMLMapping) -> [IdentifyingColumn] {
      let known = questions?.map(\.id.name) ?? []
      return fields.strings("identifying").compactMap { name, node in
        guard let column = IdentifyingColumn.called(name, questions: known) else {
          let names = IdentifyingColumn.names(questions: known)
          fields.document.report(
            node,
            IdentifyingColumn.isNeverReleased(name)
              ? "`\(name)` is never released: codes, tokens, addresses and the database's own ids "
                + "lead back to a participant"
              : nearest(to: name, among: names).map {
                "`identifying` cannot include `\(name)`; did you mean `\($0)`?"
              } ?? "`identifying` cannot include `\(name)`, only \(names.joined(separator: ", "))")
          return nil
        }
        if column == .imagined, imagining.description == nil {
          fields.document.report(
            node,
            "the study does not ask what participants imagined (`imagining: { description: … }`)")
        }
        return column
      }
    }
  }

  private static func description(
    _ fields: YAMLMapping, title: String, authors: [ReleaseDescription.Author]
  ) -> ReleaseDescription {
    let title = fields.optionalString("title") ?? title
    let licence = fields.optionalString("licence")
    if let licence, licence.wholeMatch(of: /[A-Za-z0-9.+-]+/) == nil {
      fields.report(
        "licence", "`\(licence)` is not an SPDX identifier; write one such as CC-BY-4.0 or CC0-1.0")
    }
    let doi = fields.optionalString("doi")
    if let doi, !doi.hasPrefix("10.") {
      fields.report("doi", "a DOI must start with 10., as in 10.5281/zenodo.123")
    }
    let url = fields.optionalString("url")
    if let url, !url.hasPrefix("https://"), !url.hasPrefix("http://") {
      fields.report("url", "an address must start with https://")
    }
    return ReleaseDescription(
      title: title, description: fields.optionalString("description"),
      keywords: fields.strings("keywords").map(\.text), licence: licence,
      authors: authors.isEmpty ? ReleaseRules(title: title).description.authors : authors,
      publisher: fields.optionalString("publisher"),
      version: fields.optionalString("version") ?? "1.0.0", doi: doi, url: url,
      references: fields.strings("references").map(\.text),
      changes: fields.strings("changes").map(\.text))
  }

  private static func authors(_ fields: YAMLMapping) -> [ReleaseDescription.Author] {
    fields.mappings(
      fields.optionalList("authors"), name: "the author",
      keys: ["given", "family", "group", "orcid", "affiliation", "email"]
    ).map { author in
      if author.has("family") == author.has("group") {
        author.report(
          "family", "an author must have a `family` name (and a `given` one), or be a `group`")
      }
      let orcid = author.optionalString("orcid")
      if let orcid, orcid.wholeMatch(of: /(\d{4}-){3}\d{3}[\dX]/) == nil {
        author.report("orcid", "an ORCID must look like 0000-0002-1825-0097")
      }
      return ReleaseDescription.Author(
        givenNames: author.optionalString("given"), familyName: author.optionalString("family"),
        group: author.optionalString("group"), orcid: orcid,
        affiliation: author.optionalString("affiliation"), email: author.optionalString("email"))
    }
  }

  private static func sensitive(_ fields: YAMLMapping) -> [Sensitive] {
    fields.optionalList("sensitive").compactMap { node in
      if case .scalar = node {
        return fields.string(node, "sensitive").map { Sensitive(column: $0) }
      }
      guard
        let column = YAMLMapping(
          node, in: fields.document, name: "the sensitive column", keys: ["column", "bands"]),
        let name = column.string("column")
      else { return nil }
      let bands = column.list("bands").compactMap { fields.document.number($0, "bands") }
      if bands != bands.sorted() || bands.isEmpty {
        column.report("bands", "`bands` must list the last number of each band, in ascending order")
      }
      return Sensitive(column: name, bands: bands)
    }
  }
}
