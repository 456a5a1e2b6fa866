import Foundation
import Study
import TextFormats

extension ReleasedDataset {
  /// The identifying columns.
  var identifying: [ReleasedVariable] { variables.filter { $0.role == .identifying } }

  /// A warning that participants can be found in the dataset, if identifying columns were released.
  var identifyingWarning: String? {
    guard !identifying.isEmpty else { return nil }
    let names = identifying.map(\.name).joined(separator: ", ")
    return "WARNING: THIS DATASET IS NOT ANONYMOUS. It contains \(names), which may identify "
      + "people. The study named \(identifying.count == 1 ? "this column" : "these columns") for "
      + "release, and the release was confirmed. The masking covers only the other columns."
  }

  /// What the dataset is, in a paragraph: the study's own words, or a description of the design.
  var synopsis: String {
    ([identifyingWarning, about.note].compactMap(\.self) + [description]).joined(separator: " ")
  }

  private var description: String {
    if let description = about.description?.presence { return description }
    let titles = instruments.map(\.title).joined(separator: ", ")
    let emotions = unique(situations.map(\.cell.key.emotion))
    var text =
      "\(identifying.isEmpty ? "Anonymised answers" : "Answers") of \(rows.count) participants"
    if !titles.isEmpty { text += " to \(titles)" }
    text += ", before and after they imagined a situation."
    if !emotions.isEmpty {
      let factors = Set(situations.map { [$0.cell.key.emotion, $0.cell.key.factor] }).count
      text += " The \(counted(situations.count, "situation"))"
      text += countedControls.map { ", of which \($0)," } ?? ""
      text += situations.count == 1 ? " belongs" : " belong"
      text += " to \(counted(factors, "factor")) of \(counted(emotions.count, "emotion")): "
      text += "\(emotions.joined(separator: ", "))."
    }
    return text
  }

  /// How to cite the dataset, in one line.
  var citation: String {
    let authors = about.authors.map(\.sortedName).joined(separator: "; ")
    var text = "\(authors) (\(year)). \(about.title) (version \(about.version)) [Data set]."
    if let publisher = about.publisher { text += " \(publisher)." }
    if let doi = about.doi {
      text += " https://doi.org/\(doi)"
    } else if let url = about.url {
      text += " \(url)"
    }
    return text
  }

  /// The year of the release.
  var year: String { String(date.prefix(4)) }

  /// What should be cited beside the dataset: the instruments, and the study's own list.
  var references: [String] {
    unique(
      about.references
        + instruments.map { instrument in
          let citation = instrument.citation.trimmingCharacters(in: .whitespacesAndNewlines)
          guard let doi = instrument.doi, !citation.contains(doi) else { return citation }
          return "\(citation) https://doi.org/\(doi)"
        })
  }
}
