internal import Analysis
package import Study

/// All that a package holds, already anonymised: writing it needs nothing else.
package struct ReleasedDataset: Sendable {
  /// A situation of the design. Imported answers may lack its text.
  package struct Situation: Sendable, Hashable {
    package let cell: Design.Cell
    package let text: String?
  }

  /// People who are not in the dataset, and why.
  package struct LeftOut: Sendable, Hashable {
    package let reason: String
    package let count: Int
  }

  package let about: ReleaseDescription
  /// Whose answers they are.
  package var kind = RespondentKind.human
  /// The languages that people were asked in.
  package let languages: [Language]
  package let instruments: [Instrument]
  package let situations: [Situation]
  /// The columns; the first is the identifier.
  package let variables: [ReleasedVariable]
  /// One row per participant, in random order, with a value for every variable.
  package let rows: [[ReleasedValue]]
  package let leftOut: [LeftOut]
  package let risk: RiskSummary
  /// Files that are written as they are: the recipe, the risk report.
  package let documents: [PackageFile]
  /// The day of the release as `2026-11-21`; the only date in the package.
  package let date: String
  /// The Evoke that made it.
  package let generator: String
  /// What was released before.
  package var precedents = Precedents.none

  package func column(_ role: ReleasedVariable.Role) -> Int? {
    variables.firstIndex { $0.role == role }
  }

  /// Whether some situations are a control, so that their kind is part of the design.
  package var hasControls: Bool { !Design(situations.lazy.map(\.cell)).controls.isEmpty }

  /// How many situations are a control, by their kind: `36 are neutral`; nil for none.
  var countedControls: String? {
    Design(situations.lazy.map(\.cell)).controls.map { kind in
      let count = situations.count { $0.cell.key.kind == kind }
      return "\(count) \(count == 1 ? "is" : "are") \(kind.rawValue)"
    }.joined(separator: " and ").presence
  }

  /// The released rows as respondents with their scores, from whom the package's baseline is computed.
  package var respondents: Respondents {
    let design = Design(situations.lazy.map(\.cell))
    let cellOf = Dictionary(
      design.cells.enumerated().map { ($1.key, Int32($0)) }, uniquingKeysWith: { first, _ in first }
    )
    let emotion = column(.condition(.emotion))
    let factor = column(.condition(.factor))
    let index = column(.condition(.situation))
    let kind = column(.condition(.kind))
    // Without the column no two situations differ in kind alone.
    let kindOf = Dictionary(
      design.cells.map { cell in
        (
          SituationKey(emotion: cell.key.emotion, factor: cell.key.factor, index: cell.key.index),
          cell.key.kind
        )
      }, uniquingKeysWith: { first, _ in first })
    let cells = rows.map { row -> Int32 in
      guard let emotion, let factor, let index, case .integer(let number) = row[index]
      else { return Respondents.noCell }
      let named = SituationKey(
        emotion: row[emotion].text, factor: row[factor].text, index: number)
      let own = kind.flatMap { Study.Situation.Kind(rawValue: row[$0].text) } ?? kindOf[named]
      return cellOf[
        SituationKey(
          emotion: named.emotion, factor: named.factor, index: number, kind: own ?? .negative)]
        ?? Respondents.noCell
    }
    var scores: [ScoreTable] = []
    for instrument in instruments {
      for subscale in instrument.subscales {
        guard let before = column(.score(instrument.id, .default, subscale.id)),
          let after = column(.score(instrument.id, .evoked, subscale.id))
        else { continue }
        var table = ScoreTable(
          instrument.id, subscale.id, title: subscale.title, count: rows.count)
        for (respondent, row) in rows.enumerated() {
          table[.default, respondent] = row[before].double
          table[.evoked, respondent] = row[after].double
        }
        scores.append(table)
      }
    }
    return Respondents(self.kind, design: design, cells: cells, scores: scores)
  }
}

extension ReleasedValue {
  /// The number in the cell; nil if there is none.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .text, .missing: nil
    }
  }
}

/// The figures of the risk report that a package's other files repeat.
package struct RiskSummary: Sendable, Hashable {
  /// The size of the smallest class asked for, and reached.
  package let requestedK: Int
  package let k: Int
  package let classes: Int
  /// Share of quasi-identifier cells that are suppressed, from 0 to 1.
  package let suppressedCells: Double
  /// Non-uniform entropy lost, mean over the quasi-identifiers, from 0 to 1.
  package let loss: Double
  package let droppedRows: Int
}
