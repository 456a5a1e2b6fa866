import Study
import TextFormats

/// The first file that a stranger reads: what this is, what one may do, how to begin.
struct PackageReadme {
  let dataset: ReleasedDataset
  let format: PackageFormat
  /// The package's other files.
  let files: [PackageFile]

  var file: PackageFile {
    PackageFile(
      "README.md", PackageTemplate("README.md").markdown(fields),
      "What this dataset is, and how to begin.")
  }

  private var fields: [String: String?] {
    let about = dataset.about
    let risk = dataset.risk
    let titles = dataset.instruments.map(\.title).joined(separator: " and ")
    let languages = dataset.languages.map(\.tag).joined(separator: ", ")
    let documents = dataset.documents.map { "`\($0.path)`" }.joined(separator: ", ")
    let isAnonymous = dataset.identifying.isEmpty
    let absent = dataset.leftOut.filter { $0.count > 0 }
    return [
      "TITLE": markdownLine(about.title), "SYNOPSIS": line(dataset.synopsis),
      "IDENTIFYING": list(dataset.identifying.map { "`\($0.name)`: \(line($0.label))" }),
      "IFIDENTIFYING": isAnonymous ? nil : "", "VERSION": about.version, "DATE": dataset.date,
      "PARTICIPANTS": "\(dataset.rows.count)", "CITATION": line(dataset.citation),
      "IFREFERENCES": dataset.references.isEmpty ? nil : "",
      "REFERENCES": list(dataset.references.map(line)),
      "LICENCE": about.licence.map(ReleaseLicence.init).map { "\($0.title): \($0.address)." }
        ?? "No licence has been chosen; ask the authors.",
      "INSTRUMENTS": titles.presence.map { "the \($0)" } ?? "a scale",
      "CONTROLS": dataset.countedControls.map {
        " Of the \(dataset.situations.count) situations, \($0), as a control "
          + "(`situation_kind`): such a situation should not evoke the emotion."
      } ?? "",
      "LANGUAGES": languages.presence,
      "BUTIDENTIFYING": isAnonymous
        ? "" : ", but the columns named above may lead back without one",
      "K": "\(risk.k)", "REQUESTEDK": "\(risk.requestedK)", "CLASSES": "\(risk.classes)",
      "SUPPRESSED": risk.droppedRows > 0
        ? "\(risk.droppedRows) participants were excluded for it"
        : "\(percent(risk.suppressedCells)) of these cells are masked completely",
      "DOCUMENTS": documents.presence,
      "IFPSYCHDS": format == .psychds ? "" : nil, "IFBIDS": format == .bids ? "" : nil,
      "IFLEFTOUT": absent.isEmpty ? nil : "",
      "LEFTOUT": list(absent.map { "\(line($0.reason)): \($0.count)" }),
      "FILES": files.sorted { $0.path < $1.path }
        .map { "| `\($0.path)` | \(markdownLine($0.description)) |" }.joined(separator: "\n"),
      "GENERATOR": dataset.generator,
    ]
  }

  /// A list; nil for no entry.
  private func list(_ entries: [String]) -> String? {
    entries.map { "- \($0)" }.joined(separator: "\n").presence
  }

  private func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded() / 10
    return "\(ReleasedValue.number(tenths).text)%"
  }

  private func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
