import Study
import TextFormats

/// `datapackage.json`: the tables as Frictionless (Data Package and Table Schema, version 1)
/// describes them.
struct DataPackageFile {
  let dataset: ReleasedDataset
  let tables: [(table: ReleasedTable, file: PackageFile)]
  let baseline: PackageFile?

  var text: String {
    let about = dataset.about
    return JSONValue.present([
      ("profile", .text("tabular-data-package")),
      ("name", .text(Self.slug(about.title))),
      ("id", about.doi.map { .text("https://doi.org/\($0)") }),
      ("title", .text(about.title)),
      ("description", .text(dataset.synopsis)),
      ("version", .text(about.version)),
      ("created", .text("\(dataset.date)T00:00:00Z")),
      ("homepage", about.url.map { .text($0) }),
      ("keywords", about.keywords.isEmpty ? nil : .texts(about.keywords)),
      (
        "licenses",
        about.licence.map { id in
          .array([
            .present([
              ("name", .text(id)), ("title", .text(ReleaseLicence(id).title)),
              ("path", .text(ReleaseLicence(id).address)),
            ])
          ])
        }
      ),
      (
        "contributors",
        .array(
          about.authors.map { author in
            .present([
              ("title", .text(author.displayName)), ("role", .text("author")),
              ("path", author.orcid.map { .text("https://orcid.org/\($0)") }),
              ("organization", author.affiliation.map { .text($0) }),
            ])
          })
      ),
      ("resources", .array(tables.map(resource) + (baseline.map { [resource($0)] } ?? []))),
    ]).description
  }

  private func resource(_ entry: (table: ReleasedTable, file: PackageFile)) -> JSONValue {
    let table = entry.table
    let participant = table.variables[0].name
    return .present(
      head(name: table.name, file: entry.file) + [
        (
          "schema",
          .present([
            ("fields", .array(table.variables.map { field($0, isKey: table.key == [$0.name]) })),
            ("missingValues", .texts([""] + table.missing.map(\.token))),
            ("primaryKey", table.key.count == 1 ? .text(table.key[0]) : .texts(table.key)),
            (
              "foreignKeys",
              table.name == "wide"
                ? nil
                : .array([
                  .present([
                    ("fields", .text(participant)),
                    (
                      "reference",
                      .present([("resource", .text("wide")), ("fields", .text(participant))])
                    ),
                  ])
                ])
            ),
          ])
        )
      ])
  }

  private func head(name: String, file: PackageFile) -> [(String, JSONValue?)] {
    [
      ("profile", .text("tabular-data-resource")), ("name", .text(name)),
      ("path", .text(file.path)), ("description", .text(file.description)),
      ("format", .text("csv")), ("mediatype", .text("text/csv")), ("encoding", .text("utf-8")),
      ("bytes", .integer(file.bytes.count)), ("hash", .text("sha256:\(sha256Hex(file.bytes))")),
    ]
  }

  private func field(_ variable: ReleasedVariable, isKey: Bool) -> JSONValue {
    let listed = variable.levels.filter { if case .missing = $0.value { false } else { true } }
    let isNumber = variable.kind != .string
    return .present([
      ("name", .text(variable.name)),
      ("title", .text(variable.label)),
      ("type", .text(variable.kind.rawValue)),
      (
        "constraints",
        .present([
          (
            "required", variable.missing.isEmpty && variable.name != "option" ? .boolean(true) : nil
          ),
          ("unique", isKey ? .boolean(true) : nil),
          ("minimum", isNumber ? variable.range.map { bound($0.lowerBound, variable.kind) } : nil),
          ("maximum", isNumber ? variable.range.map { bound($0.upperBound, variable.kind) } : nil),
          ("enum", listed.isEmpty ? nil : .array(listed.map(\.value.json))),
        ])
      ),
      ("measure", .text(variable.measure.rawValue)),
      ("identifying", variable.role == .identifying ? .boolean(true) : nil),
      (
        "levels",
        listed.isEmpty
          ? nil
          : .array(
            listed.map { .present([("value", $0.value.json), ("label", .text($0.label))]) })
      ),
    ])
  }

  private func bound(_ value: Double, _ kind: ReleasedVariable.Kind) -> JSONValue {
    kind == .integer && value == value.rounded() ? .integer(Int(value)) : .number(value)
  }

  /// The baseline's columns: names, whole numbers, and figures.
  private func resource(_ file: PackageFile) -> JSONValue {
    let header = String(decoding: file.bytes, as: UTF8.self).prefix { !$0.isNewline }
    let names: Set = ["instrument", "level", "emotion", "factor", "subscale", "arrow"]
    let counts: Set = ["factor_index", "situation_index", "n", "wilcoxon_n_zero"]
    let fields = header.split(separator: ",").map(String.init).map { name -> JSONValue in
      let type = names.contains(name) ? "string" : counts.contains(name) ? "integer" : "number"
      return .present([("name", .text(name)), ("type", .text(type))])
    }
    return .present(
      head(name: "baseline", file: file) + [
        ("schema", .present([("fields", .array(fields)), ("missingValues", .texts([""]))]))
      ])
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
