import Documents
import Resources
import Study
import TextFormats

/// A licence by its SPDX identifier, as `licences.csv` describes it.
struct ReleaseLicence {
  let id: String
  let title: String
  /// The address of its text.
  let address: String
  private let summary: String
  /// Whether the Citation File Format and the registries know the identifier.
  let isKnown: Bool

  private static let known: [String: [String]] = {
    let file = "release/licences.csv"
    let table = try! CSVTable(BundledFile.text(file)!, file: file)
    return Dictionary(
      uniqueKeysWithValues: table.rows.map { row in (row[0].text, row.map(\.text)) })
  }()

  init(_ id: String) {
    let row = Self.known[id]
    self.id = id
    isKnown = row != nil
    title = row?[1] ?? id
    address = row?[2] ?? "https://spdx.org/licenses/\(id).html"
    summary =
      row?[3] ?? "The licence's identifier above says under which terms you may use these files."
  }

  /// The licence's file: what it says in short, and where to read it.
  func notice(for dataset: ReleasedDataset) -> String {
    let words =
      "The words of an instrument belong to those who wrote it, and keep the terms that codebook.md "
      + "names."
    return """
      \(Self.heading(of: dataset))

      Licence: \(title)
      SPDX-License-Identifier: \(id)

      \(wrapped(summary, columns: 80, cutsWords: false).joined(separator: "\n"))

      The licence's own text is binding, not this summary:
      \(address)

      \(wrapped(words, columns: 80, cutsWords: false).joined(separator: "\n"))

      """
  }

  /// The file if no licence has been chosen.
  static func none(for dataset: ReleasedDataset) -> String {
    """
    \(heading(of: dataset))

    No licence has been chosen. All rights are reserved: ask the authors before you use or pass
    on these files.

    """
  }

  private static func heading(of dataset: ReleasedDataset) -> String {
    let authors = dataset.about.authors.map(\.displayName).joined(separator: ", ")
    return "\(dataset.about.title)\nCopyright \(dataset.year) \(authors)"
  }
}
