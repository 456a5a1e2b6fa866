package import TextFormats

/// One written situation of the design: emotion › factor › situation.
package struct Situation: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    case negative, positive, neutral

    /// Whether such situations are a control, whatever else the design has.
    package var isControl: Bool { self == .neutral }
  }

  package let emotion: String
  package let factor: String
  /// The factor's place among the factors of its emotion, from 1.
  package let factorIndex: Int
  /// The situation's place within its factor, from 1.
  package let index: Int
  package let kind: Kind
  package internal(set) var text: String
  package let source: String

  package var key: SituationKey {
    SituationKey(emotion: emotion, factor: factor, index: index, kind: kind)
  }

  /// Runs of letters, digits and apostrophes; in Chinese and Japanese each ideograph, as a rule of
  /// thumb, since these write no spaces.
  package var wordCount: Int { Study.wordCount(text) }
}

/// The number of words in a text, as `Situation.wordCount` counts them.
package func wordCount(_ text: String) -> Int {
  var count = 0
  var isInside = false
  for character in text {
    let isIdeograph = character.unicodeScalars.first!.properties.isIdeographic
    let belongs = character.isLetter || character.isNumber || character == "'" || character == "’"
    if isIdeograph || belongs && !isInside { count += 1 }
    isInside = belongs && !isIdeograph
  }
  return count
}

/// What names a situation within a design, whatever its text. A neutral situation may have the emotion,
/// the factor and the number of a negative one.
package struct SituationKey: Hashable, Sendable, CustomStringConvertible {
  package let emotion: String
  package let factor: String
  package let index: Int
  package let kind: Situation.Kind

  package init(
    emotion: String, factor: String, index: Int, kind: Situation.Kind = .negative
  ) {
    self.emotion = emotion
    self.factor = factor
    self.index = index
    self.kind = kind
  }

  package var description: String {
    "\(emotion) › \(factor) › \(index)" + (kind.isControl ? " (\(kind.rawValue))" : "")
  }
}

extension [Situation] {
  static var columns: [String] {
    ["emotion", "factor", "situation", "kind", "text", "source"]
  }

  /// The situations of a CSV file, in its order; factors are counted from 1 within their emotion,
  /// in the order of their first row.
  ///
  /// - Throws: `DiagnosedError` with every problem of the file.
  package init(csv text: String, file: String) throws(DiagnosedError) {
    let table = try CSVTable(text, file: file)
    var diagnostics = Diagnostics()
    for row in table.misshapen { diagnostics.add(row) }
    func report(_ cell: CSVTable.Cell, _ message: String) {
      diagnostics.add(Diagnostic(file: file, line: cell.line, column: cell.column, message))
    }
    let header = table.header.map(\.text)
    for cell in table.header where !Self.columns.contains(cell.text) {
      report(
        cell, "unknown column `\(cell.text)`\(hint(for: cell.text, among: Self.columns))")
    }
    for (index, cell) in table.header.enumerated() where header[..<index].contains(cell.text) {
      report(cell, "the column `\(cell.text)` appears twice")
    }
    let missing = Self.columns.filter { !header.contains($0) }
    if !missing.isEmpty {
      report(
        table.header[0], "missing columns: \(missing.map { "`\($0)`" }.joined(separator: ", "))")
    }
    guard diagnostics.errors.isEmpty else { throw DiagnosedError(diagnostics.errors) }
    let place = Dictionary(uniqueKeysWithValues: header.enumerated().map { ($1, $0) })

    var situations: [Situation] = []
    var factors: [String: [String: Int]] = [:]
    var seen: Set<SituationKey> = []
    for row in table.rows {
      let cell = { (name: String) in row[place[name]!] }
      let emotion = cell("emotion").text.trimmingWhitespace
      let factor = cell("factor").text.trimmingWhitespace
      let prose = cell("text").text.trimmingWhitespace
      for name in ["emotion", "factor", "text"]
      where cell(name).text.trimmingWhitespace.isEmpty {
        report(cell(name), "`\(name)` is empty")
      }
      if prose.unicodeScalars.contains(where: \.isControl) {
        report(cell("text"), "`text` contains a control character, which pages cannot show")
      }
      let index = Int(cell("situation").text)
      if index == nil || index! < 1 {
        report(
          cell("situation"),
          "`situation` is `\(cell("situation").text)`; expected a whole number from 1")
      }
      let kind = Situation.Kind(rawValue: cell("kind").text)
      if kind == nil {
        let kinds = Situation.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        report(cell("kind"), "`kind` is `\(cell("kind").text)`; expected one of \(kinds)")
      }
      let factorIndex = factors[emotion]?[factor] ?? factors[emotion, default: [:]].count + 1
      factors[emotion, default: [:]][factor] = factorIndex
      guard let index, index > 0, let kind, !emotion.isEmpty, !factor.isEmpty, !prose.isEmpty
      else { continue }
      let situation = Situation(
        emotion: emotion, factor: factor, factorIndex: factorIndex, index: index, kind: kind,
        text: prose, source: cell("source").text.trimmingWhitespace)
      if !seen.insert(situation.key).inserted {
        report(cell("situation"), "situation \(situation.key) appears twice in this file")
      }
      situations.append(situation)
    }
    if table.rows.isEmpty && table.misshapen.isEmpty {
      report(table.header[0], "there are no situations below the header")
    }
    guard diagnostics.errors.isEmpty else { throw DiagnosedError(diagnostics.errors) }
    self = situations
  }
}
