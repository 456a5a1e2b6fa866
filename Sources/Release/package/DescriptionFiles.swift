import Study
import TextFormats

/// The files that catalogues and reference managers read.
struct DescriptionFiles {
  let dataset: ReleasedDataset
  private var about: ReleaseDescription { dataset.about }

  init(_ dataset: ReleasedDataset) {
    self.dataset = dataset
  }

  /// What every layout has.
  var files: [PackageFile] {
    [
      PackageFile(
        "CITATION.cff", citation, "How to cite the dataset (Citation File Format 1.2.0)."),
      PackageFile(
        "datacite.json", dataCite, "The metadata that a DOI is registered with (DataCite 4.5)."),
      PackageFile("CHANGES", changes, "What changed from version to version."),
      PackageFile(
        "LICENSE",
        about.licence.map { ReleaseLicence($0).notice(for: dataset) }
          ?? ReleaseLicence.none(for: dataset),
        "What you may do with these files."),
    ]
  }

  // MARK: CITATION.cff

  var citation: String {
    func line(_ key: String, _ value: String?) -> [String] {
      value.map { ["\(key): \($0.jsonQuoted)"] } ?? []
    }
    var lines = line("cff-version", "1.2.0")
    lines += line("message", "If you use this dataset, please cite it as below.")
    lines += ["type: dataset"]
    lines += line("title", about.title) + line("abstract", dataset.synopsis)
    lines.append("authors:")
    for author in about.authors {
      var pairs: [String] = []
      if let group = author.group {
        pairs += line("name", group)
      } else {
        pairs += line("family-names", author.familyName) + line("given-names", author.givenNames)
        pairs += line("affiliation", author.affiliation)
      }
      pairs += line("orcid", author.orcid.map { "https://orcid.org/\($0)" })
      pairs += line("email", author.email)
      lines += pairs.enumerated().map { ($0.offset == 0 ? "  - " : "    ") + $0.element }
    }
    lines += line("version", about.version)
    lines += line("date-released", dataset.date)
    lines += line("doi", about.doi) + line("url", about.url)
    if let id = about.licence {
      let licence = ReleaseLicence(id)
      lines += licence.isKnown ? line("license", id) : line("license-url", licence.address)
    }
    let keywords = unique(about.keywords)
    if !keywords.isEmpty {
      lines += ["keywords:"] + keywords.map { "  - \($0.jsonQuoted)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: DataCite

  var dataCite: String {
    let instruments = unique(dataset.instruments.compactMap(\.doi))
    return JSONValue.present([
      ("schemaVersion", .text("http://datacite.org/schema/kernel-4")),
      (
        "types",
        .present([
          ("resourceTypeGeneral", .text("Dataset")), ("resourceType", .text("Survey answers")),
        ])
      ),
      ("doi", about.doi.map { .text($0) }),
      ("url", about.url.map { .text($0) }),
      ("creators", .array(about.authors.map(creator))),
      ("titles", .array([.present([("title", .text(about.title))])])),
      // DataCite's own word for a publisher that is not known yet.
      ("publisher", .present([("name", .text(about.publisher ?? "(:unav)"))])),
      ("publicationYear", .text(dataset.year)),
      (
        "subjects",
        about.keywords.isEmpty
          ? nil : .array(unique(about.keywords).map { .present([("subject", .text($0))]) })
      ),
      (
        "dates",
        .array([.present([("date", .text(dataset.date)), ("dateType", .text("Issued"))])])
      ),
      ("language", dataset.languages.first.map { .text($0.tag) }),
      (
        "relatedIdentifiers",
        instruments.isEmpty
          ? nil
          : .array(
            instruments.map {
              .present([
                ("relatedIdentifier", .text($0)), ("relatedIdentifierType", .text("DOI")),
                ("relationType", .text("References")),
              ])
            })
      ),
      ("sizes", .texts(["\(dataset.rows.count) participants"])),
      ("version", .text(about.version)),
      (
        "rightsList",
        about.licence.map { id in
          let licence = ReleaseLicence(id)
          return .array([
            .present([
              ("rights", .text(licence.title)), ("rightsUri", .text(licence.address)),
              ("rightsIdentifier", .text(id)), ("rightsIdentifierScheme", .text("SPDX")),
              ("schemeUri", .text("https://spdx.org/licenses/")),
            ])
          ])
        }
      ),
      (
        "descriptions",
        .array([
          .present([
            ("description", .text(dataset.synopsis)), ("descriptionType", .text("Abstract")),
          ])
        ])
      ),
    ]).description
  }

  private func creator(_ author: ReleaseDescription.Author) -> JSONValue {
    .present([
      ("name", .text(author.sortedName)),
      ("nameType", .text(author.group == nil ? "Personal" : "Organizational")),
      ("givenName", author.group == nil ? author.givenNames.map { .text($0) } : nil),
      ("familyName", author.group == nil ? author.familyName.map { .text($0) } : nil),
      (
        "nameIdentifiers",
        author.orcid.map {
          .array([
            .present([
              ("nameIdentifier", .text("https://orcid.org/\($0)")),
              ("nameIdentifierScheme", .text("ORCID")), ("schemeUri", .text("https://orcid.org")),
            ])
          ])
        }
      ),
      (
        "affiliation",
        author.affiliation.map { .array([.present([("name", .text($0))])]) }
      ),
    ])
  }

  // MARK: CHANGES

  /// In the form of CPAN's change logs, which BIDS asks for.
  var changes: String {
    let entries = about.changes.isEmpty ? ["First release of these answers."] : about.changes
    return "\(about.version) \(dataset.date)\n"
      + entries.map { "  - \($0.replacing("\n", with: " "))\n" }.joined()
  }
}
