import Study

extension Codebook {
  /// The codebook for people.
  var markdown: String {
    var lines = ["# Codebook: \(markdownLine(dataset.about.title))", ""]
    if let warning = dataset.identifyingWarning { lines += ["**\(markdownLine(warning))**", ""] }
    for table in tables {
      lines += [
        "- `\(table.path)`: \(table.description) \(table.rows.count) rows; "
          + "\(table.key.map { "`\($0)`" }.joined(separator: ", ")) identify a row."
      ]
    }
    lines += ["", "## Missing values", "", "| in the tables | meaning |", "| --- | --- |"]
    let reasons = variables.missing
    if reasons.isEmpty {
      lines.append("| | No value is missing. |")
    }
    for reason in reasons { lines.append("| `\(format.cell(reason))` | \(reason.meaning) |") }
    lines += [
      "", "## Variables", "", "| name | what it holds | type | measure | values | missing |",
      "| --- | --- | --- | --- | --- | --- |",
    ]
    for variable in variables {
      lines.append(
        "| `\(variable.name)` | \(markdownLine(variable.label)) | \(variable.kind.rawValue) | "
          + "\(variable.measure.rawValue) | \(values(variable)) | "
          + "\(unique(variable.missing.map(format.cell)).map { "`\($0)`" }.joined(separator: " ")) |"
      )
    }
    lines += instruments + situations + scoresNote
    return lines.joined(separator: "\n") + "\n"
  }

  private func values(_ variable: ReleasedVariable) -> String {
    guard variable.levels.isEmpty else {
      return variable.levels.map { level in
        let value = level.value.cell
        return value == level.label
          ? markdownLine(value) : "\(markdownLine(value)) = \(markdownLine(level.label))"
      }.joined(separator: "; ")
    }
    return variable.range.map {
      "\(ReleasedValue.number($0.lowerBound).text) to \(ReleasedValue.number($0.upperBound).text)"
    } ?? ""
  }

  private var instruments: [String] {
    guard !dataset.instruments.isEmpty else { return [] }
    var lines = ["", "## Instruments"]
    for instrument in dataset.instruments {
      lines += [
        "",
        "### \(markdownLine(instrument.title)) (`\(instrument.id)`, version \(instrument.version), "
          + "\(instrument.language))",
        "",
        markdownLine(instrument.citation)
          + (instrument.doi.map { " https://doi.org/\($0)" } ?? ""), "",
        "Terms: \(markdownLine(instrument.licence.terms))", "",
      ]
      for subscale in instrument.subscales {
        let items = subscale.parts.map { part in
          let isReversed = instrument.item(part.item)?.reversed == true
          let weight =
            part.weight == 1 ? "" : " × \(ReleasedValue.number(part.weight).text)"
          return "`\(part.item)`\(isReversed ? " (reversed)" : "")\(weight)"
        }
        let factor =
          subscale.factor == 1
          ? "" : ", times \(ReleasedValue.number(subscale.factor).text)"
        lines.append(
          "- \(markdownLine(subscale.title)) (`\(subscale.id)`): \(subscale.method.rawValue) of "
            + "\(items.joined(separator: ", "))\(factor).")
      }
    }
    return lines
  }

  private var situations: [String] {
    guard !dataset.situations.isEmpty else { return [] }
    let hasKinds = dataset.hasControls
    let hasTexts = dataset.situations.contains { $0.text != nil }
    var lines = [
      "", "## Situations", "",
      "| emotion | factor | factor index | situation |\(hasKinds ? " kind |" : "")"
        + (hasTexts ? " text |" : ""),
      "| --- | --- | ---: | ---: |\(hasKinds ? " --- |" : "")\(hasTexts ? " --- |" : "")",
    ]
    for situation in dataset.situations {
      lines.append(
        "| \(markdownLine(situation.cell.key.emotion)) | "
          + "\(markdownLine(situation.cell.key.factor)) | "
          + "\(situation.cell.factorIndex) | \(situation.cell.key.index) |"
          + (hasKinds ? " \(situation.cell.key.kind.rawValue) |" : "")
          + (hasTexts ? " \(markdownLine(situation.text ?? "")) |" : ""))
    }
    return lines
  }

  private var scoresNote: [String] {
    guard hasSPSS else { return [] }
    return [
      "", "## In SPSS", "",
      "Listed words are numbered 1, 2, 3 … in the order above and carry their labels. Missing values "
        + "have codes below all values (from -99), each with its label, and are declared as missing."
        + " codebook.json lists every code.",
    ]
  }
}
