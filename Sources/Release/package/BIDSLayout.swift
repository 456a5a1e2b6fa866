import Statistics
import Study
import TextFormats

/// The files of a BIDS dataset: `participants.tsv` and one phenotype file per instrument.
///
/// The first participant has a folder with the names of the two sessions. The validator rejects a
/// `participants.tsv` if no folder has one of its names, and reads 1,000 rows of it: folders for
/// all participants would fail in a larger dataset.
struct BIDSLayout {
  static let version = "1.10.0"

  let dataset: ReleasedDataset
  private let format = PackageFormat.bids

  func files() throws -> [PackageFile] {
    let people = self.table(
      "participants", format.wideTable, participantColumns,
      "One row per participant: attributes and condition.")
    let table = PackageFile(people.path, tsv(participantColumns), people.description)
    let baseline = dataset.baselineFiles(of: table)
    var tables = [people]
    var files = [
      table,
      PackageFile(
        "participants.json", sidecar(participantColumns), "The columns of participants.tsv."),
      PackageFile(
        "dataset_description.json", description.description, "The dataset's description (BIDS)."),
    ]
    for instrument in dataset.instruments {
      let columns = self.columns(of: instrument.id)
      guard !columns.isEmpty else { continue }
      let name = "phenotype/\(Self.fileName(instrument.id.name))"
      tables.append(
        self.table(
          instrument.id.name, "\(name).tsv", columns,
          "Answers and scores of \(instrument.title), one row per participant."))
      files += [
        PackageFile("\(name).tsv", tsv(columns), tables.last!.description),
        PackageFile(
          "\(name).json", sidecar(columns, of: instrument), "The columns of \(name).tsv."),
      ]
    }
    if let row = dataset.rows.first {
      let subject = Self.subject(row[0])
      files.append(
        PackageFile(
          "\(subject)/\(subject)_sessions.tsv", "session_id\nses-default\nses-evoked\n",
          "The participant's sessions."))
    }
    let codebook = Codebook(
      dataset: dataset, tables: tables, hasSPSS: false, format: format)
    files += baseline + DescriptionFiles(dataset: dataset).files + codebook.files
    let beside =
      [".bidsignore", "SHA256SUMS", "datacite.json", "codebook.json", "codebook.md"]
      + baseline.map(\.path)
      + unique(
        dataset.documents.map { document in
          // A folder by its bare name: the validator looks at folders too.
          let parts = document.path.split(separator: "/")
          return String(parts.first ?? "")
        })
    files.append(
      PackageFile(
        ".bidsignore", beside.joined(separator: "\n") + "\n", "Files that BIDS does not know."))
    return files
  }

  // MARK: Columns

  private func table(
    _ name: String, _ path: String, _ columns: [Int], _ description: String
  ) -> ReleasedTable {
    var variables = columns.map { dataset.variables[$0] }
    variables[0].name = "participant_id"
    return ReleasedTable(
      name: name, path: path, description: description, variables: variables,
      rows: dataset.rows.map { row in columns.map { row[$0] } }, key: ["participant_id"])
  }

  /// The columns of `participants.tsv`: all but the answers and scores.
  private var participantColumns: [Int] {
    dataset.variables.indices.filter { dataset.variables[$0].role.measured == nil }
  }

  private func columns(of instrument: InstrumentID) -> [Int] {
    let own = dataset.variables.indices.filter {
      dataset.variables[$0].role.measured?.instrument == instrument
    }
    return own.isEmpty ? [] : [0] + own
  }

  /// Letters, digits and underscores of the id.
  static func fileName(_ id: String) -> String {
    String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  /// `sub-` and the letters and digits of the random id.
  static func subject(_ id: ReleasedValue) -> String {
    "sub-" + id.text.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  // MARK: TSV

  private func tsv(_ columns: [Int]) -> String {
    let header = columns.map { $0 == 0 ? "participant_id" : dataset.variables[$0].name }
    let lines = dataset.rows.map { row in
      columns.map { $0 == 0 ? Self.subject(row[0]) : format.cell(row[$0]) }
    }
    return ([header] + lines).map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  // MARK: JSON

  private func sidecar(_ columns: [Int], of instrument: Instrument? = nil) -> String {
    let tool = instrument.map { instrument -> JSONValue in
      [
        "Description": "\(instrument.title). \(instrument.citation)",
        "TermURL": instrument.doi.map { "https://doi.org/\($0)" },
      ]
    }
    let variables = columns.filter { $0 > 0 }.map { dataset.variables[$0] }
    return JSONValue.present(
      [("MeasurementToolMetadata", tool)] + variables.map { ($0.name, description($0)) }
    ).description
  }

  private func description(_ variable: ReleasedVariable) -> JSONValue {
    var levels = variable.presentLevels.map { level -> (String, JSONValue?) in
      (format.cell(level.value), .text(level.label))
    }
    // Levels list the values that may appear in a column; a column of unlisted numbers has none.
    if !levels.isEmpty, variable.missing.contains(.suppressed) {
      levels.append((MissingReason.suppressed.token, .text(MissingReason.suppressed.meaning)))
    }
    return [
      "LongName": .text(variable.label), "Description": .text(meaning(of: variable)),
      "Levels": levels.isEmpty ? nil : .present(levels),
    ]
  }

  private func meaning(of variable: ReleasedVariable) -> String {
    guard let range = variable.range else { return variable.label }
    let ends = [range.lowerBound, range.upperBound].map { ReleasedValue.number($0).text }
    let stop = variable.label.last.map { ".?!".contains($0) } == true ? "" : "."
    return "\(variable.label)\(stop) From \(ends[0]) to \(ends[1])."
  }

  /// Authors, licence and references are in CITATION.cff only, as the validator requires.
  private var description: JSONValue {
    let parts = dataset.generator.split(separator: " ").map(String.init)
    return [
      "Name": .text(dataset.about.title), "BIDSVersion": .text(Self.version),
      "DatasetType": "raw",
      "Keywords": .unlessEmpty(dataset.about.keywords.map { .text($0) }),
      "DatasetDOI": dataset.about.doi.map { "doi:\($0)" },
      "GeneratedBy": [
        [
          "Name": .text(parts.first ?? dataset.generator),
          "Version": parts.count > 1 ? .text(parts[1]) : nil,
        ]
      ],
    ]
  }
}
