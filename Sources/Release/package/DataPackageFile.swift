import Study
import TextFormats

/// `datapackage.json`: the tables as Frictionless (Data Package and Table Schema, version 1)
/// describes them.
struct DataPackageFile {
  let dataset: ReleasedDataset
  let tables: [(table: ReleasedTable, file: PackageFile)]
  let baseline: PackageFile?

  var json: JSONValue {
    let about = dataset.about
    return [
      "profile": "tabular-data-package", "name": .text(Self.slug(about.title)),
      "id": about.doi.map { "https://doi.org/\($0)" }, "title": .text(about.title),
      "description": .text(dataset.synopsis), "version": .text(about.version),
      "created": "\(dataset.date)T00:00:00Z", "homepage": about.url.map { .text($0) },
      "keywords": .unlessEmpty(about.keywords.map { .text($0) }),
      "licenses": about.licence.map(ReleaseLicence.init).map {
        [["name": .text($0.id), "title": .text($0.title), "path": .text($0.address)]]
      },
      "contributors": .array(about.authors.map(contributor)),
      "resources": .array(tables.map(resource) + [baseline.map(resource)].compactMap(\.self)),
    ]
  }

  private func contributor(_ author: ReleaseDescription.Author) -> JSONValue {
    [
      "title": .text(author.displayName), "role": "author",
      "path": author.orcid.map { "https://orcid.org/\($0)" },
      "organization": author.affiliation.map { .text($0) },
    ]
  }

  private func resource(_ entry: (table: ReleasedTable, file: PackageFile)) -> JSONValue {
    let table = entry.table
    let participant = JSONValue.text(table.variables[0].name)
    return resource(
      table.name, entry.file,
      schema: [
        "fields": .array(table.variables.map { field($0, isKey: table.key == [$0.name]) }),
        "missingValues": .texts([""] + table.missing.map(\.token)),
        "primaryKey": table.key.count == 1 ? .text(table.key[0]) : .texts(table.key),
        "foreignKeys": table.name == "wide"
          ? nil
          : [
            ["fields": participant, "reference": ["resource": "wide", "fields": participant]]
          ],
      ])
  }

  /// The baseline's columns: names, whole numbers, and figures.
  private func resource(_ file: PackageFile) -> JSONValue {
    let header = String(decoding: file.bytes, as: UTF8.self).prefix { !$0.isNewline }
    let names: Set = [
      "instrument", "level", "emotion", "factor", "subscale", "kind", "arrow",
    ]
    let counts: Set = ["factor_index", "situation_index", "n", "wilcoxon_n_zero"]
    let fields = header.split(separator: ",").map(String.init).map { name -> JSONValue in
      let type = names.contains(name) ? "string" : counts.contains(name) ? "integer" : "number"
      return ["name": .text(name), "type": .text(type)]
    }
    return resource("baseline", file, schema: ["fields": .array(fields), "missingValues": [""]])
  }

  private func resource(_ name: String, _ file: PackageFile, schema: JSONValue) -> JSONValue {
    [
      "profile": "tabular-data-resource", "name": .text(name), "path": .text(file.path),
      "description": .text(file.description), "format": "csv", "mediatype": "text/csv",
      "encoding": "utf-8", "bytes": .integer(file.bytes.count),
      "hash": "sha256:\(sha256Hex(file.bytes))", "schema": schema,
    ]
  }

  private func field(_ variable: ReleasedVariable, isKey: Bool) -> JSONValue {
    let listed = variable.presentLevels
    let range = variable.kind == .string ? nil : variable.range
    let isRequired = variable.missing.isEmpty && variable.name != "option"
    func bound(_ value: Double) -> JSONValue {
      variable.kind == .integer && value == value.rounded() ? .integer(Int(value)) : .number(value)
    }
    return [
      "name": .text(variable.name), "title": .text(variable.label),
      "type": .text(variable.kind.rawValue),
      "constraints": [
        "required": isRequired ? .boolean(true) : nil, "unique": isKey ? .boolean(true) : nil,
        "minimum": (range?.lowerBound).map(bound), "maximum": (range?.upperBound).map(bound),
        "enum": .unlessEmpty(listed.map(\.value.json)),
      ],
      "measure": .text(variable.measure.rawValue),
      "identifying": variable.role == .identifying ? .boolean(true) : nil,
      "levels": .unlessEmpty(
        listed.map { ["value": $0.value.json, "label": .text($0.label)] }),
    ]
  }

  /// The title in lower-case letters, digits and hyphens, as package names are written.
  static func slug(_ title: String) -> String {
    let plain = title.lowercased().unicodeScalars.map { scalar in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
    }
    let parts = String(plain).split(separator: "-")
    return parts.joined(separator: "-").presence ?? "dataset"
  }
}
