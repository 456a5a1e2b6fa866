import TextFormats

extension [Situation] {
  /// The situations with the texts of a sibling file: rows of the same emotion, factor and number.
  ///
  /// Rows of a file in which situations of several kinds have the same names and number have a kind, too.
  ///
  /// - Parameter text: nil if there is no such file.
  func translated(
    into language: Language, csv text: String?, file: String, original: String,
    gaps: TranslationGaps
  ) -> (situations: [Situation], diagnostics: Diagnostics) {
    var diagnostics = Diagnostics()
    func translation(of situation: Situation, _ text: String?) -> Situation {
      var translated = situation
      translated.text = text ?? "⟦not in \(language)⟧ \(situation.text)"
      return translated
    }
    guard let text else {
      diagnostics.add(
        Diagnostic(
          gaps.severity, file: file,
          "no such file; expected the texts of \(original) in `\(language)`"))
      return (map { translation(of: $0, nil) }, diagnostics)
    }
    let table: CSVTable
    do throws(DiagnosedError) {
      table = try CSVTable(text, file: file)
    } catch {
      for diagnostic in error.diagnostics { diagnostics.add(diagnostic) }
      return (self, diagnostics)
    }
    let texts = Self.texts(of: table, file: file, known: self, &diagnostics)
    let translated = map { situation in
      let text = texts[situation.key]
      if text == nil {
        diagnostics.add(
          Diagnostic(
            gaps.severity, file: file, line: 1, column: 1,
            "`\(situation.key)` is not translated; there is no row for it"))
      }
      return translation(of: situation, text)
    }
    return (translated, diagnostics)
  }

  /// The text of each row by what it translates; everything wrong with the file is reported.
  private static func texts(
    of table: CSVTable, file: String, known: [Situation], _ diagnostics: inout Diagnostics
  ) -> [SituationKey: String] {
    var problems: [Diagnostic] = []
    func report(_ cell: CSVTable.Cell, _ message: String) {
      problems.append(Diagnostic(file: file, line: cell.line, column: cell.column, message))
    }
    defer { for problem in problems { diagnostics.add(problem) } }
    var place: [String: Int] = [:]
    for (index, cell) in table.header.enumerated() {
      if !columns.contains(cell.text) {
        report(cell, "unknown column `\(cell.text)`")
      } else if place.updateValue(index, forKey: cell.text) != nil {
        report(cell, "the column `\(cell.text)` appears twice")
      }
    }
    for name in ["emotion", "factor", "situation", "text"] where place[name] == nil {
      report(table.header[0], "missing column: `\(name)`")
    }
    guard problems.isEmpty else { return [:] }
    let keys = Dictionary(grouping: known.map(\.key)) { NamedSituation($0) }
    var texts: [SituationKey: String] = [:]
    for row in table.rows {
      let cell = { (name: String) in row[place[name]!] }
      let text = cell("text").text.trimmingWhitespace
      guard let index = Int(cell("situation").text) else {
        report(
          cell("situation"),
          "`\(cell("situation").text)` is not a number; see the original's column")
        continue
      }
      let named = NamedSituation(
        emotion: cell("emotion").text.trimmingWhitespace,
        factor: cell("factor").text.trimmingWhitespace, index: index)
      let all = keys[named] ?? []
      let kind = place["kind"].map { row[$0] }
      // Where the name alone says which situation is meant, its kind was never looked at.
      guard let key = all.count == 1 ? all[0] : all.first(where: { $0.kind.rawValue == kind?.text })
      else {
        let name = "\(named.emotion) › \(named.factor) › \(named.index)"
        report(
          all.isEmpty ? row[0] : kind ?? row[0],
          all.isEmpty
            ? "the original has no situation \(name); emotion, factor and number are not translated"
            : "the original has several situations \(name); `kind` must say which, one of "
              + all.map(\.kind.rawValue).joined(separator: ", "))
        continue
      }
      if text.isEmpty {
        report(cell("text"), "`text` is empty")
      } else if text.unicodeScalars.contains(where: \.isControl) {
        report(cell("text"), "`text` contains a control character, which pages cannot show")
      } else if texts.updateValue(text, forKey: key) != nil {
        report(row[0], "situation \(key) appears twice in this file")
      }
    }
    return texts
  }
}

/// What a situation is called, whatever its kind.
private struct NamedSituation: Hashable {
  let emotion: String
  let factor: String
  let index: Int

  init(emotion: String, factor: String, index: Int) {
    self.emotion = emotion
    self.factor = factor
    self.index = index
  }

  init(_ key: SituationKey) {
    self.init(emotion: key.emotion, factor: key.factor, index: key.index)
  }
}
