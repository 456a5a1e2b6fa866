import Documents
import Study
import TextFormats

/// The first file that a stranger reads: what this is, what one may do, how to begin.
struct PackageReadme {
  let dataset: ReleasedDataset
  let format: PackageFormat
  /// The package's other files.
  let files: [PackageFile]

  var file: PackageFile {
    let about = dataset.about
    var lines = ["# \(markdownLine(about.title))", ""]
    lines += paragraph(dataset.synopsis)
    lines += identifying
    lines += paragraph(
      "Version \(about.version), released on \(dataset.date). "
        + "\(dataset.rows.count) participants.")
    lines += ["## How to cite", ""] + paragraph(dataset.citation)
    if !dataset.references.isEmpty {
      lines += ["Please cite as well:", ""]
      lines += dataset.references.map { "- \(line($0))" } + [""]
    }
    lines += ["## Licence", ""]
    if let id = about.licence {
      let licence = ReleaseLicence(id)
      lines += paragraph("\(licence.title): \(licence.address). See [LICENSE](LICENSE).")
    } else {
      lines += paragraph("No licence has been chosen; ask the authors. See [LICENSE](LICENSE).")
    }
    lines += design
    lines += start
    lines += anonymisation
    lines += leftOut
    lines += ["## Files", "", "| file | holds |", "| --- | --- |"]
    for file in files.sorted(by: { $0.path < $1.path }) {
      lines.append("| `\(file.path)` | \(markdownLine(file.description)) |")
    }
    lines += [
      "| `SHA256SUMS` | The SHA-256 of every other file. `sha256sum -c SHA256SUMS` checks them. |",
      "", "Made with \(dataset.generator).",
    ]
    return PackageFile(
      "README.md", lines.joined(separator: "\n") + "\n", "What this dataset is, and how to begin.")
  }

  private var design: [String] {
    var lines = ["## What was done", ""]
    let titles = dataset.instruments.map(\.title).joined(separator: " and ")
    lines += paragraph(
      "Each participant completed \(titles.presence.map { "the \($0)" } ?? "a scale") (occasion "
        + "`default`), imagined one situation, and completed the scale again (occasion `evoked`). Each "
        + "situation belongs to a factor of an emotion. A change is evoked minus default.")
    if !dataset.languages.isEmpty {
      let languages = dataset.languages.map(\.tag).joined(separator: ", ")
      lines += paragraph("Languages: \(languages).")
    }
    return lines
  }

  private var start: [String] {
    switch format {
    case .psychds:
      var lines = [
        "## How to begin", "", "In R, without any package:", "", "```r", "source(\"load.R\")",
        "str(wide)", "```", "", "In Python, with pandas:", "", "```python",
        "from load import load", "wide = load()[\"wide\"]", "```", "",
      ]
      lines += paragraph(
        "In SPSS, open `data/description-wide_data.sav`. In a spreadsheet, open the CSV files; they "
          + "are UTF-8 with commas. A text that a spreadsheet could treat as a formula has an "
          + "apostrophe before it, which load.R and load.py remove.")
      lines += paragraph(
        "[codebook.md](codebook.md) says what every variable and value means. A value in parentheses, "
          + "such as `\(MissingReason.suppressed.token)`, gives the reason for a missing value.")
      return lines
    case .bids:
      return ["## How to begin", ""]
        + paragraph(
          "`participants.tsv` has one row per participant. The files in `phenotype/` have the answers and "
            + "scores, joined by `participant_id`. `n/a` is a missing value; "
            + "`\(MissingReason.suppressed.token)` is one that was masked before release. The JSON "
            + "file beside each table, and [codebook.md](codebook.md), say what every column means."
        )
    }
  }

  private var anonymisation: [String] {
    let risk = dataset.risk
    var lines = ["## Anonymity", ""]
    lines += paragraph(
      "The ids are random and were made for this release. No key linking them to the original ids was kept"
        + (dataset.identifying.isEmpty
          ? "" : ", but the columns named above may lead back without one")
        + ". The rows are shuffled. Characteristics that others might know were made coarser until at "
        + "least \(risk.k) participants shared each combination (k-anonymity; "
        + "k = \(risk.requestedK) was required). There are \(risk.classes) such combinations. "
        + (risk.droppedRows > 0
          ? "\(risk.droppedRows) people were excluded for it"
          : "\(percent(risk.suppressedCells)) of these cells are masked completely")
        + ". Answers and scores are as they were given.")
    if !dataset.documents.isEmpty {
      let names = dataset.documents.map { "`\($0.path)`" }.joined(separator: ", ")
      lines += paragraph("How it was done, and what risk remains: \(names).")
    }
    lines += paragraph(
      "Please do not try to identify anyone, and do not join these rows with other data in "
        + "which people can be found.")
    return lines
  }

  private var identifying: [String] {
    guard !dataset.identifying.isEmpty else { return [] }
    return ["## Read this first: people can be found in this dataset", ""]
      + dataset.identifying.map { "- `\($0.name)`: \(line($0.label))" } + [""]
      + paragraph(
        "These columns were released as they are. This dataset contains personal data: keep it where "
          + "only those who need it can read it, and consider these columns before you pass it on. "
          + "`risk/report.md` says how many people they identify.")
  }

  private var leftOut: [String] {
    let people = dataset.leftOut.filter { $0.count > 0 }
    guard !people.isEmpty else { return [] }
    return ["## Who is not in the dataset", ""]
      + people.map { "- \(line($0.reason)): \($0.count)" } + [""]
  }

  private func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded() / 10
    return "\(ReleasedValue.number(tenths).text)%"
  }

  private func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private func paragraph(_ text: String) -> [String] {
    wrapped(line(text), columns: 88, cutsWords: false) + [""]
  }
}
