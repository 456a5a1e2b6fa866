import Documents
import Study
import TextFormats

/// A licence by its SPDX identifier.
struct ReleaseLicence {
  let id: String

  init(_ id: String) {
    self.id = id
  }

  private struct Terms {
    let title: String
    let address: String
    let summary: String
  }

  var title: String { terms?.title ?? id }

  /// The address of its text.
  var address: String { terms?.address ?? "https://spdx.org/licenses/\(id).html" }

  /// Whether the Citation File Format and the registries know the identifier.
  var isKnown: Bool { terms != nil }

  /// The licence's file: what it says in short, and if to read it.
  func notice(for dataset: ReleasedDataset) -> String {
    let authors = dataset.about.authors.map(\.displayName).joined(separator: ", ")
    var lines = [
      dataset.about.title,
      "Copyright \(dataset.year) \(authors)",
      "",
      "Licence: \(title)",
      "SPDX-License-Identifier: \(id)",
      "",
    ]
    lines += wrapped(
      terms?.summary ?? "The licence's identifier above says under which terms you may use these "
        + "files.", columns: 80, cutsWords: false)
    lines += ["", "The licence's own text is binding, not this summary:", address, ""]
    lines += wrapped(
      "The words of an instrument belong to those who wrote it, and keep the terms that codebook.md "
        + "names.", columns: 80, cutsWords: false)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The file if no licence has been chosen.
  static func none(for dataset: ReleasedDataset) -> String {
    let authors = dataset.about.authors.map(\.displayName).joined(separator: ", ")
    return """
      \(dataset.about.title)
      Copyright \(dataset.year) \(authors)

      No licence has been chosen. All rights are reserved: ask the authors before you use or pass
      on these files.

      """
  }

  private var terms: Terms? {
    if let creativeCommons { return creativeCommons }
    let commons = "https://opendatacommons.org/licenses"
    return switch id {
    case "CC0-1.0":
      Terms(
        title: "CC0 1.0 Universal",
        address: "https://creativecommons.org/publicdomain/zero/1.0/legalcode",
        summary:
          "The authors give up their rights as far as the law lets them. You may use, change "
          + "and pass on these files for any purpose without asking. Citing the dataset is asked "
          + "for as good practice, and not a condition.")
    case "ODbL-1.0":
      Terms(
        title: "Open Data Commons Open Database License 1.0", address: "\(commons)/odbl/1-0/",
        summary:
          "You may use, change and pass on this database if you name its authors. A database "
          + "made from it has to be under the same licence, and open.")
    case "ODC-By-1.0":
      Terms(
        title: "Open Data Commons Attribution License 1.0", address: "\(commons)/by/1-0/",
        summary: "You may use, change and pass on this database if you name its authors.")
    case "PDDL-1.0":
      Terms(
        title: "Open Data Commons Public Domain Dedication and License 1.0",
        address: "\(commons)/pddl/1-0/",
        summary: "The authors give up their rights in this database as far as the law lets them.")
    case "GPL-3.0-only", "GPL-3.0-or-later":
      Terms(
        title: "GNU General Public License 3.0"
          + (id.hasSuffix("later") ? " or any later version" : ""),
        address: "https://www.gnu.org/licenses/gpl-3.0.html",
        summary: "You may use, change and pass on these files. Anyone who gets them from you, "
          + "changed or not, must get them under this licence as well.")
    case "MIT":
      Terms(
        title: "MIT License", address: "https://opensource.org/license/mit",
        summary: "You may use, change and pass on these files if you keep the copyright line and "
          + "the licence with them.")
    default: nil
    }
  }

  /// The Creative Commons licences 4.0, by their parts.
  private var creativeCommons: Terms? {
    let names = [
      "CC-BY-4.0": "Attribution", "CC-BY-SA-4.0": "Attribution-ShareAlike",
      "CC-BY-NC-4.0": "Attribution-NonCommercial",
      "CC-BY-NC-SA-4.0": "Attribution-NonCommercial-ShareAlike",
      "CC-BY-ND-4.0": "Attribution-NoDerivatives",
      "CC-BY-NC-ND-4.0": "Attribution-NonCommercial-NoDerivatives",
    ]
    guard let name = names[id] else { return nil }
    let parts = id.split(separator: "-").map(String.init)
    let code = parts.dropFirst().dropLast().joined(separator: "-").lowercased()
    let mayChange = !parts.contains("ND")
    var summary =
      mayChange
      ? "You may use, change and pass on these files"
      : "You may use and pass on these files, and may not pass on changed ones"
    summary += parts.contains("NC") ? ", but not for commercial gain. " : ", for any purpose. "
    summary += "You have to name the authors, link to the licence and say what you changed."
    if parts.contains("SA") { summary += " What you make from them has to be under this licence." }
    return Terms(
      title: "Creative Commons \(name) 4.0 International",
      address: "https://creativecommons.org/licenses/\(code)/4.0/legalcode", summary: summary)
  }
}
