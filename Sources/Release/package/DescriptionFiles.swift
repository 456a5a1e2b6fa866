import Study
import TextFormats

/// The files that catalogues and reference managers read.
struct DescriptionFiles {
  let dataset: ReleasedDataset
  private var about: ReleaseDescription { dataset.about }

  /// What every layout has.
  var files: [PackageFile] {
    [
      PackageFile(
        "CITATION.cff", citation, "How to cite the dataset (Citation File Format 1.2.0)."),
      PackageFile(
        "datacite.json", dataCite.description,
        "The metadata that a DOI is registered with (DataCite 4.5)."),
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

  var dataCite: JSONValue {
    [
      "schemaVersion": "http://datacite.org/schema/kernel-4",
      "types": ["resourceTypeGeneral": "Dataset", "resourceType": "Survey answers"],
      "doi": about.doi.map { .text($0) }, "url": about.url.map { .text($0) },
      "creators": .array(about.authors.map(creator)),
      "titles": [["title": .text(about.title)]],
      // DataCite's own word for a publisher that is not known yet.
      "publisher": ["name": .text(about.publisher ?? "(:unav)")],
      "publicationYear": .text(dataset.year),
      "subjects": .unlessEmpty(unique(about.keywords).map { ["subject": .text($0)] }),
      "dates": [["date": .text(dataset.date), "dateType": "Issued"]],
      "language": dataset.languages.first.map { .text($0.tag) },
      "relatedIdentifiers": .unlessEmpty(
        unique(dataset.instruments.compactMap(\.doi)).map {
          [
            "relatedIdentifier": .text($0), "relatedIdentifierType": "DOI",
            "relationType": "References",
          ]
        }),
      "sizes": ["\(dataset.rows.count) participants"], "version": .text(about.version),
      "rightsList": about.licence.map(ReleaseLicence.init).map {
        [
          [
            "rights": .text($0.title), "rightsUri": .text($0.address),
            "rightsIdentifier": .text($0.id), "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
          ]
        ]
      },
      "descriptions": [
        ["description": .text(dataset.synopsis), "descriptionType": "Abstract"]
      ],
    ]
  }

  private func creator(_ author: ReleaseDescription.Author) -> JSONValue {
    let isPerson = author.group == nil
    return [
      "name": .text(author.sortedName), "nameType": isPerson ? "Personal" : "Organizational",
      "givenName": isPerson ? author.givenNames.map { .text($0) } : nil,
      "familyName": isPerson ? author.familyName.map { .text($0) } : nil,
      "nameIdentifiers": author.orcid.map {
        [
          [
            "nameIdentifier": "https://orcid.org/\($0)", "nameIdentifierScheme": "ORCID",
            "schemeUri": "https://orcid.org",
          ]
        ]
      },
      "affiliation": author.affiliation.map { [["name": .text($0)]] },
    ]
  }

  // MARK: CHANGES

  /// In the form of CPAN's change logs, which BIDS asks for.
  var changes: String {
    let entries = about.changes.isEmpty ? [dataset.precedents.change] : about.changes
    return "\(about.version) \(dataset.date)\n"
      + entries.map { "  - \($0.replacing("\n", with: " "))\n" }.joined()
  }
}
