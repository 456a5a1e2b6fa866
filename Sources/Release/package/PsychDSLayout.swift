import Analysis
import Documents
import Study
import TextFormats

/// The files of a Psych-DS dataset, which is a Frictionless data package as well.
struct PsychDSLayout {
  let dataset: ReleasedDataset

  func files() throws -> [PackageFile] {
    let tables = [dataset.wide] + [dataset.long].compactMap(\.self)
    let written = tables.map { ($0, PackageFile($0.path, $0.csv, $0.description)) }
    let baseline = dataset.baselineFiles(of: written[0].1)
    let codebook = Codebook(
      dataset: dataset, tables: tables, hasSPSS: true, format: .psychds)
    let package = DataPackageFile(
      dataset: dataset, tables: written.map { (table: $0.0, file: $0.1) },
      baseline: baseline.first { $0.path == "baseline.csv" })
    let described = written.map(\.1) + baseline + DescriptionFiles(dataset: dataset).files
    return described + codebook.files + [
      PackageFile(
        PackageFormat.spssFile,
        bytes: try SPSSFile.bytes(
          tables[0], title: dataset.about.title, date: dataset.date),
        "The wide table for SPSS, with labels and declared missing values."),
      PackageFile(
        "datapackage.json", package.json.description,
        "The tables' columns, types and allowed values (Frictionless Data Package)."),
      PackageFile(
        "dataset_description.json", description(codebook.variables).description,
        "The dataset's description (Psych-DS; schema.org in JSON-LD)."),
      PackageFile("load.R", Loaders.r(tables), "Reads the tables into R, with labels."),
      PackageFile("load.py", Loaders.python, "Reads the tables into pandas."),
    ]
  }

  private func description(_ variables: [ReleasedVariable]) -> JSONValue {
    let about = dataset.about
    return [
      "@context": "https://schema.org/", "@type": "Dataset", "name": .text(about.title),
      "description": .text(dataset.synopsis), "schemaVersion": "Psych-DS 1.5.1",
      "version": .text(about.version), "datePublished": .text(dataset.date),
      "author": .array(about.authors.map(author)), "publisher": about.publisher.map(organisation),
      "citation": .text(dataset.citation),
      "license": about.licence.map { .text(ReleaseLicence($0).address) },
      "identifier": about.doi.map { "https://doi.org/\($0)" }, "url": about.url.map { .text($0) },
      "keywords": .unlessEmpty(about.keywords.map { .text($0) }),
      "inLanguage": .unlessEmpty(dataset.languages.map { .text($0.tag) }),
      "privacyPolicy": dataset.identifying.isEmpty ? "open_deidentified" : "private",
      "variableMeasured": .array(variables.map(property)),
    ]
  }

  private func author(_ author: ReleaseDescription.Author) -> JSONValue {
    if let group = author.group { return organisation(group) }
    return [
      "@type": "Person", "@id": author.orcid.map { "https://orcid.org/\($0)" },
      "name": .text(author.displayName), "givenName": author.givenNames.map { .text($0) },
      "familyName": author.familyName.map { .text($0) },
      "affiliation": author.affiliation.map(organisation),
    ]
  }

  private func organisation(_ name: String) -> JSONValue {
    ["@type": "Organization", "name": .text(name)]
  }

  private func property(_ variable: ReleasedVariable) -> JSONValue {
    [
      "@type": "PropertyValue", "name": .text(variable.name),
      "description": .text(variable.label),
      "minValue": variable.range.map { .number($0.lowerBound) },
      "maxValue": variable.range.map { .number($0.upperBound) },
      "valueReference": .unlessEmpty(
        variable.levels.map {
          ["@type": "PropertyValue", "value": $0.value.json, "description": .text($0.label)]
        }),
    ]
  }
}

extension ReleasedDataset {
  /// The baseline of the released rows as JSON, CSV and a table; none if there are no scores.
  func baselineFiles(of table: PackageFile) -> [PackageFile] {
    let baseline = Baseline(respondents)
    guard !baseline.rows.isEmpty else { return [] }
    let report = BaselineReport(
      baseline,
      source: Provenance(
        path: table.path, sha256: sha256Hex(table.bytes), participants: rows.count,
        kind: respondents.kind))
    return [
      PackageFile(
        "baseline.json", report.json(version: generatorVersion).description,
        "Mean, SD, tests and effect sizes per emotion, factor and situation, before and after."),
      PackageFile("baseline.csv", report.csv, "The same figures as a table."),
      PackageFile("baseline.md", report.document.markdown, "The main figures for people."),
    ]
  }

  /// `0.1.0` of `evoke 0.1.0`.
  private var generatorVersion: String {
    generator.split(separator: " ").last.map(String.init) ?? generator
  }
}
