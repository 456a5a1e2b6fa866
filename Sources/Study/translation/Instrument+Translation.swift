import Statistics
import TextFormats

extension Instrument {
  private static let translatedKeys = [
    "id", "version", "language", "title", "citation", "doi", "licence", "instruction", "scales",
    "items",
  ]

  /// The instrument in another language: the texts of the sibling file, everything else unchanged.
  ///
  /// Only texts, labels and instructions are read; what was published about the translation
  /// (`version`, `citation`, `doi`, `licence`) is allowed too. The version is identified by the
  /// hash of both files together.
  func translated(
    into language: Language, yaml text: String?, file: String, original: String,
    gaps: TranslationGaps
  ) -> (instrument: Instrument, diagnostics: Diagnostics) {
    let translation = TranslatedFile(
      text, file: file, of: original, into: language, name: "the translation",
      keys: Self.translatedKeys, gaps: gaps)
    let root = translation.root
    if let stated = root?.optionalString("id"), stated != id.name {
      root?.report("id", "the file translates `\(stated)`, but its name is `\(id)`")
    }
    let instructions = root?.fields(
      "instruction", name: "`instruction`", keys: Occasion.allCases.map(\.rawValue))
    let licence = root?.fields("licence", name: "`licence`", keys: ["terms", "evidence"])
    var instrument = self
    instrument.language = language
    for (occasion, sentence) in instruction {
      instrument.instruction[occasion] = translation.text(
        occasion.rawValue, in: instructions,
        path: "instruction.\(occasion)", original: sentence)
    }
    instrument.items = items(in: translation)
    instrument.version = root?.optionalString("version") ?? version
    instrument.title = root?.optionalString("title") ?? title
    instrument.citation = root?.optionalString("citation") ?? citation
    instrument.doi = root?.optionalString("doi") ?? doi
    if let terms = licence?.string("terms"), let evidence = licence?.string("evidence") {
      instrument.licence = Licence(terms: terms, evidence: evidence)
    }
    // The translation follows the original as comments, so the whole is still the definition of an
    // instrument.
    let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    instrument.source =
      source + "\n# In `\(language)`, as this file says:\n"
      + lines.map { "# \($0)" }.joined(separator: "\n") + "\n"
    instrument.sha256 = sha256Hex(instrument.source.utf8)
    return (instrument, translation.document.diagnostics)
  }

  private func items(in translation: TranslatedFile) -> [Item] {
    let root = translation.root
    var scales: [String: [AnswerOption]] = [:]
    let named = items.compactMap(\.scale)
    let scaleEntries = translation.entries(
      "scales", in: root, by: "id", names: named, name: "the response scale",
      keys: ["id", "points"], path: "scales")
    let itemEntries = translation.entries(
      "items", in: root, by: "id", names: items.map(\.id.name), name: "the item",
      keys: ["id", "text", "options", "scale"], path: "items")
    return items.map { item in
      let entry = itemEntries[item.id.name]
      let path = "items.\(item.id)"
      let options: [AnswerOption]
      if let scale = item.scale {
        options =
          scales[scale]
          ?? Self.options(
            item.options, "points", in: scaleEntries[scale], of: translation,
            path: "scales.\(scale)")
        scales[scale] = options
      } else {
        options = Self.options(item.options, "options", in: entry, of: translation, path: path)
      }
      return Item(
        id: item.id,
        text: translation.text(
          "text", in: entry, path: "\(path).text", original: item.text),
        options: options, scale: item.scale, reversed: item.reversed)
    }
  }

  /// Points are identified by their code, or by their value if the file gives none.
  private static func options(
    _ options: [AnswerOption], _ key: String, in fields: YAMLMapping?,
    of translation: TranslatedFile,
    path: String
  ) -> [AnswerOption] {
    let points = fields?.mappings(
      fields?.optionalList(key) ?? [], name: "the point", keys: ["value", "label", "code"])
    var labels: [String: YAMLMapping] = [:]
    for point in points ?? [] {
      guard let code = point.optionalString("code") ?? point.number("value").map(formatted) else {
        continue
      }
      if !options.contains(where: { $0.code == code }) {
        point.report("value", "the original has no `\(code)` in `\(path)`")
      } else if labels[code] != nil {
        point.report("value", "`\(code)` is translated twice")
      }
      labels[code] = point
    }
    return options.map { option in
      AnswerOption(
        code: option.code, value: option.value,
        label: translation.text(
          "label", in: labels[option.code] ?? fields,
          path: "\(path).\(option.code)", original: option.label))
    }
  }
}
